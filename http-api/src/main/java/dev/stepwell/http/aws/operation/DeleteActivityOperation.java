package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.Activities;
import dev.stepwell.engine.service.Answer;

/** Deletes an activity; one that does not exist is no error. */
public final class DeleteActivityOperation implements Operation {
  private final Activities activities;

  public DeleteActivityOperation(Activities activities) {
    this.activities = activities;
  }

  @Override
  public String name() {
    return "DeleteActivity";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    return activities.delete(request.text("activityArn")).map(deleted -> ResponseBody.EMPTY);
  }
}
