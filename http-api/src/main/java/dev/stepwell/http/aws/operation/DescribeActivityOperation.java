package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.Activities;
import dev.stepwell.engine.service.Answer;

/** Shows an activity. */
public final class DescribeActivityOperation implements Operation {
  private final Activities activities;

  public DescribeActivityOperation(Activities activities) {
    this.activities = activities;
  }

  @Override
  public String name() {
    return "DescribeActivity";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    return activities
        .describe(request.text("activityArn"))
        .map(activity ->
            ResponseBody.of(json -> {
              json.writeStringProperty("activityArn", activity.activityArn());
              json.writeStringProperty("name", activity.name());
              ResponseBody.writeTime(json, "creationDate", activity.creationDate());
              json.writeName("encryptionConfiguration");
              json.writeTree(activity.encryptionConfiguration());
            }));
  }
}
