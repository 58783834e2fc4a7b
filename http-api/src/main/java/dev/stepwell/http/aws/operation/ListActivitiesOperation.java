package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.Activities;
import dev.stepwell.engine.service.Answer;

/** Lists activities by name. */
public final class ListActivitiesOperation implements Operation {
  private final Activities activities;
  private final PageTokens pageTokens;

  public ListActivitiesOperation(Activities activities, PageTokens pageTokens) {
    this.activities = activities;
    this.pageTokens = pageTokens;
  }

  @Override
  public String name() {
    return "ListActivities";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    return pageTokens
        .open(name(), "", request.optionalText("nextToken"))
        .map(position -> {
          var page = activities.list(position.orElse(null), request.pageSize());
          return ResponseBody.of(json -> {
            json.writeArrayPropertyStart("activities");
            for (var activity : page.activities()) {
              json.writeStartObject();
              json.writeStringProperty("activityArn", activity.activityArn());
              json.writeStringProperty("name", activity.name());
              ResponseBody.writeTime(json, "creationDate", activity.creationDate());
              json.writeEndObject();
            }
            json.writeEndArray();
            var next = page.nextName();
            if (next != null) {
              json.writeStringProperty("nextToken", pageTokens.seal(name(), "", next));
            }
          });
        });
  }
}
