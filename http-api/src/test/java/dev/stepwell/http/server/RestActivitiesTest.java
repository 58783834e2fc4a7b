package dev.stepwell.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RestActivitiesTest {
  @Test
  void tellsOfTheQueueAndWhoPolls() throws Exception {
    try (var node = new TestNode()) {
      var arn = node.call("CreateActivity", Json.object().put("name", "work")).text("activityArn");
      var idle = node.get("/api/v1/activities/" + arn);
      assertThat(idle.body().path("queueDepth").asInt()).isZero();
      assertThat(idle.body().has("oldestTaskAgeMillis")).isFalse();
      assertThat(idle.body().path("pollers")).isEmpty();

      var machine =
          node.createMachine(
              "Work",
              "{\"StartAt\": \"T\", \"States\": {\"T\": {\"Type\": \"Task\", \"Resource\": \"%s\", \"End\": true}}}"
                  .formatted(arn));
      for (var number = 0; number < 3; number++) {
        node.call("StartExecution", Json.object().put("stateMachineArn", machine));
      }
      node.call("GetActivityTask", Json.object().put("activityArn", arn).put("workerName", "w-1"));
      var busy = node.get("/api/v1/activities/" + arn);
      assertThat(busy.body().path("queueDepth").asInt()).isEqualTo(2);
      assertThat(busy.body().path("oldestTaskAgeMillis").isIntegralNumber()).isTrue();
      var poller = busy.body().path("pollers").path(0);
      assertThat(poller.path("workerName").asString()).isEqualTo("w-1");
      assertThat(Instant.parse(poller.path("lastSeen").asString())).isNotNull();
    }
  }

  @Test
  void listsActivitiesByName() throws Exception {
    try (var node = new TestNode()) {
      for (var name : new String[] {"b", "a", "c"}) {
        node.call("CreateActivity", Json.object().put("name", name));
      }
      var first = node.get("/api/v1/activities?limit=2");
      assertThat(
              first.body().path("activities").valueStream().map(it -> it.path("name").asString()))
          .containsExactly("a", "b");
      var rest = node.get("/api/v1/activities?limit=2&cursor=" + first.text("nextCursor"));
      assertThat(rest.body().path("activities").path(0).path("name").asString()).isEqualTo("c");
      assertThat(rest.body().has("nextCursor")).isFalse();
      assertThat(
              node.get("/api/v1/activities/arn:aws:states:us-east-1:123456789012:activity:none")
                  .status())
          .isEqualTo(404);
    }
  }
}
