package dev.stepwell.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import dev.stepwell.launcher.process.StreamFollower.Event;
import dev.stepwell.persistence.testing.TestDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Streams of two servers, each of which is killed while clients read from it: the one that runs the
 * executions, and then the one that tells of them.
 */
class KilledStreamsTest {
  private static final int EXECUTIONS = 5;
  private static final int TASKS = 2 * EXECUTIONS;
  private static final int DONE_WHEN_THE_RUNNING_ONE_IS_KILLED = 3;
  private static final int DONE_WHEN_THE_TELLING_ONE_IS_KILLED = 7;
  private static final long BEGIN_SECONDS = 60;
  private static final String ROLE = "arn:aws:iam::123456789012:role/stepwell";
  private static final String ACTIVITY = "arn:aws:states:us-east-1:123456789012:activity:Work";
  private static final String DEFINITION =
      """
      {"StartAt": "A", "States": {
        "A": {"Type": "Task", "Resource": "%1$s", "Next": "B"},
        "B": {"Type": "Task", "Resource": "%1$s", "End": true}}}
      """
          .formatted(ACTIVITY);

  @Test
  void aClientThatGoesOnSeesEveryEventOnceAndInOrder() throws Exception {
    try (var database = TestDatabase.create();
        var telling = ServerProcess.on(database);
        var running = ServerProcess.on(database);
        var client = new Client(running.url(), telling.url());
        var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      client.call("CreateActivity", Json.object().put("name", "Work"));
      var machine =
          client
              .call(
                  "CreateStateMachine",
                  Json.object()
                      .put("name", "Chain")
                      .put("definition", DEFINITION)
                      .put("roleArn", ROLE))
              .path("stateMachineArn")
              .asString();
      var ofMachine =
          new StreamFollower(
              "/api/v1/state-machines/" + machine + "/events", telling.url(), running.url());
      var machineEvents =
          threads.submit(() -> ofMachine.follow(seen -> seen.size() >= 2 * EXECUTIONS));
      ofMachine.begun().get(BEGIN_SECONDS, TimeUnit.SECONDS);

      Map<String, Future<List<Event>>> events = new HashMap<>();
      for (var i = 0; i < EXECUTIONS; i++) {
        var start = Json.object().put("stateMachineArn", machine).put("name", "e" + i);
        var arn = client.call("StartExecution", start).path("executionArn").asString();
        var follower =
            new StreamFollower(
                "/api/v1/executions/" + arn + "/events", telling.url(), running.url());
        events.put(arn, threads.submit(() -> follower.follow(KilledStreamsTest::hasEnded)));
        follower.begun().get(BEGIN_SECONDS, TimeUnit.SECONDS);
      }
      for (var done = 0; done < TASKS; done++) {
        if (done == DONE_WHEN_THE_RUNNING_ONE_IS_KILLED) {
          running.kill();
        }
        if (done == DONE_WHEN_THE_TELLING_ONE_IS_KILLED) {
          running.start();
          telling.kill();
        }
        work(client);
      }

      for (var each : events.entrySet()) {
        var seen = new ArrayList<>(each.getValue().get());
        assertThat(seen.removeLast().data()).isEqualTo("{\"status\":\"SUCCEEDED\"}");
        assertThat(seen)
            .extracting(event -> Json.parse(event.data()))
            .isEqualTo(client.history(each.getKey()));
      }
      checkMachine(machineEvents.get(), events.keySet());
    }
  }

  private static boolean hasEnded(List<Event> seen) {
    return !seen.isEmpty() && seen.getLast().type().equals("end");
  }

  private static void work(Client client) {
    var task = client.call("GetActivityTask", Json.object().put("activityArn", ACTIVITY));
    client.call(
        "SendTaskSuccess",
        Json.object().put("taskToken", task.path("taskToken").asString()).put("output", "{}"));
  }

  /** Each start once, and each end once after it. */
  private static void checkMachine(List<Event> seen, Iterable<String> executions) {
    var told = new HashMap<String, List<String>>();
    for (var event : seen) {
      var arn = Json.parse(event.data()).path("executionArn").asString();
      told.computeIfAbsent(arn, _ -> new ArrayList<>()).add(event.type());
    }
    assertThat(told.keySet()).containsExactlyInAnyOrderElementsOf(executions);
    assertThat(told.values())
        .allSatisfy(
            types -> assertThat(types).containsExactly("ExecutionStarted", "ExecutionSucceeded"));
  }
}
