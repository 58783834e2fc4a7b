package dev.stepwell.engine.story;

import static dev.stepwell.engine.model.ExecutionStatus.ABORTED;
import static dev.stepwell.engine.model.ExecutionStatus.FAILED;
import static dev.stepwell.engine.model.ExecutionStatus.RUNNING;
import static dev.stepwell.engine.model.ExecutionStatus.SUCCEEDED;

import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.command.Reason;
import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.model.Payload;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tasks that call functions and services, and those that wait for a token to be returned. */
class CallStoryTest {
  private static final String FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:Charge";

  private static final String RESCUE = "\"Rescue\": {\"Type\": \"Pass\", \"End\": true}";

  private static final Limits SMALL_PAYLOADS =
      new Limits(
          100,
          25_000,
          Duration.ofDays(365),
          Integer.MAX_VALUE,
          40,
          262_144,
          262_144,
          10_485_760,
          1_000);

  private static final Command.ReportCall ANSWER =
      new Command.ReportCall(3, new CallOutcome.Answered(Payload.ofText("1")));
  private static final Command.CompleteTask RETURN =
      new Command.CompleteTask(3, Payload.ofText("1"));
  private static final Command.FailTask RETURN_FAILED = new Command.FailTask(3, "E", "c");
  private static final Command.HeartbeatTask HEARTBEAT = new Command.HeartbeatTask(3);

  /** A Task S that calls the function by its ARN. */
  private static Story.Given function(String fields) {
    return task(FUNCTION, fields);
  }

  /** A Task S that calls the function by lambda:invoke. */
  private static Story.Given invoke(String fields) {
    return task(
        "arn:aws:states:::lambda:invoke",
        "\"Parameters\": {\"FunctionName\": \"Charge\", \"Payload.$\": \"$\"}, " + fields);
  }

  /** A Task S that waits until the token is returned that the function gets. */
  private static Story.Given callback(String fields) {
    return task(
        "arn:aws:states:::lambda:invoke.waitForTaskToken",
        "\"Parameters\": {\"FunctionName\": \"Charge\", \"Payload\": {\"t.$\": \"$$.Task.Token\"}}, "
            + fields);
  }

  private static Story.Given task(String resource, String fields) {
    var task =
        "\"S\": {\"Type\": \"Task\", \"Resource\": \"%s\", %s \"End\": true}"
            .formatted(resource, fields);
    // A state that nothing leads to is refused.
    return Story.givenStates(fields.contains("Rescue") ? task + ", " + RESCUE : task);
  }

  // ---- functions ----

  @Test
  void aFunctionIsCalled() {
    function("")
        .startedWith("{\"a\": 1}")
        .call()
        .isAnswered("{\"b\": 2}")
        .isTold("call-function", SUCCEEDED)
        .isRecordedAs("test_base_cases[BASE_LAMBDA_EMPTY]");
  }

  @Test
  void aFunctionFails() {
    function("")
        .startedWith("{}")
        .call()
        .fails("CustomException", "{\"errorType\":\"CustomException\"}")
        .isTold("call-function-failure", FAILED)
        .isRecordedAs("test_raise_exception");
  }

  @Test
  void aFunctionTakesTooLong() {
    function("\"TimeoutSeconds\": 5,")
        .startedWith("{}")
        .timePasses(Duration.ofSeconds(60))
        .isTold("call-function-timeout", FAILED)
        .isRecordedAs("test_fixed_timeout_lambda")
        .refuses(ANSWER, Reason.TASK_CLOSED);
  }

  @Test
  void aFunctionIsCalledAgain() {
    var story =
        function("\"Retry\": [{\"ErrorEquals\": [\"E\"], \"MaxAttempts\": 2}],").startedWith("{}");
    for (var attempt = 0; attempt < 3; attempt++) {
      var _ = story.call().fails("E", "attempt " + attempt);
      var _ = story.timePasses(Duration.ofSeconds(2));
    }
    story
        .isTold("call-function-retry", FAILED)
        .isRecordedAs("test_retry_interval_features")
        .refuses(ANSWER, Reason.TASK_CLOSED);
  }

  @Test
  void aFunctionReturnsTooMuch() {
    function(
            "\"Catch\": [{\"ErrorEquals\": [\"States.ALL\"], \"ResultPath\": null, \"Next\": \"Rescue\"}],")
        .limitedBy(SMALL_PAYLOADS)
        .startedWith("{}")
        .call()
        .isAnswered("\"" + "a".repeat(99) + "\"")
        .isTold("call-function-too-large", SUCCEEDED)
        .isRecordedAs("test_task_lambda_data_limit_exceeded_on_large_utf8_response");
  }

  @Test
  void theRoleOfTheCallIsTold() {
    function("\"Credentials\": {\"RoleArn.$\": \"$.role\"},")
        .startedWith("{\"role\": \"arn:aws:iam::123456789012:role/caller\"}")
        .isTold("call-function-role", RUNNING);
  }

  @Test
  void aStopEndsTheCall() {
    function("")
        .startedWith("{}")
        .stops("Enough", null)
        .isTold("call-function-stopped", ABORTED)
        .refuses(ANSWER, Reason.TASK_CLOSED);
  }

  // ---- services ----

  @Test
  void aServiceIsCalled() {
    invoke("\"ResultSelector\": {\"paid.$\": \"$.Payload\"},")
        .startedWith("{\"a\": 1}")
        .call()
        .isAnswered("{\"Payload\": true, \"StatusCode\": 200}")
        .isTold("call-service", SUCCEEDED);
  }

  @Test
  void aServiceRefuses() {
    invoke("\"Catch\": [{\"ErrorEquals\": [\"States.TaskFailed\"], \"Next\": \"Rescue\"}],")
        .startedWith("{}")
        .call()
        .fails("Lambda.ResourceNotFoundException", "Function not found")
        .isTold("call-service-refused", SUCCEEDED);
  }

  @Test
  void aServiceAnswersTooMuch() {
    invoke("")
        .limitedBy(SMALL_PAYLOADS)
        .startedWith("{}")
        .call()
        .isAnswered("{\"Payload\": \"" + "a".repeat(99) + "\"}")
        .isTold("call-service-too-large", FAILED);
    invoke("")
        .startedWith("{}")
        .call()
        .isNotReadToItsEnd()
        .isTold("call-service-too-large", FAILED);
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

  @Test
  void aTimeoutIsCaughtWithAnEmptyCause() {
    invoke(
            """
            "TimeoutSeconds": 5, "Catch": [{"ErrorEquals": ["States.Timeout"], "Next": "Rescue"}],
            """)
        .startedWith("{}")
        .timePasses(Duration.ofSeconds(5))
        .isTold("call-service-timeout-caught", SUCCEEDED);
  }

  @Test
  void aCallWithoutACallbackHasNoToken() {
    Story.givenState(
            """
            {"Type": "Task", "Resource": "arn:aws:states:::lambda:invoke", "End": true,
             "Parameters": {"FunctionName": "Charge", "Payload": {"t.$": "$$.Task.Token"}}}
            """)
        .startedWith("{}")
        .isTold("call-service-no-token", FAILED)
        .refuses(RETURN, Reason.TASK_CLOSED);
  }

  @Test
  void noTokenEndsAPlainCall() {
    invoke("")
        .startedWith("{}")
        .refuses(RETURN, Reason.TASK_CLOSED)
        .refuses(RETURN_FAILED, Reason.TASK_CLOSED)
        .refuses(HEARTBEAT, Reason.TASK_CLOSED)
        .is(RUNNING);
  }

  // ---- callbacks ----

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
}
