package dev.stepwell.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import dev.stepwell.engine.simulation.Chronicle.Event;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * P6, P3: each event names the one that it follows from, and no task is tried more often than its
 * {@code Retry} asks for.
 */
final class Lineage implements Rule {
  private static final int USUAL_MAX_ATTEMPTS = 3;

  /** Kinds of events by the kinds that they may follow from. */
  private static final Map<String, Set<String>> BEFORE =
      Map.ofEntries(
          Map.entry("ActivityStarted", Set.of("ActivityScheduled")),
          Map.entry("ActivitySucceeded", Set.of("ActivityStarted")),
          Map.entry("ActivityFailed", Set.of("ActivityStarted")),
          Map.entry("ActivityTimedOut", Set.of("ActivityScheduled", "ActivityStarted")),
          Map.entry("LambdaFunctionStarted", Set.of("LambdaFunctionScheduled")),
          Map.entry("LambdaFunctionSucceeded", Set.of("LambdaFunctionStarted")),
          Map.entry("LambdaFunctionFailed", Set.of("LambdaFunctionStarted")),
          Map.entry("LambdaFunctionTimedOut", Set.of("LambdaFunctionStarted")),
          Map.entry("TaskStarted", Set.of("TaskScheduled")),
          Map.entry("TaskSubmitted", Set.of("TaskStarted")),
          Map.entry("TaskSubmitFailed", Set.of("TaskStarted")),
          Map.entry("TaskSucceeded", Set.of("TaskStarted", "TaskSubmitted")),
          Map.entry("TaskFailed", Set.of("TaskStarted", "TaskSubmitted")),
          Map.entry("TaskTimedOut", Set.of("TaskStarted", "TaskSubmitted")));

  /** Ends of states in which no other state begins. */
  private static final Set<String> EXITS =
      Set.of(
          "ChoiceStateExited",
          "PassStateExited",
          "SucceedStateExited",
          "TaskStateExited",
          "WaitStateExited");

  private final Map<String, Integer> mostAttempts = new HashMap<>();

  Lineage(String definition) {
    findRetries(Json.parse(definition));
  }

  private void findRetries(JsonNode node) {
    for (var property : node.properties()) {
      var state = property.getValue();
      if (state.path("Type").isString()) {
        var attempts = 1;
        for (var retrier : state.path("Retry")) {
          attempts += retrier.path("MaxAttempts").asInt(USUAL_MAX_ATTEMPTS);
        }
        mostAttempts.put(property.getKey(), attempts);
      }
      findRetries(state);
    }
    if (node.isArray()) {
      node.forEach(this::findRetries);
    }
  }

  @Override
  public void check(Chronicle chronicle, Event event) {
    var before = BEFORE.get(event.type());
    if (before != null) {
      assertThat(chronicle.event(event.previousId()).type())
          .as("what %s follows from", event)
          .isIn(before);
    }
    if (EXITS.contains(event.type())) {
      var entered = entered(chronicle, event);
      if (entered != null) {
        assertThat(entered.details().path("name"))
            .as("the state that is left by %s", event)
            .isEqualTo(event.details().path("name"));
      }
    }
    if (event.type().endsWith("Scheduled")) {
      attempts(chronicle, event);
    }
  }

  /** Where the state was entered; null: in the life before a redrive. */
  private static @Nullable Event entered(Chronicle chronicle, Event event) {
    var before = event;
    while (!before.type().endsWith("StateEntered")) {
      if (before.type().equals("ExecutionRedriven")) {
        return null;
      }
      before = chronicle.event(before.previousId());
    }
    return before;
  }

  private void attempts(Chronicle chronicle, Event scheduled) {
    var attempts = 1;
    var before = chronicle.event(scheduled.previousId());
    while (!before.type().endsWith("StateEntered")) {
      if (before.type().equals("ExecutionRedriven")) {
        return;
      }
      if (before.type().endsWith("Scheduled")) {
        attempts++;
      }
      before = chronicle.event(before.previousId());
    }
    var state = before.details().path("name").asString();
    assertThat(attempts)
        .as("attempts at state %s with %s", state, scheduled)
        .isLessThanOrEqualTo(mostAttempts.getOrDefault(state, 1));
  }
}
