package dev.stepwell.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

class WorkloadTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  @ParameterizedTest
  @EnumSource(Workload.class)
  void enteringEachStateInTurnReachesTheEnd(Workload workload) {
    var arns = Collections.nCopies(workload.tasksPerExecution(), "arn:aws:states:::activity:a");
    var definition = MAPPER.readTree(workload.definition(arns));
    var visited = 0;
    JsonNode state = definition.path("States").path(definition.path("StartAt").asString());
    while (!state.isMissingNode()) {
      visited++;
      var next = state.path("Next").asString(state.path("Default").asString(""));
      state = definition.path("States").path(next);
    }

    assertThat(visited).isEqualTo(workload.statesPerExecution());
    assertThat(definition.path("States").size()).isEqualTo(workload.statesPerExecution());
  }

  @ParameterizedTest
  @EnumSource(names = {"INTERNAL", "EXPRESS"})
  void internalStatesArePassAndChoiceInTurn(Workload workload) {
    var states = MAPPER.readTree(workload.definition(List.of())).path("States");

    assertThat(states.valueStream().filter(state -> state.path("Type").asString().equals("Pass")))
        .hasSize(6);
    assertThat(states.valueStream().filter(state -> state.path("Type").asString().equals("Choice")))
        .hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 9, 123_456_789_012L})
  void payloadIsAJsonObjectOf200Bytes(long number) {
    var payload = TaskChainLoad.payload(number);

    assertThat(payload.getBytes(UTF_8)).hasSize(200);
    assertThat(MAPPER.readTree(payload).path("number").asLong()).isEqualTo(number);
  }
}
