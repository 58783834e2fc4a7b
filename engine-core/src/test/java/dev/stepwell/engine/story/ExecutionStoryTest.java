package dev.stepwell.engine.story;

import static dev.stepwell.engine.model.ExecutionStatus.ABORTED;
import static dev.stepwell.engine.model.ExecutionStatus.FAILED;
import static dev.stepwell.engine.model.ExecutionStatus.RUNNING;
import static dev.stepwell.engine.model.ExecutionStatus.SUCCEEDED;
import static dev.stepwell.engine.model.ExecutionStatus.TIMED_OUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.command.Reason;
import dev.stepwell.engine.effect.Effect;
import dev.stepwell.engine.interpreter.Transition;
import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.StartedWork;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** What concerns an execution as a whole: its end, and its limits. */
class ExecutionStoryTest {
  private static Limits limits(int payloadBytes, int historyEvents, int transitionsPerCommit) {
    return Limits.DEFAULTS
        .withPayloadBytes(payloadBytes)
        .withHistoryEvents(historyEvents)
        .withTransitionsPerCommit(transitionsPerCommit);
  }

  private static final Story.Given LOOP =
      Story.givenStates(
          """
          "S": {"Type": "Pass", "Next": "T"}, "T": {"Type": "Pass", "Next": "U"},
          "U": {"Type": "Choice", "Default": "S", "Choices": [
                 {"Variable": "$.stop", "IsPresent": true, "Next": "V"}]},
          "V": {"Type": "Succeed"}
          """);

  @Test
  void timesOut() {
    Story.given(
            """
            {"TimeoutSeconds": 30, "StartAt": "S", "States": {
              "S": {"Type": "Task", "Resource": "@Work", "End": true}}}
            """)
        .startedWith("{}")
        .task("Work")
        .starts()
        .timePasses(Duration.ofSeconds(30))
        .isTold("execution-timeout", TIMED_OUT)
        .refuses(new Command.CompleteTask(3, Payload.ofText("1")), Reason.TASK_CLOSED)
        .refuses(new Command.StopExecution(null, null), Reason.EXECUTION_CLOSED)
        .refuses(new Command.FireTimer(), Reason.NOTHING_DUE);
  }

  @Test
  void timesOutAfterTheLongestDuration() {
    Story.givenState("{\"Type\": \"Task\", \"Resource\": \"@Work\", \"End\": true}")
        .startedWith("{}")
        .timePasses(Duration.ofDays(365))
        .isTold("execution-longest", TIMED_OUT);
  }

  @Test
  void itsTimeoutComesBeforeWhatElseIsDue() {
    Story.given(
            """
            {"TimeoutSeconds": 30, "StartAt": "S", "States": {
              "S": {"Type": "Wait", "Seconds": 30, "End": true}}}
            """)
        .startedWith("{}")
        .timePasses(Duration.ofSeconds(30))
        .isTold("execution-timeout-first", TIMED_OUT);
  }

  @Test
  void isStoppedInAWait() {
    Story.givenState("{\"Type\": \"Wait\", \"Seconds\": 60, \"End\": true}")
        .startedWith("{}")
        .timePasses(Duration.ofSeconds(1))
        .stops("Operator", "enough")
        .isTold("stop-wait", ABORTED)
        .isRecordedAs("test_stop_execution")
        .refuses(new Command.StopExecution("again", null), Reason.EXECUTION_CLOSED);
  }

  @Test
  void isStoppedInAMap() {
    MapStoryTest.map("\"MaxConcurrency\": 2, \"End\": true", MapStoryTest.TASK)
        .startedWith("[1, 2, 3]")
        .task("Item")
        .completes("1")
        .task("Item")
        .starts()
        .stops(null, null)
        .isTold("stop-map", ABORTED)
        .refuses(new Command.CompleteTask(8, Payload.ofText("1")), Reason.TASK_CLOSED);
  }

  @Test
  void isStoppedWhileARetryIsDue() {
    Story.givenState(
            """
            {"Type": "Task", "Resource": "@Work", "End": true,
             "Retry": [{"ErrorEquals": ["E"]}]}
            """)
        .startedWith("{}")
        .task("Work")
        .fails("E", null)
        .stops(null, null)
        .timePasses(Duration.ofSeconds(5))
        .isTold("stop-retry", ABORTED);
  }

