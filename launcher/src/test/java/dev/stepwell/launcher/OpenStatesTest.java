package dev.stepwell.launcher;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

class OpenStatesTest {
  private final List<JsonNode> events = new ArrayList<>();

  /** Adds an event after that one; of a state where it has a name. */
  private void event(int previous, String type, String name) {
    var event =
        Json.object()
            .put("id", events.size() + 1)
            .put("previousEventId", previous)
            .put("type", type);
    if (!name.isEmpty()) {
      var details = type.endsWith("Entered") ? "stateEntered" : "stateExited";
      event.putObject(details + "EventDetails").put("name", name);
    }
    if (type.equals("ActivityScheduled")) {
      event.putObject("activityScheduledEventDetails").put("resource", "printer");
    }
    events.add(event);
  }

  /** The first three events, of a state that has others inside. */
  private void beginsWith(String type, String name) {
    event(0, "ExecutionStarted", "");
    event(0, type + "StateEntered", name);
    event(2, type + "StateStarted", "");
  }

  private List<String> open() {
    return OpenStates.of(events).stream()
        .map(
            visit -> visit.type() + " " + visit.name() + " " + visit.last().path("type").asString())
        .toList();
  }

  @Test
  void theLastStateOfASequence() {
    event(0, "ExecutionStarted", "");
    assertThat(open()).isEmpty();
    event(0, "PassStateEntered", "A");
    event(2, "PassStateExited", "A");
    event(3, "TaskStateEntered", "B");
    event(4, "ActivityScheduled", "");
    assertThat(open()).containsExactly("Task B ActivityScheduled");
    assertThat(OpenStates.of(events).getFirst().scheduled())
        .isEqualTo(Json.object().put("resource", "printer"));
  }

  @Test
  void theStatesOfBranchesAndNotTheParallelAroundThem() {
    beginsWith("Parallel", "P");
    event(3, "PassStateEntered", "A");
    event(4, "PassStateExited", "A");
    event(5, "WaitStateEntered", "B");
    event(3, "WaitStateEntered", "C");
    assertThat(open()).containsExactly("Wait B WaitStateEntered", "Wait C WaitStateEntered");
    event(6, "WaitStateExited", "B");
    assertThat(open()).containsExactly("Wait C WaitStateEntered");
    event(7, "WaitStateExited", "C");
    event(9, "ParallelStateSucceeded", "");
    event(9, "ParallelStateExited", "P");
    event(11, "PassStateEntered", "After");
    assertThat(open()).containsExactly("Pass After PassStateEntered");
  }

  @Test
  void aBranchThatWasGivenUpIsOver() {
    beginsWith("Parallel", "P");
    event(3, "WaitStateEntered", "A");
    event(3, "FailStateEntered", "B");
    event(5, "ParallelStateFailed", "");
    assertThat(open()).containsExactly("Parallel P ParallelStateFailed");
    event(6, "ParallelStateStarted", "");
    event(7, "WaitStateEntered", "A");
    assertThat(open()).containsExactly("Wait A WaitStateEntered");
    event(6, "ParallelStateExited", "P");
    assertThat(open()).isEmpty();
  }

  @Test
  void iterationsOfAMapEachHaveTheirState() {
    beginsWith("Map", "M");
    event(3, "MapIterationStarted", "");
    event(4, "WaitStateEntered", "A");
    event(3, "MapIterationStarted", "");
    event(6, "WaitStateEntered", "A");
    event(5, "WaitStateExited", "A");
    event(8, "MapIterationSucceeded", "");
    assertThat(OpenStates.of(events))
        .singleElement()
        .satisfies(visit -> assertThat(visit.entered().path("id").asInt()).isEqualTo(7));
  }

  @Test
  void aFailureGoesOutwards() {
    beginsWith("Map", "Outer");
    event(3, "MapIterationStarted", "");
    event(4, "MapStateEntered", "Inner");
    event(5, "MapStateStarted", "");
    event(6, "MapIterationStarted", "");
    event(7, "FailStateEntered", "No");
    event(8, "MapIterationFailed", "");
    event(9, "MapStateFailed", "");
    assertThat(open()).containsExactly("Map Inner MapStateFailed");
    event(10, "MapIterationFailed", "");
    event(11, "MapStateFailed", "");
    assertThat(open()).containsExactly("Map Outer MapStateFailed");
  }
}
