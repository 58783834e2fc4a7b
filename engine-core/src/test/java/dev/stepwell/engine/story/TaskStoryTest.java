package dev.stepwell.engine.story;

import static dev.stepwell.engine.model.ExecutionStatus.FAILED;
import static dev.stepwell.engine.model.ExecutionStatus.RUNNING;
import static dev.stepwell.engine.model.ExecutionStatus.SUCCEEDED;

import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.command.Reason;
import dev.stepwell.engine.model.Payload;
import java.time.Duration;
import org.junit.jupiter.api.Test;

class TaskStoryTest {
  private static final Story.Given PLAIN =
      Story.givenState("{\"Type\": \"Task\", \"Resource\": \"@Work\", \"End\": true}");

  private static final Story.Given TIMED =
      Story.givenState(
          """
          {"Type": "Task", "Resource": "@Work", "TimeoutSeconds": 10, "HeartbeatSeconds": 3, "End": true}
          """);

  private static final Command.StartTask START = new Command.StartTask(3, "late");
  private static final Command.CompleteTask COMPLETE =
      new Command.CompleteTask(3, Payload.ofText("1"));
  private static final Command.FailTask FAIL = new Command.FailTask(3, "E", "c");
  private static final Command.HeartbeatTask HEARTBEAT = new Command.HeartbeatTask(3);

  @Test
  void aTaskThatWasOfferedInFormatVersion1HasItsParameters() {
    var story =
        Story.givenState(
                "{\"Type\": \"Task\", \"Resource\": \"@Work\", \"Parameters\": {\"b.$\": \"$.a\"}, \"End\": true}")
            .startedWith("{\"a\": 1}");
    story.run().isStoredByVersion1();
    var _ = story.task("Work").isOfferedAsTold();
  }

  @Test
  void aWorkerCompletesIt() {
    PLAIN
        .startedWith("{\"a\": 1}")
        .task("Work")
        .startsAt("worker-1")
        .task("Work")
        .completes("{\"b\": 2}")
        .isTold("task-success", SUCCEEDED)
        .isRecordedAs("test_activity_task");
  }

  @Test
  void waitsForAWorker() {
    PLAIN.startedWith("{}").timePasses(Duration.ofDays(30)).isTold("task-waits", RUNNING);
  }

  @Test
  void itsInputAndResultGoThroughEveryField() {
    Story.givenState(
            """
            {"Type": "Task", "Resource": "@Work", "InputPath": "$.order",
             "Parameters": {"total.$": "$.amount"}, "ResultSelector": {"receipt.$": "$.number"},
             "ResultPath": "$.charge", "OutputPath": "$.charge", "End": true}
            """)
        .startedWith("{\"order\": {\"amount\": 12.50}}")
        .task("Work")
        .completes("{\"number\": \"R-1\", \"noise\": true}")
        .isTold("task-data-flow", SUCCEEDED);
  }

  @Test
  void aWorkerFailsIt() {
    PLAIN
        .startedWith("{}")
        .task("Work")
        .fails("Card.Declined", "no money")
        .isTold("task-failure", FAILED)
        .isRecordedAs("test_activity_task_failure");
  }

  @Test
  void aFailureMayHaveNeitherErrorNorCause() {
    PLAIN.startedWith("{}").task("Work").fails(null, null).isTold("task-failure-bare", FAILED);
  }

  @Test
  void timesOutInTheHandsOfAWorker() {
    Story.givenState(
            """
            {"Type": "Task", "Resource": "@Work", "TimeoutSeconds": 10, "End": true}
            """)
        .startedWith("{}")
        .timePasses(Duration.ofSeconds(4))
        .task("Work")
        .starts()
        .timePasses(Duration.ofSeconds(6))
        .isTold("task-timeout", FAILED)
        .isRecordedAs("test_activity_task_start_timeout");
  }

  @Test
  void timesOutInTheQueue() {
    TIMED.startedWith("{}").timePasses(Duration.ofSeconds(10)).isTold("task-queue-timeout", FAILED);
  }

  @Test
  void aSilentWorkerMissesItsHeartbeat() {
    TIMED
        .startedWith("{}")
        .timePasses(Duration.ofSeconds(2))
        .task("Work")
        .starts()
        .timePasses(Duration.ofSeconds(3))
        .isTold("task-heartbeat-miss", FAILED);
  }