  @Test
  void cannotBeStartedTwice() {
    Story.givenState("{\"Type\": \"Wait\", \"Seconds\": 60, \"End\": true}")
        .startedWith("{}")
        .refuses(new Command.StartExecution(), Reason.ALREADY_STARTED)
        .refuses(new Command.Continue(), Reason.NOTHING_DUE)
        .timePasses(Duration.ofSeconds(60))
        .refuses(new Command.StartExecution(), Reason.ALREADY_STARTED);
  }

  @Test
  void aClockThatStepsBackStandsStill() {
    Story.givenStates(
            """
            "S": {"Type": "Wait", "Seconds": 10, "Next": "T"},
            "T": {"Type": "Task", "Resource": "@Work", "TimeoutSeconds": 5, "End": true}
            """)
        .startedWith("{}")
        .timePasses(Duration.ofSeconds(10))
        .clockStepsBack(Duration.ofHours(1))
        .task("Work")
        .starts()
        .timePasses(Duration.ofHours(1))
        .timePasses(Duration.ofSeconds(5))
        .isTold("clock-steps-back", FAILED);
  }

  // ---- limits ----

  @Test
  void aFullHistoryFailsIt() {
    LOOP.limitedBy(limits(1000, 20, 1_000))
        .startedWith("{}")
        .isTold("limit-history", FAILED)
        .endsWith(
            "20<19 ExecutionFailed error=States.Runtime cause=The execution reached the maximum number of history events (20).");
  }

  @Test
  void aChildWhoseStartFindsAFullHistoryIsStopped() {
    var run =
        Story.givenStates(
                """
                "S": {"Type": "Task", "End": true,
                  "Resource": "arn:aws:states:::states:startExecution.sync",
                  "Parameters": {"StateMachineArn": "Child", "Input": {}}}
                """)
            .limitedBy(limits(1000, 5, 1_000))
            .startedWith("{}")
            .run();
    var child = new ExecutionId(1, 2);

    var told =
        run.apply(
            new Command.ReportCall(
                3, new CallOutcome.Answered(Payload.ofText("{}")), new StartedWork.Child(child)));

    assertThat(run.state().status()).isEqualTo(FAILED);
    assertThat(((Transition.Applied) told).effects()).contains(new Effect.StopChild(child));
  }

  @Test
  void aFullHistoryIsNoticedAtEveryKindOfStep() {
    var loop =
        """
        "S": {"Type": "Parallel", "Next": "C", "Branches": [
          {"StartAt": "T", "States": {"T": {"Type": "Task", "Resource": "@Work", "TimeoutSeconds": 9, "End": true}}},
          {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 1, "End": true}}},
          {"StartAt": "M", "States": {"M": {"Type": "Map", "ItemsPath": "$.items", "End": true, "ItemProcessor":
            {"StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}}}}], "ResultPath": null},
        "C": {"Type": "Choice", "Default": "S", "Choices": [
          {"Variable": "$.never", "IsPresent": true, "Next": "E"}]},
        "E": {"Type": "Succeed"}
        """;
    for (var most = 3; most < 60; most++) {
      var story =
          Story.givenStates(loop)
              .limitedBy(limits(10_000, most, 1_000))
              .startedWith("{\"items\": [1, 2]}");
      for (var round = 0; round < 4 && !story.run().state().isClosed(); round++) {
        var _ = story.timePasses(Duration.ofSeconds(1));
        for (var task : story.run().tasks()) {
          var _ = story.happens(new Command.StartTask(task.scheduledEventId(), null));
        }
        if (!story.run().tasks().isEmpty()) {
          var _ = story.task("Work").completes("{}");
        }
      }
      assertThat(story.run().state().status()).as("most %s", most).isEqualTo(FAILED);
      assertThat(story.run().history()).hasSize(most);
    }
  }

  @Test
  void aHistoryThatJustFitsSucceeds() {
    LOOP.limitedBy(limits(1000, 10, 1_000))
        .startedWith("{\"stop\": 1}")
        .isTold("limit-history-fits", SUCCEEDED);
  }

  @Test
  void anOutputThatIsTooLargeFailsIt() {
    Story.givenState(
            """
            {"Type": "Pass", "Parameters": {"twice.$": "$", "again.$": "$"}, "End": true}
            """)
        .limitedBy(limits(100, 25_000, 1_000))
        .startedWith("\"" + "é".repeat(30) + "\"")
        .isTold("limit-payload", FAILED);
  }

