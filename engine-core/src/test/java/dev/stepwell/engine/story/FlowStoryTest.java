package dev.stepwell.engine.story;

import static dev.stepwell.engine.model.ExecutionStatus.FAILED;
import static dev.stepwell.engine.model.ExecutionStatus.RUNNING;
import static dev.stepwell.engine.model.ExecutionStatus.SUCCEEDED;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Choice, Wait, Succeed and Fail. */
class FlowStoryTest {
  private static final Story.Given CHOICE =
      Story.givenStates(
          """
          "S": {"Type": "Choice", "Default": "Small", "Choices": [
                 {"Variable": "$.total", "NumericGreaterThan": 1000, "Next": "Large"}]},
          "Large": {"Type": "Pass", "End": true},
          "Small": {"Type": "Pass", "End": true}
          """);

  @Test
  void aRuleMatches() {
    CHOICE
        .startedWith("{\"total\": 1001}")
        .isTold("choice-match", SUCCEEDED)
        .isRecordedAs("test_assign_in_choice[CONDITION_TRUE]");
  }

  @Test
  void noRuleMatchesAndDefaultIsTaken() {
    CHOICE.startedWith("{\"total\": 1000}").isTold("choice-default", SUCCEEDED);
  }

  @Test
  void withoutDefaultTheExecutionFails() {
    Story.givenStates(
            """
            "S": {"Type": "Choice", "Choices": [{"Variable": "$.x", "BooleanEquals": true, "Next": "T"}]},
            "T": {"Type": "Succeed"}
            """)
        .startedWith("{\"x\": false}")
        .isTold("choice-no-match", FAILED);
  }

  @Test
  void aVariableThatIsMissingFailsTheExecution() {
    CHOICE.startedWith("{}").isTold("choice-variable-missing", FAILED);
  }

  @Test
  void theFirstMatchOfManyWins() {
    Story.givenStates(
            """
            "S": {"Type": "Choice", "InputPath": "$.in", "OutputPath": "$.kind", "Choices": [
                   {"And": [{"Variable": "$.kind", "IsPresent": true},
                            {"Not": {"Variable": "$.kind", "StringMatches": "ca*"}}], "Next": "No"},
                   {"Or": [{"Variable": "$.kind", "StringEquals": "cat"},
                           {"Variable": "$.kind", "StringEquals": "dog"}], "Next": "Yes"},
                   {"Variable": "$.kind", "IsString": true, "Next": "No"}]},
            "Yes": {"Type": "Pass", "End": true},
            "No": {"Type": "Fail"}
            """)
        .startedWith("{\"in\": {\"kind\": \"cat\"}}")
        .isTold("choice-composite", SUCCEEDED);
  }

  // ---- Wait ----

  private static Story.Given waiting(String field, String value) {
    return Story.givenState(
        "{\"Type\": \"Wait\", \"" + field + "\": " + value + ", \"End\": true}");
  }

  @Test
  void waitsForSeconds() {
    waiting("Seconds", "90")
        .startedWith("{\"a\": 1}")
        .timePasses(Duration.ofSeconds(90))
        .isTold("wait-seconds", SUCCEEDED)
        .isRecordedAs("test_assign_in_wait_state");
  }

  @Test
  void aWaitIsNotOverEarly() {
    waiting("Seconds", "90")
        .startedWith("{}")
        .timePasses(Duration.ofMillis(89_999))
        .isTold("wait-not-early", RUNNING);
  }

  @Test
  void waitsForNoSeconds() {
    waiting("Seconds", "0").startedWith("{}").isTold("wait-zero", SUCCEEDED);
  }

  @Test
  void waitsForSecondsOfItsInput() {
    waiting("SecondsPath", "\"$.s\"")
        .startedWith("{\"s\": 5}")
        .timePasses(Duration.ofSeconds(5))
        .isTold("wait-seconds-path", SUCCEEDED);
  }

  @Test
  void waitsUntilATime() {
    waiting("Timestamp", "\"2026-11-22T10:16:00Z\"")
        .startedWith("{}")
        .timePasses(Duration.ofMinutes(1))
        .isTold("wait-timestamp", SUCCEEDED);
  }

