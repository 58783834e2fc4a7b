package dev.stepwell.engine.story;

import static dev.stepwell.engine.model.ExecutionStatus.FAILED;
import static dev.stepwell.engine.model.ExecutionStatus.SUCCEEDED;
import static dev.stepwell.engine.story.Calls.ANSWER;
import static dev.stepwell.engine.story.Calls.RETURN;
import static dev.stepwell.engine.story.Calls.RETURN_FAILED;
import static dev.stepwell.engine.story.Calls.SMALL_PAYLOADS;
import static dev.stepwell.engine.story.Calls.callback;

import dev.stepwell.engine.command.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tasks that wait until the token is returned that their service gets. */
class CallbackStoryTest {
  @Test
  void theTokenIsReturned() {
    var chain =
        """
        {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken", %s,
         "Parameters": {"FunctionName": "Charge", "Payload": {"t.$": "$$.Task.Token"}}}
        """;
    Story.givenStates(
            "\"S\": "
                + chain.formatted("\"Next\": \"T\"")
                + ", \"T\": "
                + chain.formatted("\"End\": true"))
        .startedWith("{}")
        .call()
        .isAnswered("{\"StatusCode\": 200}")
        .call()
        .isReturned("{\"approved\": true}")
        .call()
        .isAnswered("{\"StatusCode\": 202}")
        .call()
        .isReturned("\"done\"")
        .isTold("callback-chain", SUCCEEDED)
        .isRecordedAs("test_sqs_wait_for_task_token_call_chain");
  }

  @Test
  void theTokenIsReturnedWithAFailure() {
    callback("\"Catch\": [{\"ErrorEquals\": [\"States.ALL\"], \"Next\": \"Rescue\"}],")
        .startedWith("{}")
        .call()
        .isAnswered("{\"StatusCode\": 200}")
        .call()
        .isReturnedFailed(null, null)
        .isTold("callback-failure-bare", SUCCEEDED)
        .isRecordedAs(
            "test_sqs_failure_in_wait_for_task_tok_no_error_field[SQS_WAIT_FOR_TASK_TOKEN_CATCH]");
  }

  @Test
  void aFailureEndsTheParallelAroundIt() {
    Story.givenStates(
            """
            "S": {"Type": "Parallel", "End": true, "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "C"}],
              "Branches": [{"StartAt": "T", "States": {"T": {
                "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
                "Parameters": {"FunctionName": "Charge", "Payload": {"t.$": "$$.Task.Token"}},
                "End": true}}}]},
            "C": {"Type": "Pass", "End": true}
            """)
        .startedWith("{}")
        .call()
        .isAnswered("{\"StatusCode\": 200}")
        .call()
        .isReturnedFailed(null, null)
        .isTold("callback-failure-parallel", SUCCEEDED)
        .isRecordedAs(
            "test_sqs_failure_in_wait_for_task_tok_no_error_field[SQS_PARALLEL_WAIT_FOR_TASK_TOKEN]");
  }

  @Test
  void jsonataReadsTheTokenToo() {
    Story.given(
            """
            {"QueryLanguage": "JSONata", "StartAt": "S", "States": {"S": {
              "Type": "Task", "Resource": "arn:aws:states:::lambda:invoke.waitForTaskToken",
              "Arguments": {"FunctionName": "Charge", "Payload": "{% $states.context.Task.Token %}"},
              "Output": "{% [$states.result, $states.context.Task.Token] %}", "End": true}}}
            """)
        .startedWith("{}")
        .call()
        .isAnswered("{\"StatusCode\": 200}")
        .call()
        .isReturned("1")
        .isTold("callback-jsonata", SUCCEEDED);
  }

  @Test
  void theTokenMayBeReturnedBeforeTheServiceAnswers() {
    callback("")
        .startedWith("{}")
        .call()
        .isReturned("\"early\"")
        .refuses(RETURN, Reason.TASK_CLOSED)
        .refuses(RETURN_FAILED, Reason.TASK_CLOSED)
        .call()
        .isAnswered("{\"StatusCode\": 200}")
        .isTold("callback-early", SUCCEEDED);
  }

