package dev.stepwell.launcher.process;

import dev.stepwell.asl.json.Json;
import dev.stepwell.launcher.process.TaskLog.Handed;
import dev.stepwell.launcher.process.Violation.Kind;
import java.math.BigDecimal;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.Collectors;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.MissingNode;

/**
 * What must hold for every execution, whatever was killed while it ran: holds whole histories
 * against the workers' own log, and collects what is wrong. Safe for many threads.
 */
final class Promises {
  private static final Map<String, BigDecimal> WAIT_SECONDS =
      Map.of("Pause", BigDecimal.ONE, "Cool", BigDecimal.TWO);

  /** Of every Retrier and every Task state of the test machines. */
  private static final BigDecimal RETRY_SECONDS = BigDecimal.ONE;

  private static final BigDecimal TASK_SECONDS = BigDecimal.valueOf(5);

  private static final String REDRIVEN = "ExecutionRedriven";

  private static final Set<String> ENDS =
      Set.of("ExecutionSucceeded", "ExecutionFailed", "ExecutionAborted", "ExecutionTimedOut");

  private final TaskLog log;
  private final Visits visits;
  private final Map<String, List<Handed>> handedByExecution;
  private final Map<String, Handed> handedById;
  private final Map<String, List<Handed>> acknowledgedByExecution;
  private final Set<String> refused;
  private final Queue<Violation> violations = new ConcurrentLinkedQueue<>();

  /**
   * Checks against a log that is complete.
   *
   * @param visits of an execution that succeeds
   */
  Promises(TaskLog log, Visits visits) {
    this.log = log;
    this.visits = visits;
    this.handedByExecution = byExecution(log.handed());
    this.handedById = log.handed().stream().collect(Collectors.toMap(Handed::id, task -> task));
    this.acknowledgedByExecution = byExecution(log.acknowledged());
    this.refused = log.refused();
  }

  private static Map<String, List<Handed>> byExecution(List<Handed> tasks) {
    return tasks.stream().collect(Collectors.groupingBy(task -> task.item().executionArn()));
  }

  /** What was found wrong so far; empty when all promises were kept. */
  List<Violation> violations() {
    return List.copyOf(violations);
  }

  private void verify(boolean holds, Kind kind, String where, String what) {
    if (!holds) {
      violations.add(new Violation(kind, where, what));
    }
  }

  /** No token was handed to a worker twice, and none was good for two outcomes. */
  void checkTokens() {
    var seen = new HashSet<String>();
    for (var task : log.handed()) {
      verify(
          seen.add(task.token()), Kind.DUPLICATED, task.item().executionArn(), "token of " + task);
    }
    log.lateAnswers()
        .forEach((error, times) ->
            verify(
                error.equals("TaskTimedOut"),
                Kind.DUPLICATED,
                "second outcomes",
                times + " were answered '" + error + "'"));
  }

  /**
   * The executions that are there are those that were acknowledged, each once, and an acknowledged
   * stop is final: its date is the execution's, unless a redrive was acknowledged after it.
   *
   * @param listed all that are there, as ListExecutions tells them
   * @param stopDates of those whose stop was the last that was acknowledged: what the answer said
   */
  void checkListed(Set<String> started, List<JsonNode> listed, Map<String, BigDecimal> stopDates) {
    var seen = new HashSet<String>();
    for (var execution : listed) {
      var arn = execution.path("executionArn").asString();
      var status = execution.path("status").asString();
      verify(started.contains(arn), Kind.INVENTED, arn, "nobody started it");
      verify(seen.add(arn), Kind.DUPLICATED, arn, "is there twice");
      var stopDate = stopDates.get(arn);
      if (stopDate == null) {
        verify(status.equals("SUCCEEDED"), Kind.LOST, arn, "is " + status);
      } else {
        var isSame = stopDate.compareTo(execution.path("stopDate").decimalValue()) == 0;
        verify(isSame, Kind.LOST, arn, "was stopped at " + stopDate + ", but: " + execution);
      }
    }
    for (var arn : started) {
      verify(seen.contains(arn), Kind.LOST, arn, "is not there");
    }
  }

  /** A history is as it was when it was read before, and more. */
  void checkUnchanged(String executionArn, List<JsonNode> before, List<JsonNode> events) {
    var same = events.size() >= before.size() && events.subList(0, before.size()).equals(before);
    verify(same, Kind.LOST, executionArn, "its history was another one before");
  }

