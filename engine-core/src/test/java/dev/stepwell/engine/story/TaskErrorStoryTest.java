package dev.stepwell.engine.story;

import static dev.stepwell.engine.model.ExecutionStatus.FAILED;
import static dev.stepwell.engine.model.ExecutionStatus.RUNNING;
import static dev.stepwell.engine.model.ExecutionStatus.SUCCEEDED;

import dev.stepwell.engine.model.Limits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Retry and Catch of a Task. */
class TaskErrorStoryTest {
  private static final Limits SMALL_PAYLOADS = Limits.DEFAULTS.withPayloadBytes(100);

  private static Story.Given retrying(String retriers) {
    return Story.givenState(
        "{\"Type\": \"Task\", \"Resource\": \"@Work\", \"End\": true, \"Retry\": ["
            + retriers
            + "]}");
  }

  /** A Task S that is caught by C, which passes on to Rescue. */
  private static Story.Given catching(String catchers) {
    return Story.givenStates(
        """
        "S": {"Type": "Task", "Resource": "@Work", "TimeoutSeconds": 60, "HeartbeatSeconds": 5,
              "End": true, "Catch": [%s]},
        "Rescue": {"Type": "Pass", "End": true}
        """
            .formatted(catchers));
  }

  @Test
  void backsOffBetweenRetries() {
    var story =
        retrying("{\"ErrorEquals\": [\"E\"], \"IntervalSeconds\": 2, \"BackoffRate\": 3}")
            .startedWith("{}");
    for (var attempt = 0; attempt < 4; attempt++) {
      var _ = story.task("Work").fails("E", "attempt " + attempt);
      var _ = story.timePasses(Duration.ofSeconds(20));
    }
    story.isTold("task-retry-backoff", FAILED);
  }

  @Test
  void aDelayIsCapped() {
    var story =
        retrying(
                "{\"ErrorEquals\": [\"E\"], \"IntervalSeconds\": 10, \"BackoffRate\": 2, \"MaxDelaySeconds\": 15}")
            .startedWith("{}");
    for (var attempt = 0; attempt < 3; attempt++) {
      var _ = story.task("Work").fails("E", null);
      var _ = story.timePasses(Duration.ofSeconds(15));
    }
    story.isTold("task-retry-max-delay", RUNNING);
  }

  @Test
  void jitterStaysBelowTheDelay() {
    retrying("{\"ErrorEquals\": [\"E\"], \"IntervalSeconds\": 10, \"JitterStrategy\": \"FULL\"}")
        .startedWith("{}")
        .task("Work")
        .fails("E", null)
        .timePasses(Duration.ofSeconds(10))
        .task("Work")
        .completes("{}")
        .isTold("task-retry-jitter", SUCCEEDED);
  }

  @Test
  void withoutAnIntervalTheNextAttemptIsDueAtOnce() {
    retrying("{\"ErrorEquals\": [\"E\"], \"IntervalSeconds\": 0}")
        .startedWith("{}")
        .task("Work")
        .fails("E", null)
        .timePasses(Duration.ZERO)
        .task("Work")
        .completes("{}")
        .isTold("task-retry-at-once", SUCCEEDED);
  }

  @Test
  void everyRetrierCountsForItself() {
    retrying(
            """
            {"ErrorEquals": ["A"], "MaxAttempts": 1}, {"ErrorEquals": ["B"], "MaxAttempts": 1}
            """)
        .startedWith("{}")
        .task("Work")
        .fails("A", null)
        .timePasses(Duration.ofSeconds(1))
        .task("Work")
        .fails("B", null)
        .timePasses(Duration.ofSeconds(1))
        .task("Work")
        .fails("A", "again")
        .isTold("task-retry-counts", FAILED)
        .isRecordedAs("test_retry_interval_features");
  }