  @Test
  void waitsUntilATimeOfItsInputRoundedUpToMilliseconds() {
    waiting("TimestampPath", "\"$.t\"")
        .startedWith("{\"t\": \"2026-11-22T12:15:31.000000001+02:00\"}")
        .timePasses(Duration.ofMinutes(1))
        .isTold("wait-timestamp-path", SUCCEEDED);
  }

  @Test
  void aTimeThatHasPassedIsNoWait() {
    waiting("Timestamp", "\"2001-01-01T00:00:00Z\"")
        .startedWith("{}")
        .isTold("wait-past", SUCCEEDED);
  }

  @Test
  void theLongestWaitIsAccepted() {
    waiting("SecondsPath", "\"$.s\"")
        .startedWith("{\"s\": 2147483647}")
        .isTold("wait-longest", RUNNING);
  }

  @Test
  void aWaitBeyondTheLimitFailsTheExecution() {
    waiting("TimestampPath", "\"$.t\"")
        .startedWith("{\"t\": \"2199-01-01T00:00:00Z\"}")
        .isTold("wait-too-long", FAILED)
        .isRecordedAs("test_timestamp_too_far_in_future_boundary[24856]");
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      value = {
        "missing, SecondsPath, {}",
        "negative, SecondsPath, {\"v\": -1}",
        "fraction, SecondsPath, {\"v\": 1.5}",
        "text, SecondsPath, {\"v\": \"5\"}",
        "beyond-long, SecondsPath, {\"v\": 99999999999999999999}",
        "seconds-too-long, SecondsPath, {\"v\": 2147483648}",
        "time-missing, TimestampPath, {}",
        "time-number, TimestampPath, {\"v\": 7}",
        "time-without-zone, TimestampPath, {\"v\": \"2026-11-22T10:16:00\"}",
        "time-nonsense, TimestampPath, {\"v\": \"tomorrow\"}",
        "time-farthest, TimestampPath, {\"v\": \"+999999999-12-31T23:59:59Z\"}",
      })
  void aWaitForNonsenseFailsTheExecution(String name, String field, String input) {
    waiting(field, "\"$.v\"").startedWith(input).isTold("wait-error-" + name, FAILED);
  }

  // ---- Succeed and Fail ----

  @Test
  void succeedEndsTheExecution() {
    Story.givenState("{\"Type\": \"Succeed\", \"InputPath\": \"$.a\", \"OutputPath\": \"$.b\"}")
        .startedWith("{\"a\": {\"b\": [1, 2]}}")
        .isTold("succeed", SUCCEEDED);
  }

  @Test
  void failEndsTheExecution() {
    Story.givenState("{\"Type\": \"Fail\", \"Error\": \"E\", \"Cause\": \"because\"}")
        .startedWith("{}")
        .isTold("fail", FAILED)
        .isRecordedAs("test_state_fail");
  }

  @Test
  void failNeedsNeitherErrorNorCause() {
    Story.givenState("{\"Type\": \"Fail\"}").startedWith("{}").isTold("fail-bare", FAILED);
  }

  @Test
  void failTakesErrorAndCauseFromItsInput() {
    Story.givenState("{\"Type\": \"Fail\", \"ErrorPath\": \"$.e\", \"CausePath\": \"$.c\"}")
        .startedWith("{\"e\": \"Mine\", \"c\": \"so it is\"}")
        .isTold("fail-paths", FAILED);
  }

  @Test
  void failWithAPathThatFindsNothing() {
    Story.givenState("{\"Type\": \"Fail\", \"ErrorPath\": \"$.e\"}")
        .startedWith("{}")
        .isTold("fail-path-missing", FAILED);
  }

  @Test
  void failWithAnErrorThatIsNoText() {
    Story.givenState("{\"Type\": \"Fail\", \"ErrorPath\": \"$.e\"}")
        .startedWith("{\"e\": {\"no\": \"text\"}}")
        .isTold("fail-path-no-text", FAILED);
  }
}
