package dev.stepwell.engine.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.interpreter.Transition;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.model.Payload;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Definitions that fit into AWS's limits and would hang or exhaust a node if each of their many
 * parts could take what one may. That they are refused in time is shown by this test's coming to an
 * end in the memory that it has.
 */
class HostileDefinitionTest {
  private static final String LARGE = "\"" + "x".repeat(200_000) + "\"";

  private static String members(int count, IntFunction<String> member) {
    return IntStream.range(0, count).mapToObj(member).collect(Collectors.joining(","));
  }

  private static void fails(Story story, String error, String cause) {
    assertThat(story.is(ExecutionStatus.FAILED).run().state().outcome())
        .isNotNull()
        .satisfies(outcome -> {
          assertThat(outcome.error()).isEqualTo(error);
          assertThat(outcome.cause()).contains(cause);
        });
  }

  @ParameterizedTest
  @ValueSource(strings = {"Output", "Assign"})
  void thousandsOfSlowJsonataExpressions(String field) {
    var slow = "{% $sum([1..400].$sum([1..400])) %}";
    fails(
        Story.given(
                """
                {"QueryLanguage": "JSONata", "StartAt": "S", "States": {
                  "S": {"Type": "Pass", "End": true, "%s": {%s}}}}
                """
                    .formatted(field, members(2_000, i -> "\"v%d\": \"%s\"".formatted(i, slow))))
            .startedWith("{}"),
        "States.QueryEvaluationError",
        "take more than");
  }

  @Test
  void thousandsOfSlowPaths() {
    var deep = "{\"a\":".repeat(300) + "1" + "}".repeat(300);
    fails(
        Story.givenStates(
                "\"S\": {\"Type\": \"Pass\", \"End\": true, \"Parameters\": {%s}}"
                    .formatted(
                        members(2_000, i -> "\"v%d.$\": \"$..a..[?(@.b == %d)]\"".formatted(i, i))))
            .startedWith(deep),
        "States.Runtime",
        "could not be found");
  }

  @Test
  void thousandsOfIntrinsicCalls() {
    fails(
        Story.givenStates(
                "\"S\": {\"Type\": \"Pass\", \"End\": true, \"Parameters\": {%s}}"
                    .formatted(
                        members(2_000, i -> "\"v%d.$\": \"States.JsonToString($)\"".formatted(i))))
            .startedWith(LARGE),
        "States.IntrinsicFailure",
        "take more than");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{\"Type\": \"Pass\", \"End\": true, \"Parameters\": {%s}}",
        "{\"Type\": \"Pass\", \"End\": true, \"Assign\": {%s}}",
        "{\"Type\": \"Task\", \"Resource\": \"@Work\", \"End\": true, \"Parameters\": {%s}}",
        "{\"Type\": \"Parallel\", \"End\": true, \"Parameters\": {%s}, \"Branches\": [{\"StartAt\": \"P\", \"States\": {\"P\": {\"Type\": \"Pass\", \"End\": true}}}]}",
        "{\"Type\": \"Parallel\", \"End\": true, \"ResultSelector\": {%s}, \"Branches\": [{\"StartAt\": \"P\", \"States\": {\"P\": {\"Type\": \"Pass\", \"End\": true}}}]}",
        "{\"Type\": \"Map\", \"ItemsPath\": \"$$.Execution.Input\", \"InputPath\": \"$$.Execution.Input[0]\", \"End\": true, \"ItemSelector\": {%s}, \"ItemProcessor\": {\"StartAt\": \"P\", \"States\": {\"P\": {\"Type\": \"Pass\", \"End\": true}}}}",
      })
  void oneValueTwentyThousandTimes(String state) {
    fails(
        Story.givenState(state.formatted(members(20_000, i -> "\"v%d.$\": \"$\"".formatted(i))))
            .startedWith("[" + LARGE + "]"),
        "States.DataLimitExceeded",
        "limit");
  }

  @Test
  void oneValueTwentyThousandTimesInJsonata() {
    fails(
        Story.given(
                """
                {"QueryLanguage": "JSONata", "StartAt": "S", "States": {
                  "S": {"Type": "Pass", "End": true, "Output": [%s]}}}
                """
                    .formatted(members(20_000, _ -> "\"{% $states.input %}\"")))
            .startedWith(LARGE),
        "States.QueryEvaluationError",
        "take more than");
  }

  @Test
  void aThousandLargePayloadsAreNotWrittenInOneCommit() {
    var states =
        members(200, i -> "\"S%d\": {\"Type\": \"Pass\", \"Next\": \"S%d\"}".formatted(i, i + 1));
    var run =
        new ExecutionRun(
            "{\"StartAt\": \"S0\", \"States\": {"
                + states
                + ", \"S200\": {\"Type\": \"Succeed\"}}}",
            LARGE,
            Limits.DEFAULTS);
    var first = (Transition.Applied) run.apply(new Command.StartExecution());
    assertThat(first.events()).hasSizeBetween(20, 30);
    assertThat(run.state().status()).isEqualTo(ExecutionStatus.SUCCEEDED);
  }

  @Test
  void aMapForgetsOutputsThatItCannotReturn() {
    var run =
        new ExecutionRun(
            """
            {"StartAt": "M", "States": {"M": {"Type": "Map", "ItemsPath": "$.items", "End": true,
              "ItemSelector": {"large.$": "$.large"}, "ItemProcessor": {"StartAt": "P", "States": {
                "P": {"Type": "Pass", "Next": "T"},
                "T": {"Type": "Task", "Resource": "@Work", "ResultPath": null, "End": true}}}}}}
            """,
            "{\"large\": \"%s\", \"items\": [%s]}"
                .formatted("x".repeat(100_000), members(20, Integer::toString)),
            Limits.DEFAULTS);
    run.apply(new Command.StartExecution());
    for (var done = 0; done < 19; done++) {
      var task = run.tasks().getFirst().scheduledEventId();
      run.apply(new Command.StartTask(task, null));
      run.apply(new Command.CompleteTask(task, Payload.ofText("1")));
      assertThat(
              run.state().finished().values().stream()
                  .mapToLong(output -> output.text().length())
                  .sum())
          .isLessThan(500_000);
    }
    var task = run.tasks().getFirst().scheduledEventId();
    run.apply(new Command.StartTask(task, null));
    run.apply(new Command.CompleteTask(task, Payload.ofText("1")));
    assertThat(HistoryText.of(run.history())).contains("States.DataLimitExceeded");
  }
}
