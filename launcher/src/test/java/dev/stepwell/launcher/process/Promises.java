package dev.stepwell.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import dev.stepwell.launcher.process.TaskLog.Handed;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/** What must hold for every execution, whatever was killed while it ran. */
final class Promises {
  private static final Map<String, BigDecimal> WAIT_SECONDS =
      Map.of("Pause", BigDecimal.ONE, "Cool", BigDecimal.TWO);
  private static final Set<String> ENDS =
      Set.of("ExecutionSucceeded", "ExecutionFailed", "ExecutionAborted", "ExecutionTimedOut");

  private final Map<String, List<Handed>> handedByExecution;
  private final Map<String, Handed> handedById;
  private final Map<String, List<Handed>> acknowledgedByExecution;

  Promises(TaskLog log) {
    this.handedByExecution =
        log.handed().stream().collect(Collectors.groupingBy(task -> task.item().executionArn()));
    this.handedById = log.handed().stream().collect(Collectors.toMap(Handed::id, task -> task));
    this.acknowledgedByExecution =
        log.acknowledged().stream()
            .collect(Collectors.groupingBy(task -> task.item().executionArn()));
  }

  /** No token was handed to a worker twice. */
  static void checkTokens(TaskLog log) {
    assertThat(log.handed().stream().map(Handed::token)).doesNotHaveDuplicates();
    assertThat(log.lateAnswers().keySet()).as("second answers").isSubsetOf("TaskTimedOut");
  }

  /** Checks a whole history of a closed execution against the promises and the workers' log. */
  void check(String executionArn, List<JsonNode> events) {
    var byId = checkOrder(executionArn, events);
    checkTasks(executionArn, events, byId);
    checkTimers(executionArn, events, byId);
    checkResults(executionArn, events);
  }

  private static Map<Integer, JsonNode> checkOrder(String executionArn, List<JsonNode> events) {
    var byId = new HashMap<Integer, JsonNode>();
    for (var event : events) {
      var id = event.path("id").asInt();
      var previous = event.path("previousEventId").asInt();
      assertThat(id).as("ids of %s are dense", executionArn).isEqualTo(byId.size() + 1);
      byId.put(id, event);
      if (previous == 0) {
        assertThat(id <= 2 || type(event).equals("ExecutionAborted"))
            .as("%s: event %s has no previous one", executionArn, event)
            .isTrue();
      } else {
        assertThat(previous).as("%s: previous of %s", executionArn, event).isBetween(1, id - 1);
      }
    }
    var ends = events.stream().filter(event -> ENDS.contains(type(event))).toList();
    assertThat(ends).as("%s ends once", executionArn).containsExactly(events.getLast());
    return byId;
  }

  /** Every task is started once at most, and closed once at most. */
  private void checkTasks(String executionArn, List<JsonNode> events, Map<Integer, JsonNode> byId) {
    var followed = new HashMap<String, Set<Integer>>();
    var started = 0;
    var timedOutAfterStart = 0;
    for (var event : events) {
      var previous = event.path("previousEventId").asInt();
      switch (type(event)) {
        case "ActivityStarted" -> {
          started++;
          follow(executionArn, followed, "start", previous, event);
          assertThat(type(at(byId, previous))).isEqualTo("ActivityScheduled");
        }
        case "ActivitySucceeded", "ActivityFailed" -> {
          follow(executionArn, followed, "outcome", previous, event);
          assertThat(type(at(byId, previous))).isEqualTo("ActivityStarted");
        }
        case "ActivityTimedOut" -> {
          follow(executionArn, followed, "outcome", previous, event);
          if (type(at(byId, previous)).equals("ActivityStarted")) {
            timedOutAfterStart++;
          }
        }
        default -> {}
      }
    }
    var handed = handedByExecution.getOrDefault(executionArn, List.of()).size();
    // A hand-over whose answer a kill swallowed is a task that no worker has: it times out.
    assertThat(handed)
        .as("tasks of %s that workers have seen, of those started", executionArn)
        .isBetween(started - timedOutAfterStart - stillOpen(events), started);
  }

  /**
   * Tasks that were started and neither succeeded, failed nor timed out: of a stopped execution.
   */
  private static int stillOpen(List<JsonNode> events) {
    var open = 0;
    for (var event : events) {
      switch (type(event)) {
        case "ActivityStarted" -> open++;
        case "ActivitySucceeded", "ActivityFailed" -> open--;
        default -> {}
      }
    }
    return type(events.getLast()).equals("ExecutionSucceeded") ? 0 : Math.max(0, open);
  }

  private static void follow(
      String executionArn,
      Map<String, Set<Integer>> followed,
      String kind,
      int previous,
      JsonNode event) {
    assertThat(followed.computeIfAbsent(kind, key -> new HashSet<>()).add(previous))
        .as("%s: %s is the only one of its kind", executionArn, event)
        .isTrue();
  }

  /** Every Wait that was left was left once, and not early. */
  private static void checkTimers(
      String executionArn, List<JsonNode> events, Map<Integer, JsonNode> byId) {
    var left = new HashSet<Integer>();
    for (var event : events) {
      if (type(event).equals("WaitStateExited")) {
        var enteredId = event.path("previousEventId").asInt();
        var entered = at(byId, enteredId);
        assertThat(left.add(enteredId)).as("%s: %s fired once", executionArn, event).isTrue();
        assertThat(type(entered)).isEqualTo("WaitStateEntered");
        var seconds =
            Objects.requireNonNull(
                WAIT_SECONDS.get(event.at("/stateExitedEventDetails/name").asString()));
        assertThat(timestamp(event))
            .as("%s: %s is not early", executionArn, event)
            .isGreaterThanOrEqualTo(timestamp(entered).add(seconds));
      }
    }
  }

  /** A result is in the history exactly if a worker gave it; what was acknowledged is there. */
  private void checkResults(String executionArn, List<JsonNode> events) {
    var results = new HashSet<String>();
    for (var event : events) {
      if (type(event).equals("ActivitySucceeded")) {
        var output = event.at("/activitySucceededEventDetails/output").asString();
        var id = Json.parse(output).path("handledBy").asString();
        assertThat(results.add(id)).as("%s: %s is there once", executionArn, event).isTrue();
        assertThat(handedById.get(id))
            .as("%s: %s is the result of a worker", executionArn, event)
            .isNotNull()
            .returns(executionArn, task -> task.item().executionArn());
      }
    }
    for (var task : acknowledgedByExecution.getOrDefault(executionArn, List.of())) {
      assertThat(results).as("%s keeps what was acknowledged", executionArn).contains(task.id());
    }
  }

  private static JsonNode at(Map<Integer, JsonNode> byId, int id) {
    return byId.getOrDefault(id, MissingNode.getInstance());
  }

  private static String type(JsonNode event) {
    return event.path("type").asString("");
  }

  private static BigDecimal timestamp(JsonNode event) {
    return event.path("timestamp").decimalValue();
  }
}
