package dev.stepwell.engine.story;

import static dev.stepwell.engine.model.ExecutionStatus.ABORTED;
import static dev.stepwell.engine.model.ExecutionStatus.FAILED;
import static dev.stepwell.engine.model.ExecutionStatus.RUNNING;
import static dev.stepwell.engine.model.ExecutionStatus.SUCCEEDED;
import static dev.stepwell.engine.model.ExecutionStatus.TIMED_OUT;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.command.Reason;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.model.Redrives;
import dev.stepwell.engine.state.NotRedrivable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a redrive goes on with, and what it refuses. Source: history-events.md §5, api.md. */
class RedriveStoryTest {
  private static final Command REDRIVE = new Command.RedriveExecution(null);

  private static Story.Given failingBeyond(int historyEvents) {
    return Story.givenState("{\"Type\": \"Fail\", \"Error\": \"E\"}")
        .limitedBy(
            new Limits(1_000, historyEvents, Duration.ofDays(365), 50, 3, 100, 100, 100, 1_000));
  }

  private static @Nullable NotRedrivable reason(Story story, Limits limits) {
    return NotRedrivable.of(story.run().state(), limits, story.run().now());
  }

  @Test
  void aTaskIsScheduledAgainWithAllItsRetries() {
    Story.givenState(
            """
            {"Type": "Task", "Resource": "@Work", "End": true, "TimeoutSeconds": 10,
             "Retry": [{"ErrorEquals": ["E"], "IntervalSeconds": 1, "MaxAttempts": 1}]}
            """)
        .startedWith("{\"n\": 1}")
        .task("Work")
        .fails("E", null)
        .timePasses(Duration.ofSeconds(1))
        .task("Work")
        .fails("E", null)
        .is(FAILED)
        .timePasses(Duration.ofDays(1))
        .isRedriven()
        .task("Work")
        .fails("E", null)
        .is(RUNNING)
        .timePasses(Duration.ofSeconds(1))
        .task("Work")
        .completes("\"done\"")
        .isTold("redrive-task", SUCCEEDED);
  }

  @Test
  void variablesStayAndTheContextTellsTheRedrive() {
    Story.givenStates(
            """
            "S": {"Type": "Pass", "Assign": {"kept": "value"}, "Next": "T"},
            "T": {"Type": "Task", "Resource": "@Work", "Next": "P",
              "Parameters": {"kept.$": "$kept", "execution.$": "$$.Execution.RedriveCount"}},
            "P": {"Type": "Pass", "End": true, "Parameters": {
              "kept.$": "$kept", "at.$": "$$.Execution.RedriveTime",
              "started.$": "$$.Execution.StartTime"}}
            """)
        .startedWith("{}")
        .stops("Operator", "by hand")
        .is(ABORTED)
        .timePasses(Duration.ofMinutes(1))
        .isRedriven()
        .task("Work")
        .completes("{}")
        .isTold("redrive-variables", SUCCEEDED);
  }

  @Test
  void branchesThatSucceededAreNotRunAgain() {
    Story.givenState(
            """
            {"Type": "Parallel", "End": true, "Branches": [
              {"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "@A", "End": true}}},
              {"StartAt": "B", "States": {"B": {"Type": "Task", "Resource": "@B", "End": true}}},
              {"StartAt": "W", "States": {
                "W": {"Type": "Wait", "Seconds": 10, "Next": "C"},
                "C": {"Type": "Task", "Resource": "@C", "End": true}}}]}
            """)
        .startedWith("{}")
        .task("A")
        .completes("1")
        .task("B")
        .fails("E", null)
        .is(FAILED)
        .isRedriven()
        .timePasses(Duration.ofSeconds(10))
        .task("B")
        .completes("2")
        .task("C")
        .fails("E", "again")
        .is(FAILED)
        .isRedriven()
        .task("C")
        .completes("3")
        .isTold("redrive-parallel", SUCCEEDED);
  }

  @Test
  void iterationsThatSucceededAreNotRunAgain() {
    Story.givenState(
            """
            {"Type": "Map", "End": true, "MaxConcurrency": 2, "ItemProcessor": {"StartAt": "T", "States": {
              "T": {"Type": "Task", "Resource": "@Item", "End": true}}}}
            """)
        .startedWith("[1, 2, 3, 4]")
        .task("Item")
        .completes("10")
        .task("Item")
        .fails("E", null)
        .is(FAILED)
        .isRedriven()
        .task("Item")
        .completes("20")
        .task("Item")
        .completes("30")
        .task("Item")
        .completes("40")
        .isTold("redrive-map", SUCCEEDED)
        .endsWith("ExecutionSucceeded [10,20,30,40]");
  }

