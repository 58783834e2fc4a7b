package dev.stepwell.benchmarks;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

class WorkloadTest {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  private static final String ARN = "arn:aws:states:us-east-1:123456789012:activity:a";

  @ParameterizedTest
  @CsvSource({
    "TASK_CHAIN, 1",
    "TASK_CHAIN, 3",
    "TASK_CHAIN_SINGLE, 1",
    "LAMBDA, 2",
    "INTERNAL, 1",
    "INTERNAL, 2",
    "EXPRESS, 1",
    "PARKED, 1",
    "FLOOD, 1"
  })
  void enteringEachStateInTurnReachesTheEnd(Workload workload, int rounds) {
    var size = new Size(rounds, 200, 10);
    var definition =
        MAPPER.readTree(workload.definition(Collections.nCopies(workload.tasks(), ARN), size));
    var visited = 0;
    var tasks = 0;
    var round = 1;
    var next = definition.path("StartAt").asString();
    while (!next.isEmpty()) {
      visited++;
      var state = definition.path("States").path(next);
      assertThat(state.isObject()).as(next).isTrue();
      tasks += state.path("Type").asString().equals("Task") ? 1 : 0;
      var goesRound = next.equals("Round") && round++ < rounds;
      next =
          goesRound
              ? state.path("Choices").path(0).path("Next").asString()
              : state.path("Next").asString(state.path("Default").asString(""));
    }

    assertThat(visited).isEqualTo(workload.transitions(size));
    assertThat(tasks).isEqualTo(workload.tasks(size));
  }

  @ParameterizedTest
  @EnumSource(names = {"INTERNAL", "EXPRESS"})
  void internalStatesArePassAndChoiceInTurn(Workload workload) {
    var states =
        MAPPER.readTree(workload.definition(List.of(), new Size(1, 200, 10))).path("States");

    assertThat(states.valueStream().filter(state -> state.path("Type").asString().equals("Pass")))
        .hasSize(6);
    assertThat(states.valueStream().filter(state -> state.path("Type").asString().equals("Choice")))
        .hasSize(4);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 9, 123_456_789_012L})
  void payloadIsAJsonObjectOfItsSize(long number) {
    var payload = new Size(1, 200, 10).payload(number);

    assertThat(payload.getBytes(UTF_8)).hasSize(200);
    assertThat(MAPPER.readTree(payload).path("number").asLong()).isEqualTo(number);
  }

  @Test
  void theLastRoundIsTold() {
    var payload = "{\"number\":7,\"count\":{\"value\":2},\"text\":\"\"}";

    assertThat(new Size(3, 200, 10).isLastRound(payload)).isTrue();
    assertThat(new Size(4, 200, 10).isLastRound(payload)).isFalse();
  }
}