  @Test
  void heartbeatsKeepItUntilItsTimeout() {
    TIMED
        .startedWith("{}")
        .task("Work")
        .starts()
        .timePasses(Duration.ofSeconds(2))
        .task("Work")
        .heartbeats()
        .timePasses(Duration.ofSeconds(2))
        .task("Work")
        .heartbeats()
        .timePasses(Duration.ofSeconds(2))
        .task("Work")
        .heartbeats()
        .timePasses(Duration.ofMillis(2_999))
        .task("Work")
        .heartbeats()
        .timePasses(Duration.ofSeconds(2))
        .isTold("task-heartbeats", FAILED);
  }

  @Test
  void timeoutsComeFromTheInput() {
    Story.givenState(
            """
            {"Type": "Task", "Resource": "@Work", "TimeoutSecondsPath": "$.t",
             "HeartbeatSecondsPath": "$.h", "End": true}
            """)
        .startedWith("{\"t\": 60, \"h\": 5}")
        .isTold("task-timeout-paths", RUNNING);
  }

  @Test
  void aTimeoutMustBeAPositiveInteger() {
    Story.givenState(
            """
            {"Type": "Task", "Resource": "@Work", "TimeoutSecondsPath": "$.t", "End": true}
            """)
        .startedWith("{\"t\": 0}")
        .isTold("task-timeout-path-zero", FAILED);
  }

  @Test
  void aTimeoutBeyondTheLimitFailsTheExecution() {
    Story.givenState(
            """
            {"Type": "Task", "Resource": "@Work", "TimeoutSecondsPath": "$.t", "End": true}
            """)
        .startedWith("{\"t\": 9223372036854775807}")
        .isTold("task-timeout-path-huge", FAILED);
  }

  @Test
  void theLongestTimeoutIsAccepted() {
    Story.givenState(
            """
            {"Type": "Task", "Resource": "@Work", "TimeoutSecondsPath": "$.t", "End": true}
            """)
        .startedWith("{\"t\": 99999999}")
        .isTold("task-timeout-path-longest", RUNNING);
  }

  @Test
  void anActivityThatIsMissingFailsTheExecution() {
    Story.givenState(
            """
            {"Type": "Task", "Resource": "@Missing", "End": true,
             "Retry": [{"ErrorEquals": ["States.ALL"]}],
             "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "S"}]}
            """)
        .startedWith("{}")
        .isTold("task-activity-missing", FAILED)
        .isRecordedAs("test_activity_task_on_deleted");
  }

  @Test
  void aResultThatCannotBeProcessedIsNotCaught() {
    Story.givenState(
            """
            {"Type": "Task", "Resource": "@Work", "ResultSelector": {"x.$": "$.no"}, "End": true,
             "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "S"}]}
            """)
        .startedWith("{}")
        .task("Work")
        .completes("{}")
        .isTold("task-result-selector-fails", FAILED)
        .isRecordedAs("test_catch_states_runtime");
  }

  @Test
  void aTokenIsGoodForOneOutcome() {
    Story.givenStates(
            """
            "S": {"Type": "Task", "Resource": "@Work", "Next": "Later"},
            "Later": {"Type": "Wait", "Seconds": 60, "End": true}
            """)
        .startedWith("{}")
        .refuses(COMPLETE, Reason.TASK_CLOSED)
        .refuses(FAIL, Reason.TASK_CLOSED)
        .refuses(HEARTBEAT, Reason.TASK_CLOSED)
        .task("Work")
        .starts()
        .refuses(START, Reason.TASK_TAKEN)
        .task("Work")
        .completes("\"first\"")
        .refuses(START, Reason.TASK_CLOSED)
        .refuses(COMPLETE, Reason.TASK_CLOSED)
        .refuses(FAIL, Reason.TASK_CLOSED)
        .refuses(HEARTBEAT, Reason.TASK_CLOSED)
        .isTold("task-one-outcome", RUNNING)
        .timePasses(Duration.ofMinutes(1))
        .refuses(COMPLETE, Reason.TASK_CLOSED);
  }

  @Test
  void aTokenOfAnEarlierAttemptIsWorthless() {
    Story.givenState(
            """
            {"Type": "Task", "Resource": "@Work", "End": true,
             "Retry": [{"ErrorEquals": ["States.ALL"]}]}
            """)
        .startedWith("{}")
        .task("Work")
        .fails("E", "first")
        .timePasses(Duration.ofSeconds(1))
        .task("Work")
        .starts()
        .refuses(COMPLETE, Reason.TASK_CLOSED)
        .task("Work")
        .completes("2")
        .isTold("task-old-token", SUCCEEDED);
  }
}