  @Test
  void anEarlyFailureWaitsForTheAnswerToo() {
    callback("")
        .startedWith("{}")
        .call()
        .isReturnedFailed("E", "early")
        .call()
        .isAnswered("{\"StatusCode\": 200}")
        .isTold("callback-early-failure", FAILED);
  }

  @Test
  void whatWasNotSubmittedHasFailed() {
    callback("\"Catch\": [{\"ErrorEquals\": [\"States.TaskFailed\"], \"Next\": \"Rescue\"}],")
        .startedWith("{}")
        .call()
        .isReturned("\"early\"")
        .call()
        .fails("Lambda.TooManyRequestsException", "Rate exceeded")
        .isTold("callback-submit-failed", SUCCEEDED);
  }

  @Test
  void nobodyReturnsTheToken() {
    callback("\"TimeoutSeconds\": 10,")
        .startedWith("{}")
        .call()
        .isAnswered("{\"StatusCode\": 200}")
        .timePasses(Duration.ofSeconds(60))
        .isTold("callback-timeout", FAILED)
        .refuses(RETURN, Reason.TASK_CLOSED);
  }

  @Test
  void theTimeoutCountsFromTheScheduling() {
    callback("\"TimeoutSeconds\": 10,")
        .startedWith("{}")
        .timePasses(Duration.ofSeconds(6))
        .call()
        .isAnswered("{\"StatusCode\": 200}")
        .timePasses(Duration.ofSeconds(4))
        .isTold("callback-timeout-from-scheduling", FAILED);
  }

  @Test
  void theServiceItselfTakesTooLong() {
    callback("\"TimeoutSeconds\": 10,")
        .startedWith("{}")
        .timePasses(Duration.ofSeconds(10))
        .isTold("callback-timeout-unsubmitted", FAILED)
        .refuses(ANSWER, Reason.TASK_CLOSED);
  }

  @Test
  void heartbeatsKeepItAlive() {
    callback("\"HeartbeatSeconds\": 5,")
        .startedWith("{}")
        .timePasses(Duration.ofSeconds(20))
        .call()
        .isAnswered("{\"StatusCode\": 200}")
        .timePasses(Duration.ofSeconds(4))
        .call()
        .heartbeats()
        .timePasses(Duration.ofSeconds(4))
        .call()
        .isReturned("1")
        .isTold("callback-heartbeats", SUCCEEDED);
  }

  @Test
  void silenceEndsIt() {
    callback("\"HeartbeatSeconds\": 5,")
        .startedWith("{}")
        .call()
        .isAnswered("{\"StatusCode\": 200}")
        .timePasses(Duration.ofSeconds(3))
        .call()
        .heartbeats()
        .timePasses(Duration.ofSeconds(60))
        .isTold("callback-heartbeat-miss", FAILED);
  }

  @Test
  void everyAttemptHasATokenOfItsOwn() {
    callback("\"Retry\": [{\"ErrorEquals\": [\"States.ALL\"]}],")
        .startedWith("{}")
        .call()
        .isAnswered("{\"StatusCode\": 200}")
        .call()
        .isReturnedFailed("E", "again")
        .timePasses(Duration.ofSeconds(1))
        .refuses(RETURN, Reason.TASK_CLOSED)
        .call()
        .isAnswered("{\"StatusCode\": 200}")
        .call()
        .isReturned("1")
        .isTold("callback-retry", SUCCEEDED);
  }

  @Test
  void aServiceAnswersTooMuchBeforeTheTokenIsReturned() {
    callback("")
        .limitedBy(SMALL_PAYLOADS)
        .startedWith("{}")
        .call()
        .isAnswered("{\"Payload\": \"" + "a".repeat(99) + "\"}")
        .isTold("callback-submit-too-large", FAILED)
        .refuses(RETURN, Reason.TASK_CLOSED);
    callback("")
        .startedWith("{}")
        .call()
        .isNotReadToItsEnd()
        .isTold("callback-submit-too-large", FAILED);
  }
}
