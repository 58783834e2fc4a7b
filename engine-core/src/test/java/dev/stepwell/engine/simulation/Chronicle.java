package dev.stepwell.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.store.ExecutionWrite;
import dev.stepwell.engine.store.ExecutionWrite.HistoryChunk;
import dev.stepwell.engine.store.ExecutionWrite.OpenTask;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** One execution, as all of its commits have told it; each new commit is checked against that. */
final class Chronicle {
  private static final Set<String> ENDS =
      Set.of("ExecutionSucceeded", "ExecutionFailed", "ExecutionAborted", "ExecutionTimedOut");
  private static final Set<String> STARTS =
      Set.of("ActivityStarted", "LambdaFunctionStarted", "TaskStarted");
  private static final Set<String> OUTCOMES =
      Set.of(
          "ActivitySucceeded",
          "ActivityFailed",
          "ActivityTimedOut",
          "LambdaFunctionSucceeded",
          "LambdaFunctionFailed",
          "LambdaFunctionTimedOut",
          "TaskSubmitted",
          "TaskSubmitFailed",
          "TaskSucceeded",
          "TaskFailed",
          "TaskTimedOut");

  private static final Set<String> CALL_FAILURES =
      Set.of("LambdaFunctionFailed", "TaskFailed", "TaskSubmitFailed");
  private static final CallOutcome.Failed UNKNOWN = (CallOutcome.Failed) CallOutcome.unknown();

  /**
   * An event of the history.
   *
   * @param by the machine that wrote it
   */
  record Event(long id, long previousId, String type, Instant at, JsonNode json, Machine by) {
    JsonNode details() {
      for (var property : json.properties()) {
        if (property.getKey().endsWith("EventDetails")) {
          return property.getValue();
        }
      }
      return Json.object();
    }

    @Override
    public String toString() {
      var details = details().toString();
      return "%d<%d %s %s"
          .formatted(id, previousId, type, details.substring(0, Math.min(details.length(), 160)));
    }
  }

  /** A row, and since when it waits. */
  record Row(String queue, Instant since) {}

  private final ExecutionHeader header;
  private final List<Rule> rules;
  private final List<Event> events = new ArrayList<>();
  private final Set<Long> started = new HashSet<>();
  private final Set<Long> ended = new HashSet<>();
  private final Map<Long, Row> tasks = new TreeMap<>();

  /** Who has made each version, from the first. */
  private final List<Machine> writers = new ArrayList<>();

  private long version;
  private ExecutionStatus status = ExecutionStatus.RUNNING;
  private @Nullable Instant wakeAt;
  private @Nullable Instant closedAt;
  private int redrives;
  private @Nullable Instant redrivenAt;

  Chronicle(ExecutionHeader header, List<Rule> rules) {
    this.header = header;
    this.rules = rules;
  }

  ExecutionHeader header() {
    return header;
  }

  ExecutionId id() {
    return header.id();
  }

  boolean isClosed() {
    return status.isClosed();
  }

  @Nullable Instant wakeAt() {
    return wakeAt;
  }

  /** When its time began to count. */
  Instant beganAt() {
    return redrivenAt == null ? header.startedAt() : redrivenAt;
  }

  /** Whether somebody else has built on what a machine made of a version. */
  boolean isOvertaken(Machine by, long expectedVersion) {
    var next = (int) expectedVersion + 1;
    return writers.size() > next && !writers.get(next).equals(by);
  }

  int redrives() {
    return redrives;
  }

  /** Whether it went on after it was closed. */
  boolean isRedriven() {
    return redrives > 0;
  }

  /** Whether it is closed, or was. */
  boolean hasEnded() {
    return events.stream().anyMatch(event -> ENDS.contains(event.type()));
  }

  /** Whether it was closed by then. */
  boolean wasClosedAt(Instant time) {
    return closedAt != null && closedAt.isBefore(time);
  }

  /** Whether its history had no room for what would have come next. */
  boolean isFull() {
    return events.getLast().details().path("cause").asString("").contains("history events");
  }

  Map<Long, Row> tasks() {
    return tasks;
  }

  List<Event> events() {
    return events;
  }

  /** An event that has been committed. */
  Event event(long id) {
    assertThat(id).as("an event that %s has", id()).isBetween(1L, (long) events.size());
    return events.get((int) id - 1);
  }