  @Test
  void aMapResultThatIsTooLargeIsCaughtByName() {
    MapStoryTest.passThenMap(
            """
            "ItemsPath": "$.a", "End": true,
            "Catch": [{"ErrorEquals": ["States.DataLimitExceeded"], "ResultPath": null, "Next": "After"}]
            """,
            "\"I\": {\"Type\": \"Pass\", \"Result\": \"1234567890123456789012345678901234567890\", \"End\": true}")
        .limitedBy(limits(100, 25_000, 1_000))
        .startedWith("{\"a\": [1, 2, 3]}")
        .isTold("limit-payload-map", SUCCEEDED);
  }

  @Test
  void goesOnAfterTheTransitionsOfOneCommit() {
    LOOP.limitedBy(limits(1000, 25_000, 2))
        .startedWith("{\"stop\": 1}")
        .isTold("continue", SUCCEEDED);
  }

  @Test
  void joinsAreNotForgottenWhenTheTransitionsOfOneCommitRunOut() {
    var map =
        """
        {"StartAt": "%1$s", "States": {"%1$s": {"Type": "Map", "ItemsPath": "$.a", "End": true,
          "ItemProcessor": {"StartAt": "%1$sW", "States": {%2$s}}}}}
        """;
    Story.givenStates(
            """
            "S": {"Type": "Parallel", "End": true, "Branches": [%s, %s]}
            """
                .formatted(
                    map.formatted(
                        "A", "\"AW\": {\"Type\": \"Wait\", \"Seconds\": 5, \"End\": true}"),
                    map.formatted(
                        "B",
                        """
                        "BW": {"Type": "Wait", "Seconds": 5, "Next": "BP"},
                        "BP": {"Type": "Pass", "Next": "BQ"}, "BQ": {"Type": "Pass", "End": true}
                        """)))
        .limitedBy(limits(1000, 25_000, 1))
        .startedWith("{\"a\": [1]}")
        .timePasses(Duration.ofSeconds(5))
        .isTold("continue-join", SUCCEEDED);
  }

  // ---- nesting ----

  /** What a loop that makes its value a level deeper each time must come to. */
  private static void failsWhenTooDeep(String name, String state) {
    var story =
        Story.givenStates(
                state
                    + ", \"C\": {\"Type\": \"Choice\", \"Default\": \"S\", \"Choices\": [{\"Variable\": \"$.never\", \"IsPresent\": true, \"Next\": \"E\"}]}, \"E\": {\"Type\": \"Succeed\"}")
            .limitedBy(limits(262_144, 25_000, 1_000))
            .startedWith("[{}]");
    var last = story.history().stripTrailing();
    assertThat(story.run().state().status()).isEqualTo(FAILED);
    assertThat(last.substring(last.lastIndexOf('\n') + 1))
        .as(name)
        .contains("ExecutionFailed error=States.Runtime")
        .contains("nested more than 500 levels");
  }

  @Test
  void aPassThatNestsForEverFails() {
    failsWhenTooDeep(
        "Pass", "\"S\": {\"Type\": \"Pass\", \"Parameters\": {\"x.$\": \"$\"}, \"Next\": \"C\"}");
  }

  @Test
  void aParallelThatNestsForEverFails() {
    failsWhenTooDeep(
        "Parallel",
        "\"S\": {\"Type\": \"Parallel\", \"Next\": \"C\", \"Branches\": [{\"StartAt\": \"P\", \"States\": {\"P\": {\"Type\": \"Pass\", \"End\": true}}}]}");
  }

  @Test
  void aMapThatNestsForEverFails() {
    failsWhenTooDeep(
        "Map",
        "\"S\": {\"Type\": \"Map\", \"ItemsPath\": \"$$.Execution.Input\", \"ItemSelector\": {\"x.$\": \"$\"}, \"Next\": \"C\", \"ItemProcessor\": {\"StartAt\": \"P\", \"States\": {\"P\": {\"Type\": \"Pass\", \"End\": true}}}}");
  }

  @Test
  void waitsWithoutATaskOrTimerUntilItsLongestDuration() {
    Story.givenState("{\"Type\": \"Task\", \"Resource\": \"@Work\", \"End\": true}")
        .startedWith("{}")
        .timePasses(Duration.ofDays(364))
        .isTold("execution-waits", RUNNING);
  }
}