  @Test
  void anUnmatchedErrorIsNotRetried() {
    retrying("{\"ErrorEquals\": [\"A\"]}")
        .startedWith("{}")
        .task("Work")
        .fails("B", null)
        .isTold("task-retry-unmatched", FAILED);
  }

  @Test
  void maxAttemptsZeroNeverRetries() {
    retrying(
            """
            {"ErrorEquals": ["A"], "MaxAttempts": 0}, {"ErrorEquals": ["States.ALL"]}
            """)
        .startedWith("{}")
        .task("Work")
        .fails("A", null)
        .isTold("task-retry-never", FAILED);
  }

  @Test
  void aTimeoutIsRetriedWithANewClock() {
    Story.givenState(
            """
            {"Type": "Task", "Resource": "@Work", "TimeoutSeconds": 10, "End": true,
             "Retry": [{"ErrorEquals": ["States.Timeout"], "MaxAttempts": 1}]}
            """)
        .startedWith("{}")
        .timePasses(Duration.ofSeconds(30))
        .isTold("task-retry-timeout", FAILED);
  }

  @Test
  void anExhaustedRetryIsCaught() {
    var story =
        Story.givenStates(
                """
                "S": {"Type": "Task", "Resource": "@Work", "End": true,
                      "Retry": [{"ErrorEquals": ["States.TaskFailed"]}],
                      "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "Rescue"}]},
                "Rescue": {"Type": "Pass", "End": true}
                """)
            .startedWith("{\"a\": 1}");
    for (var attempt = 0; attempt < 4; attempt++) {
      var _ = story.task("Work").fails("E", "attempt " + attempt);
      var _ = story.timePasses(Duration.ofSeconds(4));
    }
    story
        .isTold("task-retry-then-catch", SUCCEEDED)
        .isRecordedAs("test_lambda_invoke_with_retry_base");
  }

  @Test
  void aCaughtErrorCanGoIntoTheInput() {
    catching("{\"ErrorEquals\": [\"E\"], \"ResultPath\": \"$.error\", \"Next\": \"Rescue\"}")
        .startedWith("{\"a\": 1}")
        .task("Work")
        .fails("E", "the cause")
        .isTold("task-catch-result-path", SUCCEEDED);
  }

  @Test
  void aCaughtErrorCanBeDiscarded() {
    catching("{\"ErrorEquals\": [\"E\"], \"ResultPath\": null, \"Next\": \"Rescue\"}")
        .startedWith("{\"a\" : 1}")
        .task("Work")
        .fails("E", "the cause")
        .isTold("task-catch-result-path-null", SUCCEEDED);
  }

  @Test
  void aCaughtErrorThatFitsNowhereFailsTheExecution() {
    catching("{\"ErrorEquals\": [\"E\"], \"ResultPath\": \"$.a.b\", \"Next\": \"Rescue\"}")
        .startedWith("{\"a\": 1}")
        .task("Work")
        .fails("E", null)
        .isTold("task-catch-result-path-mismatch", FAILED);
  }

  @Test
  void anErrorWithoutFieldsIsAnEmptyErrorOutput() {
    catching("{\"ErrorEquals\": [\"States.ALL\"], \"Next\": \"Rescue\"}")
        .startedWith("{\"a\": 1}")
        .task("Work")
        .fails(null, null)
        .isTold("task-catch-bare", SUCCEEDED);
  }

  @Test
  void theFirstCatcherThatMatchesIsUsed() {
    Story.givenStates(
            """
            "S": {"Type": "Task", "Resource": "@Work", "End": true, "Catch": [
                    {"ErrorEquals": ["A"], "Next": "NotHere"},
                    {"ErrorEquals": ["B", "C"], "Next": "Here"},
                    {"ErrorEquals": ["States.ALL"], "Next": "NotHere"}]},
            "Here": {"Type": "Pass", "End": true},
            "NotHere": {"Type": "Fail"}
            """)
        .startedWith("{}")
        .task("Work")
        .fails("C", null)
        .isTold("task-catch-first-match", SUCCEEDED);
  }

