package dev.stepwell.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.simulation.Chronicle.Event;
import dev.stepwell.engine.store.ExecutionWrite;
import dev.stepwell.engine.task.TaskTokens.TaskToken;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * What workers have reported, and what they were told: P1 and P5. Each report has a mark of its
 * own, by which the history shows whose outcome it has.
 */
final class Reports {
  private record Attempt(ExecutionId executionId, long scheduledEventId) {}

  /** A commit without events whose outcome its machine does not know. */
  private record Doubt(Machine by, long expectedVersion) {}

  private final Map<Attempt, String> accepted = new HashMap<>();
  private final Map<ExecutionId, List<Doubt>> doubts = new HashMap<>();
  private int marks;

  /** A text that no other report has. */
  String newMark() {
    return "report-" + ++marks;
  }

  /** An outcome that is acknowledged is stored, and is the only one. */
  void accepted(Chronicle chronicle, TaskToken token, String mark) {
    var attempt = new Attempt(token.executionId(), token.scheduledEventId());
    assertThat(accepted.putIfAbsent(attempt, mark))
        .as("one outcome of %s is accepted", token)
        .isNull();
    var outcome = outcome(chronicle, token);
    // The outcome of a callback may have to wait for the end of its call.
    if (chronicle.event(token.scheduledEventId()).type().equals("ActivityScheduled")
        && !chronicle.isFull()) {
      assertThat(outcome.map(Event::type))
          .as("the outcome of %s", token)
          .hasValueSatisfying(type -> assertThat(type).isIn("ActivitySucceeded", "ActivityFailed"));
    }
    // One that was too large for the execution is told without itself.
    outcome
        .filter(event -> event.details().has("output"))
        .ifPresent(event ->
            assertThat(event.details().path("output").asString())
                .as("the outcome of %s", token)
                .contains(mark));
  }

  /** A machine does not know what became of its writes. */
  void doubted(Machine by, List<ExecutionWrite> writes) {
    for (var write : writes) {
      if (write.history() == null) {
        doubts
            .computeIfAbsent(write.id(), _ -> new ArrayList<>())
            .add(new Doubt(by, write.expectedVersion()));
      }
    }
  }

  /**
   * Whoever is refused does not count, unless an answer to him was lost before; or his node could
   * not find out, for his result waits without an event and others have gone on from there.
   */
  void refused(Chronicle chronicle, TaskToken token, String mark) {
    if (doubts.getOrDefault(token.executionId(), List.of()).stream()
        .anyMatch(doubt -> chronicle.isOvertaken(doubt.by(), doubt.expectedVersion()))) {
      return;
    }
    outcome(chronicle, token)
        .ifPresent(event ->
            assertThat(event.details().toString())
                .as("what was refused of %s", token)
                .doesNotContain(mark));
  }

  private static Optional<Event> outcome(Chronicle chronicle, TaskToken token) {
    return chronicle.events().stream()
        .filter(event -> follows(chronicle, event, token.startedEventId()))
        .filter(event -> !event.type().equals("TaskSubmitted"))
        .findFirst();
  }

  private static boolean follows(Chronicle chronicle, Event event, long startedEventId) {
    var before = event.previousId();
    return before == startedEventId
        || (before > startedEventId
            && chronicle.event(before).type().equals("TaskSubmitted")
            && chronicle.event(before).previousId() == startedEventId);
  }
}
