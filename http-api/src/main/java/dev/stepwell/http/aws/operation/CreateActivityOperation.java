package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.Activities;
import dev.stepwell.engine.service.Answer;

/** Registers an activity; the same request again gets the same answer. */
public final class CreateActivityOperation implements Operation {
  private final Activities activities;

  public CreateActivityOperation(Activities activities) {
    this.activities = activities;
  }

  @Override
  public String name() {
    return "CreateActivity";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    return activities
        .create(request.text("name"), request.tags(), request.optional("encryptionConfiguration"))
        .map(activity ->
            ResponseBody.of(json -> {
              json.writeStringProperty("activityArn", activity.activityArn());
              ResponseBody.writeTime(json, "creationDate", activity.creationDate());
            }));
  }
}