  @Test
  void taskFailedDoesNotMatchATimeout() {
    catching("{\"ErrorEquals\": [\"States.TaskFailed\"], \"Next\": \"Rescue\"}")
        .startedWith("{}")
        .timePasses(Duration.ofSeconds(60))
        .isTold("task-catch-task-failed-timeout", FAILED);
  }

  @Test
  void aTimeoutIsCaught() {
    catching("{\"ErrorEquals\": [\"States.Timeout\"], \"Next\": \"Rescue\"}")
        .startedWith("{}")
        .task("Work")
        .starts()
        .timePasses(Duration.ofSeconds(5))
        .isTold("task-catch-timeout", SUCCEEDED)
        .isRecordedAs("test_invoke_timeout");
  }

  @Test
  void aHeartbeatMissIsCaughtByItsOwnName() {
    catching("{\"ErrorEquals\": [\"States.HeartbeatTimeout\"], \"Next\": \"Rescue\"}")
        .startedWith("{}")
        .task("Work")
        .starts()
        .timePasses(Duration.ofSeconds(5))
        .isTold("task-catch-heartbeat", SUCCEEDED);
  }

  @Test
  void taskFailedDoesNotMatchAResultThatIsTooLarge() {
    catching("{\"ErrorEquals\": [\"States.TaskFailed\"], \"Next\": \"Rescue\"}")
        .limitedBy(SMALL_PAYLOADS)
        .startedWith("{}")
        .task("Work")
        .completes("\"" + "x".repeat(99) + "\"")
        .isTold("task-result-too-large", FAILED);
  }

  @Test
  void allMatchesAResultThatIsTooLarge() {
    catching("{\"ErrorEquals\": [\"States.ALL\"], \"ResultPath\": null, \"Next\": \"Rescue\"}")
        .limitedBy(SMALL_PAYLOADS)
        .startedWith("{}")
        .task("Work")
        .completes("\"" + "x".repeat(99) + "\"")
        .isTold("task-result-too-large-caught", SUCCEEDED);
  }

  @Test
  void aResultThatIsTooLargeIsCaughtByName() {
    catching(
            "{\"ErrorEquals\": [\"States.DataLimitExceeded\"], \"ResultPath\": null, \"Next\": \"Rescue\"}")
        .limitedBy(SMALL_PAYLOADS)
        .startedWith("{}")
        .task("Work")
        .completes("\"" + "x".repeat(99) + "\"")
        .isTold("task-result-too-large-caught", SUCCEEDED)
        .isRecordedAs("test_task_lambda_data_limit_exceeded_on_large_utf8_response");
  }

  @Test
  void theLargestResultIsAccepted() {
    catching("{\"ErrorEquals\": [\"States.DataLimitExceeded\"], \"Next\": \"Rescue\"}")
        .limitedBy(SMALL_PAYLOADS)
        .startedWith("{}")
        .task("Work")
        .completes("\"" + "x".repeat(98) + "\"")
        .isTold("task-result-largest", SUCCEEDED);
  }

  @Test
  void allDoesNotMatchAWorkersOwnStatesRuntime() {
    catching("{\"ErrorEquals\": [\"States.ALL\"], \"Next\": \"Rescue\"}")
        .startedWith("{}")
        .task("Work")
        .fails("States.Runtime", "as the worker says")
        .isTold("task-fails-with-runtime", FAILED);
  }

  @Test
  void aCatcherMayLeadBack() {
    Story.givenState(
            """
            {"Type": "Task", "Resource": "@Work", "End": true,
             "Catch": [{"ErrorEquals": ["E"], "ResultPath": "$.error", "Next": "S"}]}
            """)
        .startedWith("{\"a\": 1}")
        .task("Work")
        .fails("E", "once")
        .task("Work")
        .completes("{}")
        .isTold("task-catch-loop", SUCCEEDED);
  }
}
