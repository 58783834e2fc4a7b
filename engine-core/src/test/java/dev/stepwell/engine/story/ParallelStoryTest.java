package dev.stepwell.engine.story;

import static dev.stepwell.engine.model.ExecutionStatus.FAILED;
import static dev.stepwell.engine.model.ExecutionStatus.RUNNING;
import static dev.stepwell.engine.model.ExecutionStatus.SUCCEEDED;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class ParallelStoryTest {
  private static final String FAIL_BRANCH =
      """
      {"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "E", "Cause": "c"}}}
      """;
  private static final String TASK_BRANCH =
      """
      {"StartAt": "W", "States": {"W": {"Type": "Task", "Resource": "@Work", "End": true}}}
      """;

  private static Story.Given parallel(String fields, String... branches) {
    return Story.givenStates(
        """
        "S": {"Type": "Parallel", %s, "Branches": [%s]},
        "After": {"Type": "Pass", "End": true}
        """
            .formatted(fields, String.join(", ", branches)));
  }

  @Test
  void outputsAreInTheOrderOfBranches() {
    parallel(
            "\"Next\": \"After\"",
            "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Pass\", \"Result\": 1, \"End\": true}}}",
            TASK_BRANCH,
            "{\"StartAt\": \"B\", \"States\": {\"B\": {\"Type\": \"Wait\", \"Seconds\": 3, \"End\": true}}}")
        .startedWith("{\"a\" : 1}")
        .timePasses(Duration.ofSeconds(3))
        .task("Work")
        .completes("\"two\"")
        .isTold("parallel-success", SUCCEEDED);
  }

  @Test
  void itsInputAndResultGoThroughEveryField() {
    parallel(
            """
            "InputPath": "$.in", "Parameters": {"x.$": "$.y"}, "ResultSelector": {"first.$": "$[0].x"},
            "ResultPath": "$.out", "OutputPath": "$.out", "Next": "After"
            """,
            "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Pass\", \"End\": true}}}")
        .startedWith("{\"in\": {\"y\": 5}}")
        .isTold("parallel-data-flow", SUCCEEDED);
  }

  @Test
  void aFailingBranchFailsIt() {
    parallel("\"Next\": \"After\"", FAIL_BRANCH)
        .startedWith("{}")
        .isTold("parallel-fail", FAILED)
        .isRecordedAs("test_parallel_state_fail");
  }

  @Test
  void ofBranchesWhoseTimersAreDueTogetherTheFirstMayFailTheOther() {
    var waitsWithin =
        """
        {"StartAt": "P", "States": {
          "P": {"Type": "Parallel", "Next": "F",
            "Branches": [{"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 3, "End": true}}}]},
          "F": {"Type": "Fail", "Error": "E"}}}
        """;
    var other = waitsWithin.replaceAll("\"([PWF])\"", "\"other-$1\"");
    parallel("\"Next\": \"After\"", waitsWithin, other)
        .startedWith("{}")
        .timePasses(Duration.ofSeconds(3))
        .isTold("parallel-timers-due-together", FAILED);
  }

  @Test
  void aFailureIsCaught() {
    parallel(
            "\"End\": true, \"Catch\": [{\"ErrorEquals\": [\"States.ALL\"], \"ResultPath\": \"$.error\", \"Next\": \"After\"}]",
            FAIL_BRANCH)
        .startedWith("{\"a\": 1}")
        .isTold("parallel-catch", SUCCEEDED)
        .isRecordedAs("test_parallel_state_catch");
  }

  @Test
  void aFailureIsRetriedWithAllBranches() {
    parallel(
            "\"Next\": \"After\", \"Retry\": [{\"ErrorEquals\": [\"E\"], \"MaxAttempts\": 2}]",
            FAIL_BRANCH)
        .startedWith("{}")
        .timePasses(Duration.ofSeconds(3))
        .isTold("parallel-retry", FAILED)
        .isRecordedAs("test_parallel_state_retry");
  }

  @Test
  void aFailingBranchAbortsItsSiblings() {
    parallel(
            "\"Next\": \"After\"",
            "{\"StartAt\": \"Done\", \"States\": {\"Done\": {\"Type\": \"Pass\", \"End\": true}}}",
            "{\"StartAt\": \"Running\", \"States\": {\"Running\": {\"Type\": \"Task\", \"Resource\": \"@Running\", \"End\": true}}}",
            "{\"StartAt\": \"Queued\", \"States\": {\"Queued\": {\"Type\": \"Task\", \"Resource\": \"@Queued\", \"End\": true}}}",
            "{\"StartAt\": \"Waiting\", \"States\": {\"Waiting\": {\"Type\": \"Wait\", \"Seconds\": 9, \"End\": true}}}",
            """
            {"StartAt": "Mapping", "States": {"Mapping": {"Type": "Map", "ItemsPath": "$.items", "End": true,
              "ItemProcessor": {"StartAt": "Item", "States": {
                "Item": {"Type": "Task", "Resource": "@Item", "End": true}}}}}}
            """,
            """
            {"StartAt": "Nested", "States": {"Nested": {"Type": "Parallel", "End": true, "Branches": [
              {"StartAt": "Inner", "States": {"Inner": {"Type": "Wait", "Seconds": 9, "End": true}}}]}}}
            """,
            TASK_BRANCH)
        .startedWith("{\"items\": [1, 2]}")
        .task("Running")
        .starts()
        .task("Item")
        .completes("{}")
        .task("Work")
        .fails("E", "of one branch")
        .isTold("parallel-abort", FAILED);
  }

  @Test
  void anAbortedSiblingStartsAgainWithARetry() {
    parallel(
            "\"Next\": \"After\", \"Retry\": [{\"ErrorEquals\": [\"E\"]}]",
            "{\"StartAt\": \"Q\", \"States\": {\"Q\": {\"Type\": \"Task\", \"Resource\": \"@Queued\", \"End\": true}}}",
            TASK_BRANCH)
        .startedWith("{}")
        .task("Work")
        .fails("E", null)
        .timePasses(Duration.ofSeconds(1))
        .task("Work")
        .completes("1")
        .task("Queued")
        .completes("2")
        .isTold("parallel-retry-succeeds", SUCCEEDED);
  }

  @Test
  void aTaskThatIsCaughtInItsBranchFailsNothing() {
    parallel(
            "\"Next\": \"After\"",
            """
            {"StartAt": "W", "States": {"W": {"Type": "Task", "Resource": "@Work", "End": true,
               "Catch": [{"ErrorEquals": ["E"], "Next": "R"}]}, "R": {"Type": "Succeed"}}}
            """)
        .startedWith("{}")
        .task("Work")
        .fails("E", null)
        .isTold("parallel-inner-catch", SUCCEEDED);
  }

  private static final String NESTED =
      """
      {"StartAt": "P", "States": {"P": {"Type": "Parallel", "End": true, %s "Branches": [
        {"StartAt": "A", "States": {"A": {"Type": "Pass", "Result": 1, "End": true}}},
        {"StartAt": "B", "States": {"B": {"Type": "Task", "Resource": "@Work", "End": true}}}]}}}
      """;

  @Test
  void nested() {
    parallel(
            "\"Next\": \"After\"",
            NESTED.formatted(""),
            NESTED
                .formatted("")
                .replace("\"P\"", "\"P2\"")
                .replace("\"A\"", "\"A2\"")
                .replace("\"B\"", "\"B2\""))
        .startedWith("{}")
        .task("Work")
        .completes("2")
        .task("Work")
        .completes("4")
        .isTold("parallel-nested", SUCCEEDED);
  }

  @Test
  void aFailureGoesUpThroughEveryLevel() {
    parallel(
            "\"End\": true, \"Catch\": [{\"ErrorEquals\": [\"E\"], \"Next\": \"After\"}]",
            NESTED.formatted(""))
        .startedWith("{}")
        .task("Work")
        .fails("E", null)
        .isTold("parallel-nested-fail", SUCCEEDED);
  }

  @Test
  void aNestedResultThatCannotBeProcessedFailsEveryLevel() {
    parallel("\"Next\": \"After\"", NESTED.formatted("\"ResultSelector\": {\"x.$\": \"$[9]\"},"))
        .startedWith("{}")
        .task("Work")
        .completes("2")
        .isTold("parallel-nested-result-fails", FAILED);
  }

  @Test
  void aCaughtErrorThatFitsNowhereIsToldOnce() {
    parallel(
            "\"End\": true, \"Catch\": [{\"ErrorEquals\": [\"E\"], \"ResultPath\": \"$.a.b\", \"Next\": \"After\"}]",
            FAIL_BRANCH)
        .startedWith("{\"a\": 1}")
        .isTold("parallel-catch-result-path-mismatch", FAILED);
  }

  @Test
  void aBranchWithoutChoiceIsCaughtByTheParallel() {
    parallel(
            "\"End\": true, \"Catch\": [{\"ErrorEquals\": [\"States.NoChoiceMatched\"], \"Next\": \"After\"}]",
            """
            {"StartAt": "C", "States": {
              "C": {"Type": "Choice", "Choices": [{"Variable": "$.x", "IsPresent": true, "Next": "D"}]},
              "D": {"Type": "Succeed"}}}
            """)
        .startedWith("{}")
        .isTold("parallel-no-choice", SUCCEEDED);
  }

  @Test
  void aRetriedBranchTaskKeepsItsSiblingRunning() {
    parallel(
            "\"Next\": \"After\"",
            "{\"StartAt\": \"Q\", \"States\": {\"Q\": {\"Type\": \"Task\", \"Resource\": \"@Queued\", \"End\": true}}}",
            """
            {"StartAt": "W", "States": {"W": {"Type": "Task", "Resource": "@Work", "End": true,
              "Retry": [{"ErrorEquals": ["E"]}]}}}
            """)
        .startedWith("{}")
        .task("Work")
        .fails("E", null)
        .timePasses(Duration.ofSeconds(1))
        .isTold("parallel-inner-retry", RUNNING);
  }

  @Test
  void whatFallsDueTogetherIsToldBeforeWhatFollows() {
    parallel(
            "\"Next\": \"After\"",
            "{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Wait\", \"Seconds\": 5, \"End\": true}}}",
            "{\"StartAt\": \"B\", \"States\": {\"B\": {\"Type\": \"Task\", \"Resource\": \"@Work\", \"TimeoutSeconds\": 5, \"End\": true}}}")
        .startedWith("{}")
        .timePasses(Duration.ofSeconds(5))
        .isTold("parallel-due-together", FAILED);
  }
}