  @Test
  void aMapWhoseNextItemCannotBeginKeepsThoseThatHave() {
    Story.givenState(
            """
            {"Type": "Map", "End": true, "MaxConcurrency": 1, "ItemSelector": {"x.$": "$$.Map.Item.Value.x"},
             "ItemProcessor": {"StartAt": "T", "States": {
              "T": {"Type": "Task", "Resource": "@Item", "End": true}}}}
            """)
        .startedWith("[{\"x\": 1}, {}]")
        .task("Item")
        .completes("10")
        .is(FAILED)
        .isRedriven()
        .isTold("redrive-map-selector", FAILED);
  }

  @Test
  void nestedForksGoOnWhereTheyWere() {
    Story.givenState(
            """
            {"Type": "Parallel", "End": true, "Retry": [{"ErrorEquals": ["Never"]}], "Branches": [
              {"StartAt": "M", "States": {"M": {"Type": "Map", "End": true,
                "ItemProcessor": {"StartAt": "T", "States": {
                  "T": {"Type": "Task", "Resource": "@Item", "End": true}}}}}},
              {"StartAt": "F", "States": {"F": {"Type": "Task", "Resource": "@F", "End": true}}}]}
            """)
        .startedWith("[1, 2]")
        .task("Item")
        .completes("10")
        .task("F")
        .fails("E", null)
        .is(FAILED)
        .isRedriven()
        .task("F")
        .completes("\"f\"")
        .task("Item")
        .completes("20")
        .isTold("redrive-nested", SUCCEEDED)
        .endsWith("ExecutionSucceeded [[10,20],\"f\"]");
  }

  @Test
  void aResultThatIsTooLargeIsMadeAgainFromTheBeginning() {
    Story.givenState(
            """
            {"Type": "Parallel", "End": true, "Branches": [
              {"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "@A", "End": true}}},
              {"StartAt": "B", "States": {"B": {"Type": "Task", "Resource": "@B", "End": true}}}]}
            """)
        .limitedBy(new Limits(10, 25_000, Duration.ofDays(365), 50, 3, 10, 10, 10, 1_000))
        .startedWith("{}")
        .task("A")
        .completes("\"12345\"")
        .task("B")
        .completes("\"12345\"")
        .is(FAILED)
        .isRedriven()
        .task("A")
        .completes("1")
        .task("B")
        .completes("2")
        .isTold("redrive-too-large", SUCCEEDED);
  }

  @Test
  void branchesStayWhenWhatIsMadeOfTheirOutputsFails() {
    Story.givenState(
            """
            {"Type": "Parallel", "End": true, "ResultSelector": {"a.$": "$[0].a"}, "Branches": [
              {"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "@A", "End": true}}}]}
            """)
        .startedWith("{}")
        .task("A")
        .completes("{}")
        .is(FAILED)
        .isRedriven()
        .isTold("redrive-join", FAILED);
  }

  @Test
  void aMapWhoseItemsAreMissingIsNotToldToHaveFailedInside() {
    Story.givenState(
            """
            {"Type": "Map", "End": true, "ItemsPath": "$.items", "ItemProcessor": {"StartAt": "P", "States": {
              "P": {"Type": "Pass", "End": true}}}}
            """)
        .startedWith("{}")
        .is(FAILED)
        .isRedriven()
        .isTold("redrive-map-items", FAILED);
  }

  @Test
  void aFailStateIsEnteredAgain() {
    Story.givenState("{\"Type\": \"Fail\", \"Error\": \"E\", \"Cause\": \"c\"}")
        .startedWith("{}")
        .isRedriven()
        .isTold("redrive-fail", FAILED);
  }

  @Test
  void aChoiceIsMadeAgain() {
    Story.givenStates(
            """
            "S": {"Type": "Choice", "Choices": [
              {"Variable": "$$.Execution.RedriveCount", "NumericEquals": 1, "Next": "P"}]},
            "P": {"Type": "Pass", "End": true}
            """)
        .startedWith("{}")
        .is(FAILED)
        .isRedriven()
        .isTold("redrive-choice", SUCCEEDED);
  }

  @Test
  void aWaitIsWaitedAgainUnlessItsTimeHasPassed() {
    Story.givenStates(
            """
            "S": {"Type": "Wait", "Seconds": 10, "Next": "U"},
            "U": {"Type": "Wait", "Timestamp": "2026-11-22T12:00:00Z", "End": true}
            """)
        .startedWith("{}")
        .timePasses(Duration.ofSeconds(9))
        .stops(null, null)
        .isRedriven()
        .timePasses(Duration.ofSeconds(10))
        .stops(null, null)
        .timePasses(Duration.ofDays(1))
        .isRedriven()
        .isTold("redrive-wait", SUCCEEDED);
  }

  @Test
  void theTimeoutOfTheMachineCountsAgain() {
    Story.given(
            """
            {"StartAt": "S", "TimeoutSeconds": 10, "States": {
              "S": {"Type": "Task", "Resource": "@Work", "End": true}}}
            """)
        .startedWith("{}")
        .timePasses(Duration.ofSeconds(10))
        .is(TIMED_OUT)
        .timePasses(Duration.ofSeconds(5))
        .isRedriven()
        .timePasses(Duration.ofSeconds(9))
        .is(RUNNING)
        .timePasses(Duration.ofSeconds(1))
        .isTold("redrive-timeout", TIMED_OUT);
  }