  void add(ExecutionWrite write, Machine by, Instant now) {
    assertThat(write.expectedVersion()).as("the version that a write builds on").isEqualTo(version);
    version++;
    writers.add(by);
    var redrivesBefore = redrives;
    if (write.history() != null) {
      add(write.history(), by);
    }
    var redriven = write.redriven();
    assertThat(redriven == null ? redrivesBefore : redriven.count())
        .as("redrives that are stored")
        .isEqualTo(redrives);
    assertThat(write.nextEventId()).isEqualTo(events.size() + 1);
    status = write.status();
    wakeAt = write.wakeAt();
    if (!isClosed()) {
      closedAt = null;
    } else if (closedAt == null || write.redriven() != null) {
      closedAt = now;
    }
    assertThat(isClosed())
        .as("closed if and only if the last event says so")
        .isEqualTo(ENDS.contains(events.getLast().type()));
    assertThat(wakeAt == null).as("runs and is woken, or neither").isEqualTo(isClosed());
    for (var scheduledEventId : write.tasksRemoved()) {
      assertThat(tasks.remove(scheduledEventId)).as("the row of a task").isNotNull();
    }
    write.tasksAdded().forEach(task -> addTask(task, now));
    assertThat(isClosed() && !tasks.isEmpty()).as("rows of a closed execution").isFalse();
  }

  private void addTask(OpenTask task, Instant now) {
    var row = new Row(task.queue(), now);
    assertThat(tasks.put(task.scheduledEventId(), row)).as("a task is a row once").isNull();
    var scheduled = event(task.scheduledEventId());
    assertThat(scheduled.type()).endsWith("Scheduled");
  }

  private void add(HistoryChunk chunk, Machine by) {
    assertThat(chunk.firstEventId()).as("history goes on").isEqualTo(events.size() + 1);
    var array = Json.parse(new String(chunk.events(), StandardCharsets.UTF_8));
    assertThat(array.size()).isEqualTo(chunk.count());
    for (var json : array) {
      add(
          new Event(
              json.path("id").asLong(),
              json.path("previousEventId").asLong(),
              json.path("type").asString(),
              time(json),
              json,
              by));
    }
  }

  private static Instant time(JsonNode json) {
    var seconds = json.path("timestamp").decimalValue();
    return Instant.ofEpochMilli(seconds.multiply(BigDecimal.valueOf(1_000)).longValueExact());
  }

  private void add(Event event) {
    assertThat(event.id()).as("ids are dense").isEqualTo(events.size() + 1);
    assertThat(event.previousId()).isBetween(0L, event.id() - 1);
    var before = events.isEmpty() ? header.startedAt() : events.getLast().at();
    assertThat(event.at()).as("time does not run back").isAfterOrEqualTo(before);
    assertThat(event.at())
        .as("nothing is written of the future")
        .isBeforeOrEqualTo(event.by().latest().isAfter(before) ? event.by().latest() : before);
    assertThat(!events.isEmpty() && ENDS.contains(events.getLast().type()))
        .as("what follows an end is a redrive, and nothing else: %s", event)
        .isEqualTo(event.type().equals("ExecutionRedriven"));
    if (event.type().equals("ExecutionRedriven")) {
      assertThat(events.getLast().type())
          .as("a redrive of what has not succeeded")
          .isNotEqualTo("ExecutionSucceeded");
      assertThat(event.details().path("redriveCount").asInt()).isEqualTo(++redrives);
      redrivenAt = event.at();
    }
    events.add(event);
    if (STARTS.contains(event.type())) {
      assertThat(started.add(event.previousId())).as("started once: %s", event).isTrue();
    }
    if (OUTCOMES.contains(event.type())) {
      assertThat(ended.add(event.previousId())).as("one outcome: %s", event).isTrue();
    }
    if (CALL_FAILURES.contains(event.type())
        && event.details().path("cause").asString("").equals(UNKNOWN.cause())) {
      assertThat(event(event.previousId()).by().isDoubted())
          .as("the call of a node that lives is given up: %s", event)
          .isTrue();
    }
    rules.forEach(rule -> rule.check(this, event));
  }

  @Override
  public String toString() {
    var text = new StringBuilder(header.name() + " " + id() + " " + status + " wakes " + wakeAt);
    events.forEach(
        event -> text.append("\n  ").append(event).append("  by ").append(event.by().name()));
    return text.append('\n').toString();
  }
}
