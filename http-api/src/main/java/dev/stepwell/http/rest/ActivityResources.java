package dev.stepwell.http.rest;

import dev.stepwell.engine.service.Activities;
import dev.stepwell.engine.service.ActivityQueues;
import dev.stepwell.http.aws.operation.ResponseBody;
import dev.stepwell.http.rest.route.Arguments;
import dev.stepwell.http.rest.route.Cursors;
import dev.stepwell.http.rest.route.Parameter;
import dev.stepwell.http.rest.route.RestAnswer;
import dev.stepwell.http.rest.route.Route;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import tools.jackson.core.JsonGenerator;

/** Activities, what waits for their workers, and who polls. */
public final class ActivityResources {
  private static final Parameter<String> ARN = Parameter.arn("arn", "ARN of an activity");

  private static final Route LIST =
      Route.get(
              "/activities",
              "listActivities",
              "Activities by name",
              Schemas.page("activities", Schemas.ACTIVITY_SUMMARY))
          .query(List.of(Cursors.LIMIT, Cursors.CURSOR));

  private static final Route GET =
      Route.get("/activities/{arn}", "getActivity", "An activity with its queue", Schemas.ACTIVITY)
          .path(ARN);

  private final Activities activities;
  private final ActivityQueues queues;
  private final InstantSource clock;
  private final Cursors cursors;

  public ActivityResources(
      Activities activities, ActivityQueues queues, InstantSource clock, Cursors cursors) {
    this.activities = activities;
    this.queues = queues;
    this.clock = clock;
    this.cursors = cursors;
  }

  /** All of them. */
  public List<Route> routes() {
    return List.of(LIST.answeredBy(this::list), GET.answeredBy(this::get));
  }

  private RestAnswer list(Arguments arguments) {
    return RestAnswer.of(
        cursors
            .open(LIST, arguments)
            .map(position -> {
              var limit = arguments.get(Cursors.LIMIT, Cursors.DEFAULT_LIMIT);
              var page = activities.list(position.orElse(null), limit);
              return ResponseBody.of(json -> write(json, page, arguments));
            }));
  }

  private void write(JsonGenerator json, Activities.Page page, Arguments arguments) {
    json.writeArrayPropertyStart("activities");
    for (var activity : page.activities()) {
      json.writeStartObject();
      write(json, activity);
      json.writeEndObject();
    }
    json.writeEndArray();
    cursors.writeNext(json, LIST, arguments, page.nextName());
  }

  private static void write(JsonGenerator json, Activities.Description activity) {
    json.writeStringProperty("activityArn", activity.activityArn());
    json.writeStringProperty("name", activity.name());
    json.writeStringProperty("creationDate", activity.creationDate().toString());
  }

  private RestAnswer get(Arguments arguments) {
    return RestAnswer.of(
        activities
            .describe(arguments.require(ARN))
            .map(activity -> {
              var queue = queues.of(activity.activityArn());
              return ResponseBody.of(json -> {
                write(json, activity);
                write(json, queue);
              });
            }));
  }

  private void write(JsonGenerator json, ActivityQueues.Queue queue) {
    json.writeNumberProperty("queueDepth", queue.depth());
    var oldest = queue.oldestScheduledAt();
    if (oldest != null) {
      var age = Duration.between(oldest, clock.instant());
      // The task may have been scheduled by a node whose clock is ahead.
      json.writeNumberProperty("oldestTaskAgeMillis", Math.max(0, age.toMillis()));
    }
    json.writeArrayPropertyStart("pollers");
    for (var poller : queue.pollers()) {
      json.writeStartObject();
      json.writeStringProperty("workerName", poller.workerName());
      json.writeStringProperty("lastSeen", poller.lastSeen().toString());
      json.writeEndObject();
    }
    json.writeEndArray();
  }
}