  @Test
  void oldTokensAreNoLongerGood() {
    var story =
        Story.givenState("{\"Type\": \"Task\", \"Resource\": \"@Work\", \"End\": true}")
            .startedWith("{}");
    var task = story.run().tasks().getFirst().scheduledEventId();
    var late = new Command.FailTask(task, "late", null);
    story
        .task("Work")
        .starts()
        .stops(null, null)
        .refuses(late, Reason.TASK_CLOSED)
        .isRedriven()
        .refuses(late, Reason.TASK_CLOSED)
        .task("Work")
        .completes("1")
        .is(SUCCEEDED);
  }

  @Test
  void whatRunsOrHasSucceededIsNotRedriven() {
    var story =
        Story.givenState("{\"Type\": \"Task\", \"Resource\": \"@Work\", \"End\": true}")
            .startedWith("{}")
            .refuses(REDRIVE, Reason.NOT_REDRIVABLE);
    assertThat(reason(story, Limits.DEFAULTS)).isEqualTo(NotRedrivable.RUNNING);
    story.task("Work").completes("1").refuses(REDRIVE, Reason.NOT_REDRIVABLE);
    assertThat(reason(story, Limits.DEFAULTS)).isEqualTo(NotRedrivable.SUCCEEDED);
  }

  @Test
  void fourteenDaysAfterItsEndAnExecutionIsNotRedriven() {
    var story =
        Story.givenState("{\"Type\": \"Fail\", \"Error\": \"E\"}")
            .startedWith("{}")
            .timePasses(Redrives.PERIOD)
            .isRedriven()
            .timePasses(Redrives.PERIOD.plusMillis(1))
            .refuses(REDRIVE, Reason.NOT_REDRIVABLE);
    assertThat(reason(story, Limits.DEFAULTS)).isEqualTo(NotRedrivable.PERIOD_OVER);
  }

  @Test
  void anExecutionIsNotRedrivenBeyondItsLongestTime() {
    var limits = new Limits(1_000, 100, Duration.ofDays(3), 50, 3, 100, 100, 100, 1_000);
    var story =
        Story.givenState("{\"Type\": \"Task\", \"Resource\": \"@Work\", \"End\": true}")
            .limitedBy(limits)
            .startedWith("{}")
            .timePasses(Duration.ofDays(2))
            .stops(null, null)
            .isRedriven()
            .timePasses(Duration.ofDays(1))
            .is(TIMED_OUT)
            .refuses(REDRIVE, Reason.NOT_REDRIVABLE);
    assertThat(reason(story, limits)).isEqualTo(NotRedrivable.OPEN_TOO_LONG);
  }

  @Test
  void aHistoryMustHaveRoomForTheRedriveAndItsEnd() {
    var enough = failingBeyond(5).startedWith("{}");
    assertThat(enough.run().history()).hasSize(3);
    enough.isRedriven();

    var limits = failingBeyond(4).limits();
    var full = failingBeyond(4).startedWith("{}").refuses(REDRIVE, Reason.NOT_REDRIVABLE);
    assertThat(reason(full, limits)).isEqualTo(NotRedrivable.HISTORY_FULL);
    assertThat(full.run().state().open()).as("nothing is kept for nothing").isEmpty();
  }

  @Test
  void theSameClientTokenIsTheSameRedriveForAQuarterOfAnHour() {
    var first = new Command.RedriveExecution("first");
    var story =
        Story.givenState("{\"Type\": \"Fail\", \"Error\": \"E\"}").startedWith("{}").happens(first);
    var at = story.run().now();
    story.timePasses(Duration.ofMinutes(14)).happens(new Command.RedriveExecution("second"));
    assertThat(story.happens(first).run().state().redrives().count()).isEqualTo(2);
    assertThat(story.run().state().redrives().find("first", story.run().now())).contains(at);
    story.timePasses(Duration.ofMinutes(1)).happens(first);
    assertThat(story.run().state().redrives().count()).isEqualTo(3);
  }

  @Test
  void theLastTenClientTokensAreRemembered() {
    var story = Story.givenState("{\"Type\": \"Fail\", \"Error\": \"E\"}").startedWith("{}");
    for (var i = 0; i < Redrives.TOKENS + 1; i++) {
      story = story.happens(new Command.RedriveExecution("token " + i));
    }
    var redrives = story.run().state().redrives();
    assertThat(redrives.find("token 0", story.run().now())).isEmpty();
    assertThat(redrives.find("token 1", story.run().now())).isPresent();
    assertThat(redrives.find(null, story.run().now())).isEmpty();
  }
}