  /**
   * Checks a whole history of a closed execution against the promises and the workers' log.
   *
   * @param redrives how many were acknowledged
   */
  void check(String executionArn, List<JsonNode> events, int redrives) {
    if (events.isEmpty()) {
      violations.add(new Violation(Kind.LOST, executionArn, "has no history"));
      return;
    }
    var byId = checkOrder(executionArn, events);
    checkEnds(executionArn, events, redrives);
    checkTasks(executionArn, events, byId);
    checkTimes(executionArn, events, byId);
    checkResults(executionArn, events);
    checkVisits(executionArn, events);
  }

  private Map<Integer, JsonNode> checkOrder(String executionArn, List<JsonNode> events) {
    var byId = new HashMap<Integer, JsonNode>();
    var last = BigDecimal.ZERO;
    for (var event : events) {
      var id = event.path("id").asInt();
      var previous = event.path("previousEventId").asInt();
      verify(
          id == byId.size() + 1, Kind.OUT_OF_ORDER, executionArn, "ids are not dense at " + event);
      byId.put(id, event);
      var hasNone = id <= 2 || type(event).equals("ExecutionAborted");
      verify(
          previous == 0 ? hasNone : previous > 0 && previous < id,
          Kind.OUT_OF_ORDER,
          executionArn,
          "previous event of " + event);
      verify(
          timestamp(event).compareTo(last) >= 0,
          Kind.OUT_OF_ORDER,
          executionArn,
          "time runs backwards at " + event);
      last = timestamp(event);
    }
    return byId;
  }

  /** One end, and one more for each redrive, which follows an end at once and nothing else does. */
  private void checkEnds(String executionArn, List<JsonNode> events, int redrives) {
    verify(ENDS.contains(type(events.getLast())), Kind.LOST, executionArn, "has no end");
    var redriven = 0;
    for (var i = 1; i < events.size(); i++) {
      var isRedrive = type(events.get(i)).equals(REDRIVEN);
      redriven += isRedrive ? 1 : 0;
      verify(
          isRedrive == ENDS.contains(type(events.get(i - 1))),
          isRedrive ? Kind.OUT_OF_ORDER : Kind.DUPLICATED,
          executionArn,
          events.get(i) + " follows " + events.get(i - 1));
    }
    verify(
        redriven == redrives,
        redriven < redrives ? Kind.LOST : Kind.DUPLICATED,
        executionArn,
        redrives + " redrives were acknowledged, " + redriven + " are told");
  }

  /** Every task is started once at most, and closed once at most. */
  private void checkTasks(String executionArn, List<JsonNode> events, Map<Integer, JsonNode> byId) {
    var followed = new HashSet<String>();
    var started = 0;
    var timedOutAfterStart = 0;
    for (var event : events) {
      var previous = at(byId, event.path("previousEventId").asInt());
      switch (type(event)) {
        case "ActivityStarted" -> {
          started++;
          follow(executionArn, followed, "start", event);
          follows(executionArn, event, previous, "ActivityScheduled");
        }
        case "ActivitySucceeded", "ActivityFailed" -> {
          follow(executionArn, followed, "outcome", event);
          follows(executionArn, event, previous, "ActivityStarted");
        }
        case "ActivityTimedOut" -> {
          follow(executionArn, followed, "outcome", event);
          if (type(previous).equals("ActivityStarted")) {
            timedOutAfterStart++;
          }
        }
        default -> {}
      }
    }
    var handed = handedByExecution.getOrDefault(executionArn, List.of()).size();
    // A hand-over whose answer a kill swallowed is a task that no worker has: it times out.
    var fewest = started - timedOutAfterStart - stillOpen(events);
    verify(
        handed <= started,
        Kind.LOST,
        executionArn,
        handed + " tasks are at workers, but only " + started + " are started");
    verify(
        handed >= fewest,
        Kind.INVENTED,
        executionArn,
        started + " tasks are started, but only " + handed + " are at workers");
  }

  /**
   * Tasks that were started and neither succeeded, failed nor timed out before their execution was
   * stopped.
   */
  private static int stillOpen(List<JsonNode> events) {
    var open = 0;
    var given = 0;
    for (var event : events) {
      switch (type(event)) {
        case "ActivityStarted" -> open++;
        case "ActivitySucceeded", "ActivityFailed" -> open--;
        case "ExecutionAborted" -> {
          given += Math.max(0, open);
          open = 0;
        }
        default -> {}
      }
    }
    return given;
  }

  private void follow(String executionArn, Set<String> followed, String kind, JsonNode event) {
    verify(
        followed.add(kind + " after " + event.path("previousEventId").asInt()),
        Kind.DUPLICATED,
        executionArn,
        "a second " + kind + ": " + event);
  }

