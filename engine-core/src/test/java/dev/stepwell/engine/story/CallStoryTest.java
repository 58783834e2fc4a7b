package dev.stepwell.engine.story;

import static dev.stepwell.engine.model.ExecutionStatus.ABORTED;
import static dev.stepwell.engine.model.ExecutionStatus.FAILED;
import static dev.stepwell.engine.model.ExecutionStatus.RUNNING;
import static dev.stepwell.engine.model.ExecutionStatus.SUCCEEDED;
import static dev.stepwell.engine.story.Calls.ANSWER;
import static dev.stepwell.engine.story.Calls.HEARTBEAT;
import static dev.stepwell.engine.story.Calls.RETURN;
import static dev.stepwell.engine.story.Calls.RETURN_FAILED;
import static dev.stepwell.engine.story.Calls.SMALL_PAYLOADS;
import static dev.stepwell.engine.story.Calls.invoke;
import static dev.stepwell.engine.story.Calls.task;

import dev.stepwell.engine.command.Reason;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Tasks that call functions and services. */
class CallStoryTest {
  private static final String FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:Charge";

  /** A Task S that calls the function by its ARN. */
  private static Story.Given function(String fields) {
    return task(FUNCTION, fields);
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
}
