package dev.stepwell.engine.story;

import static dev.stepwell.engine.model.ExecutionStatus.FAILED;
import static dev.stepwell.engine.model.ExecutionStatus.RUNNING;
import static dev.stepwell.engine.model.ExecutionStatus.SUCCEEDED;
import static dev.stepwell.engine.model.ExecutionStatus.TIMED_OUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.history.EventType;
import dev.stepwell.engine.interpreter.Transition;
import dev.stepwell.engine.model.Limits;
import java.time.Duration;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/**
 * Limits that can be set, at each and one past it; those of variables are in {@link
 * VariableStoryTest}. Source: quotas.md.
 */
class LimitStoryTest {
  private static final String TOO_LARGE =
      "size exceeding the maximum number of bytes service limit.";

  private static final Limits SMALL =
      new Limits(10, 6, Duration.ofSeconds(100), 50, 3, 10, 10, 10, 2);

  /** Leaves room for what is not being tested. */
  private static final Limits LONG =
      new Limits(10, 25_000, Duration.ofDays(365), 50, 3, 10, 10, 10, 1_000);

  private static Story pass(String result) {
    return Story.givenState("{\"Type\": \"Pass\", \"Result\": %s, \"End\": true}".formatted(result))
        .limitedBy(LONG)
        .startedWith("1");
  }

  @Test
  void aPayloadIsCountedInBytes() {
    pass("\"é345678\"").is(SUCCEEDED).endsWith("ExecutionSucceeded \"é345678\"");
    var tooLarge = pass("\"é3456789\"").is(FAILED).history();
    assertThat(tooLarge).contains("States.DataLimitExceeded").contains(TOO_LARGE);
  }

  @Test
  void theJoinedResultOfAMapIsAPayload() {
    var map =
        Story.givenState(
                """
                {"Type": "Map", "End": true, "ItemProcessor": {"StartAt": "P", "States": {
                  "P": {"Type": "Pass", "Result": 1, "End": true}}}}
                """)
            .limitedBy(LONG);
    assertThat(map.startedWith("[1,2,3,4]").is(SUCCEEDED).history()).contains("[1,1,1,1]");
    var wider =
        map.limitedBy(new Limits(8, 25_000, Duration.ofDays(365), 50, 3, 10, 10, 10, 1_000));
    assertThat(wider.startedWith("[1,2,3,4]").is(FAILED).history())
        .contains("States.DataLimitExceeded");
  }

  @Test
  void aHistoryHasNoMoreEvents() {
    // ExecutionStarted, two states of two events each, ExecutionSucceeded.
    var two =
        Story.givenStates(
            """
            "S": {"Type": "Pass", "Next": "T"}, "T": {"Type": "Pass", "End": true}
            """);
    assertThat(two.limitedBy(SMALL).startedWith("1").is(SUCCEEDED).run().history()).hasSize(6);
    var three =
        Story.givenStates(
            """
            "S": {"Type": "Pass", "Next": "T"}, "T": {"Type": "Pass", "Next": "U"},
            "U": {"Type": "Succeed"}
            """);
    var full = three.limitedBy(SMALL).startedWith("1").is(FAILED).run().history();
    assertThat(full).hasSize(6);
    assertThat(full.getLast().type()).isEqualTo(EventType.EXECUTION_FAILED);
  }

  @Test
  void anExecutionLastsNoLonger() {
    var waiting =
        Story.givenState("{\"Type\": \"Task\", \"Resource\": \"@Work\", \"End\": true}")
            .limitedBy(SMALL)
            .startedWith("1")
            .timePasses(Duration.ofMillis(99_999))
            .is(RUNNING);
    waiting.timePasses(Duration.ofMillis(1)).is(TIMED_OUT);
  }

  @Test
  void aWaitLastsNoLonger() {
    var wait =
        Story.givenState("{\"Type\": \"Wait\", \"SecondsPath\": \"$\", \"End\": true}")
            .limitedBy(LONG);
    wait.startedWith("50").is(RUNNING).timePasses(Duration.ofSeconds(50)).is(SUCCEEDED);
    assertThat(wait.startedWith("51").is(FAILED).history())
        .contains("Wait state delay is too long.");
  }

  @Test
  void noMoreIterationsRunAtATime() {
    var limits = Limits.DEFAULTS;
    for (var items : new int[] {limits.inlineMapConcurrency(), limits.inlineMapConcurrency() + 1}) {
      var story =
          Story.givenState(
                  """
                  {"Type": "Map", "MaxConcurrency": 1000, "End": true, "ItemProcessor": {
                    "StartAt": "T", "States": {
                      "T": {"Type": "Task", "Resource": "@Work", "End": true}}}}
                  """)
              .startedWith(
                  IntStream.range(0, items)
                      .mapToObj(Integer::toString)
                      .collect(Collectors.joining(",", "[", "]")));
      assertThat(story.run().tasks()).hasSize(40);
      // Room for the next, where there is one.
      assertThat(story.task("Work").completes("1").run().tasks()).hasSize(items - 1);
    }
  }

  @Test
  void noMoreStatesAreEnteredByOneCommand() {
    var run =
        new ExecutionRun(
            """
            {"StartAt": "S", "States": {"S": {"Type": "Pass", "Next": "T"},
              "T": {"Type": "Pass", "Next": "U"}, "U": {"Type": "Succeed"}}}
            """,
            "1",
            new Limits(10, 25_000, Duration.ofDays(365), 50, 3, 10, 10, 10, 2));
    var first = (Transition.Applied) run.apply(new Command.StartExecution());
    assertThat(first.events())
        .filteredOn(event -> event.type() == EventType.PASS_STATE_ENTERED)
        .hasSize(2);
    assertThat(first.state().isClosed()).isFalse();
    assertThat(run.state().status()).isEqualTo(SUCCEEDED);
  }
}