  private void follows(String executionArn, JsonNode event, JsonNode previous, String type) {
    verify(
        type(previous).equals(type),
        Kind.OUT_OF_ORDER,
        executionArn,
        event + " does not follow " + type);
  }

  /** Every Wait was left once; it, a retry and a timeout came no earlier than they should. */
  private void checkTimes(String executionArn, List<JsonNode> events, Map<Integer, JsonNode> byId) {
    var left = new HashSet<String>();
    for (var event : events) {
      var previousId = event.path("previousEventId").asInt();
      var previous = at(byId, previousId);
      switch (type(event)) {
        case "WaitStateExited" -> {
          var name = event.at("/stateExitedEventDetails/name").asString();
          var isNew = left.add(name + " after " + previousId);
          verify(isNew, Kind.DUPLICATED, executionArn, "fired again: " + event);
          if (!type(previous).equals(REDRIVEN)) {
            follows(executionArn, event, previous, "WaitStateEntered");
          }
          notEarly(executionArn, previous, WAIT_SECONDS.getOrDefault(name, BigDecimal.ZERO), event);
        }
        case "ActivityTimedOut" -> {
          var scheduled =
              type(previous).equals("ActivityScheduled")
                  ? previous
                  : at(byId, previous.path("previousEventId").asInt());
          notEarly(executionArn, scheduled, TASK_SECONDS, event);
        }
        case "ActivityScheduled" -> {
          if (!Set.of("TaskStateEntered", REDRIVEN).contains(type(previous))) {
            notEarly(executionArn, previous, RETRY_SECONDS, event);
          }
        }
        default -> {}
      }
    }
  }

  private void notEarly(String executionArn, JsonNode since, BigDecimal seconds, JsonNode event) {
    verify(
        timestamp(event).compareTo(timestamp(since).add(seconds)) >= 0,
        Kind.EARLY,
        executionArn,
        event + " is not " + seconds + " s after " + since);
  }

  /** A result is in the history exactly if a worker gave it; what was acknowledged is there. */
  private void checkResults(String executionArn, List<JsonNode> events) {
    var results = new HashSet<String>();
    for (var event : events) {
      if (type(event).equals("ActivitySucceeded")) {
        var output = event.at("/activitySucceededEventDetails/output").asString();
        var id = Json.parse(output).path("handledBy").asString();
        var task = handedById.get(id);
        verify(results.add(id), Kind.DUPLICATED, executionArn, "a result again: " + event);
        verify(
            task != null && task.item().executionArn().equals(executionArn),
            Kind.INVENTED,
            executionArn,
            "no worker's result: " + event);
      }
    }
    for (var task : acknowledgedByExecution.getOrDefault(executionArn, List.of())) {
      verify(results.contains(task.id()), Kind.LOST, executionArn, "the result of " + task);
    }
    for (var id : results) {
      verify(
          !refused.contains(id),
          Kind.INVENTED,
          executionArn,
          "the result of " + handedById.get(id) + " was refused, and counts");
    }
  }

  /** Each state was visited as often as the definition says: no more, and, at its end, no less. */
  private void checkVisits(String executionArn, List<JsonNode> events) {
    var entered = new TreeMap<String, Integer>();
    var left = new TreeMap<String, Integer>();
    for (var event : events) {
      if (type(event).endsWith("StateEntered")) {
        entered.merge(event.at("/stateEnteredEventDetails/name").asString(), 1, Integer::sum);
      } else if (type(event).endsWith("StateExited")) {
        left.merge(event.at("/stateExitedEventDetails/name").asString(), 1, Integer::sum);
      }
    }
    var isWhole = type(events.getLast()).equals("ExecutionSucceeded");
    visits
        .byState()
        .forEach((state, times) -> {
          var in = entered.getOrDefault(state, 0);
          var out = left.getOrDefault(state, 0);
          var told = "%s was entered %d and left %d times".formatted(state, in, out);
          verify(in <= times && out <= in, Kind.DUPLICATED, executionArn, told);
          verify(!isWhole || (in >= times && out >= in), Kind.LOST, executionArn, told);
        });
    verify(
        visits.byState().keySet().containsAll(entered.keySet()),
        Kind.INVENTED,
        executionArn,
        "states of another definition: " + entered.keySet());
  }

  private static JsonNode at(Map<Integer, JsonNode> byId, int id) {
    return byId.getOrDefault(id, MissingNode.getInstance());
  }

  private static String type(JsonNode event) {
    return event.path("type").asString("");
  }

  private static BigDecimal timestamp(JsonNode event) {
    return event.path("timestamp").decimalValue(BigDecimal.ZERO);
  }
}
