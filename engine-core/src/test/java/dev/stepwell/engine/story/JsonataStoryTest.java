package dev.stepwell.engine.story;

import static dev.stepwell.engine.model.ExecutionStatus.FAILED;
import static dev.stepwell.engine.model.ExecutionStatus.RUNNING;
import static dev.stepwell.engine.model.ExecutionStatus.SUCCEEDED;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** States in JSONata. Source: asl.md §4, history-events.md §3 rule 12. */
class JsonataStoryTest {
  /** A JSONata machine that starts at S, with the members of its States. */
  static Story.Given jsonata(String states) {
    return Story.given(
        "{\"QueryLanguage\": \"JSONata\", \"StartAt\": \"S\", \"States\": {" + states + "}}");
  }

  static final String AFTER = "\"After\": {\"Type\": \"Pass\", \"End\": true}";

  // ---- every type of state ----

  @Test
  void passMakesItsOutput() {
    jsonata(
            """
            "S": {"Type": "Pass", "Next": "T", "Assign": {"sum": "{% $sum($states.input.n) %}", "by": "S"},
                  "Output": {"double": "{% $states.input.n[0] * 2 %}", "literal": " {% x %} ",
                             "list": [1, "{% $states.context.State.Name %}"]}},
            "T": {"Type": "Pass", "Output": "{% $sum & $by %}", "End": true}
            """)
        .startedWith("{\"n\": [1, 2, 3]}")
        .isTold("jsonata-pass", SUCCEEDED);
  }

  @Test
  void passPassesItsInputAsItCame() {
    jsonata("\"S\": {\"Type\": \"Pass\", \"End\": true}")
        .startedWith("{\"a\" : 1.0}")
        .isTold("jsonata-pass-through", SUCCEEDED);
  }

  @Test
  void expressionsSeeTheValuesAtTheEntryOfTheState() {
    jsonata(
            """
            "S": {"Type": "Pass", "Assign": {"v": 1}, "Next": "T"},
            "T": {"Type": "Pass", "Assign": {"v": "{% $v + 1 %}", "w": "{% $v %}"}, "Output": "{% $v %}", "Next": "U"},
            "U": {"Type": "Pass", "Output": "{% [$v, $w] %}", "End": true}
            """)
        .startedWith("{}")
        .isTold("jsonata-at-entry", SUCCEEDED);
  }

  @Test
  void taskFromArgumentsToOutput() {
    jsonata(
            """
            "S": {"Type": "Task", "Resource": "@Work", "Next": "After",
                  "Arguments": {"order": "{% $states.input.id %}", "attempt": "{% $states.context.State.RetryCount %}"},
                  "TimeoutSeconds": "{% $states.input.seconds %}", "HeartbeatSeconds": "{% $states.input.seconds - 1 %}",
                  "Assign": {"charged": "{% $states.result.amount %}"},
                  "Output": {"in": "{% $states.input.id %}", "out": "{% $states.result %}"}},
            """
                + AFTER)
        .startedWith("{\"id\": 7, \"seconds\": 60}")
        .task("Work")
        .completes("{\"amount\": 5}")
        .isTold("jsonata-task", SUCCEEDED);
  }

  @Test
  void taskWithoutArgumentsAndOutput() {
    jsonata("\"S\": {\"Type\": \"Task\", \"Resource\": \"@Work\", \"End\": true}")
        .startedWith("{\"a\" : 1}")
        .task("Work")
        .completes("{\"b\" : 2}")
        .isTold("jsonata-task-plain", SUCCEEDED);
  }

  @Test
  void aWorkerGetsWhatTheHistorySays() {
    jsonata(
            """
            "S": {"Type": "Task", "Resource": "@Work", "Arguments": {"id": "{% $uuid() %}", "n": "{% $random() %}"},
                  "Retry": [{"ErrorEquals": ["E"]}], "Output": "{% $states.result.n = $states.result.n %}", "End": true}
            """)
        .startedWith("{}")
        .task("Work")
        .isOfferedAsTold()
        .fails("E", null)
        .timePasses(Duration.ofSeconds(1))
        .task("Work")
        .isOfferedAsTold();
  }

  private static final String CHOICE =
      """
      "S": {"Type": "Choice", "Default": "After", "Assign": {"by": "default"}, "Output": "default", "Choices": [
             {"Condition": "{% $states.input.n = 1 %}", "Next": "After", "Output": {"rule": "{% $states.input.n %}"},
              "Assign": {"by": "rule"}},
             {"Condition": "{% $states.input.n = 2 %}", "Next": "After"}]},
      """
          + AFTER;

  @ParameterizedTest
  @CsvSource({"rule, 1", "rule-without-output, 2", "default, 3"})
  void choice(String name, int n) {
    jsonata(CHOICE).startedWith("{\"n\": " + n + "}").isTold("jsonata-choice-" + name, SUCCEEDED);
  }

  @Test
  void choiceWithoutMatch() {
    jsonata(
            """
            "S": {"Type": "Choice", "Choices": [{"Condition": false, "Next": "After"}]},
            """
                + AFTER)
        .startedWith("{}")
        .isTold("jsonata-choice-no-match", FAILED);
  }

  @Test
  void waitForSeconds() {
    jsonata(
            """
            "S": {"Type": "Wait", "Seconds": "{% $states.input.n %}", "Assign": {"v": 1},
                  "Output": {"waited": "{% $states.input.n %}"}, "End": true}
            """)
        .startedWith("{\"n\": 5}")
        .timePasses(Duration.ofSeconds(5))
        .isTold("jsonata-wait", SUCCEEDED);
  }

  @Test
  void waitUntil() {
    jsonata("\"S\": {\"Type\": \"Wait\", \"Timestamp\": \"{% $states.input.t %}\", \"End\": true}")
        .startedWith("{\"t\": \"2026-11-22T10:15:40Z\"}")
        .timePasses(Duration.ofSeconds(10))
        .isTold("jsonata-wait-until", SUCCEEDED);
  }

  @Test
  void succeedMakesItsOutput() {
    jsonata("\"S\": {\"Type\": \"Succeed\", \"Output\": \"{% $states.input.a %}\"}")
        .startedWith("{\"a\": [1]}")
        .isTold("jsonata-succeed", SUCCEEDED);
  }

  @Test
  void failSaysWhy() {
    jsonata(
            """
            "S": {"Type": "Fail", "Error": "{% $states.input.e %}", "Cause": "{% 'because ' & $states.input.e %}"}
            """)
        .startedWith("{\"e\": \"E\"}")
        .isTold("jsonata-fail", FAILED);
  }

  @Test
  void parallelFromArgumentsToOutput() {
    jsonata(
            """
            "S": {"Type": "Parallel", "Arguments": {"x": "{% $states.input.a %}"}, "Next": "After",
                  "Assign": {"both": "{% $states.result %}"},
                  "Output": {"first": "{% $states.result[0] %}", "in": "{% $states.input %}"},
                  "Branches": [
                    {"StartAt": "A", "States": {"A": {"Type": "Pass", "Output": "{% $states.input.x %}", "End": true}}},
                    {"StartAt": "B", "States": {"B": {"Type": "Pass", "Assign": {"own": 1}, "End": true}}}]},
            """
                + AFTER)
        .startedWith("{\"a\": 1}")
        .isTold("jsonata-parallel", SUCCEEDED);
  }

  @Test
  void aStateOfAJsonPathMachine() {
    Story.givenStates(
            """
            "S": {"Type": "Pass", "Assign": {"v.$": "$.n"}, "Next": "T"},
            "T": {"Type": "Pass", "QueryLanguage": "JSONata", "Assign": {"w": "{% $v + 1 %}"}, "Next": "U"},
            "U": {"Type": "Pass", "Parameters": {"v.$": "$v", "w.$": "$w"}, "End": true}
            """)
        .startedWith("{\"n\": 1}")
        .isTold("jsonata-mixed", SUCCEEDED);
  }

  // ---- evaluation fails ----

  private static final String UNDEFINED = "{% $states.input.no %}";

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "pass-output | `\"Type\": \"Pass\", \"Output\": {\"a\": \"NO\"}, \"Next\": \"After\"`",
        "pass-assign | `\"Type\": \"Pass\", \"Assign\": {\"a\": \"NO\"}, \"Next\": \"After\"`",
        "task-arguments | `\"Type\": \"Task\", \"Resource\": \"@Work\", \"Arguments\": {\"a\": \"NO\"}, \"Next\": \"After\"`",
        "task-timeout | `\"Type\": \"Task\", \"Resource\": \"@Work\", \"TimeoutSeconds\": \"{% 0 %}\", \"Next\": \"After\"`",
        "task-heartbeat | `\"Type\": \"Task\", \"Resource\": \"@Work\", \"HeartbeatSeconds\": \"{% 'x' %}\", \"Next\": \"After\"`",
        "wait-seconds | `\"Type\": \"Wait\", \"Seconds\": \"{% -1 %}\", \"Next\": \"After\"`",
        "wait-fraction | `\"Type\": \"Wait\", \"Seconds\": \"{% 1.5 %}\", \"Next\": \"After\"`",
        "wait-timestamp | `\"Type\": \"Wait\", \"Timestamp\": \"{% '2016-12-05 21:29:29Z' %}\", \"Next\": \"After\"`",
        "choice-condition | `\"Type\": \"Choice\", \"Choices\": [{\"Condition\": \"{% 1 %}\", \"Next\": \"After\"}], \"Default\": \"After\"`",
        "fail-error | `\"Type\": \"Fail\", \"Error\": \"{% 1 %}\"`",
        "fail-cause | `\"Type\": \"Fail\", \"Error\": \"E\", \"Cause\": \"NO\"`",
        "succeed-output | `\"Type\": \"Succeed\", \"Output\": \"NO\"`",
        "parallel-arguments | `\"Type\": \"Parallel\", \"Arguments\": \"NO\", \"Branches\": [{\"StartAt\": \"A\", \"States\": {\"A\": {\"Type\": \"Succeed\"}}}], \"Next\": \"After\"`",
      })
  void aFieldThatFailsOnTheWayIn(String name, String fields) {
    var states = "\"S\": {" + fields.replace("NO", UNDEFINED) + "}";
    jsonata(fields.contains("After") ? states + ", " + AFTER : states)
        .startedWith("{}")
        .isTold("jsonata-error-" + name, FAILED);
  }

  @Test
  void anOutputThatFailsFollowsTheStateBefore() {
    jsonata(
            """
            "S": {"Type": "Pass", "Next": "T"}, "T": {"Type": "Pass", "Next": "U"},
            "U": {"Type": "Pass", "Output": {"result": "{% $doesNotExist %}"}, "End": true}
            """)
        .startedWith("{}")
        .isRecordedAs("test_undefined_reference[BASE_UNDEFINED_OUTPUT_MULTIPLE_STATES]");
    jsonata(
            """
            "S": {"Type": "Pass", "Assign": {"v": 1}, "Next": "M"},
            "M": {"Type": "Map", "Items": "{% $v %}", "End": true,
                  "ItemProcessor": {"StartAt": "I", "States": {"I": {"Type": "Pass", "End": true}}}}
            """)
        .startedWith("{}")
        .isRecordedAs("test_map_state_items_eval_jsonata_variable_sampling_fail[number]");
  }

  @Test
  void aTaskWhoseOutputFailsIsCaught() {
    jsonata(
            """
            "S": {"Type": "Task", "Resource": "@Work", "Output": "{% $states.result.no %}", "Next": "After", "Catch": [
                   {"ErrorEquals": ["States.QueryEvaluationError"], "Next": "After",
                    "Output": "{% $states.errorOutput.Error %}", "Assign": {"in": "{% $states.input %}"}}]},
            """
                + AFTER)
        .startedWith("{\"i\": 1}")
        .task("Work")
        .completes("{}")
        .isTold("jsonata-error-task-output-caught", SUCCEEDED);
  }

  @Test
  void argumentsThatFailAreRetriedAndCaught() {
    jsonata(
            """
            "S": {"Type": "Task", "Resource": "@Work", "Arguments": "{% $states.input.no %}", "Next": "After",
                  "Retry": [{"ErrorEquals": ["States.ALL"], "MaxAttempts": 1}],
                  "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "After"}]},
            """
                + AFTER)
        .startedWith("{}")
        .timePasses(Duration.ofSeconds(1))
        .isTold("jsonata-error-arguments-caught", SUCCEEDED);
  }

  @Test
  void aTaskThatFailsIsCaughtWithTheErrorOutput() {
    jsonata(
            """
            "S": {"Type": "Task", "Resource": "@Work", "Assign": {"own": 1}, "Output": "own", "Next": "After", "Catch": [
                   {"ErrorEquals": ["States.ALL"], "Next": "After"}]},
            """
                + AFTER)
        .startedWith("{}")
        .task("Work")
        .fails("E", "a cause")
        .isTold("jsonata-catch", SUCCEEDED);
  }

  @Test
  void aCatcherThatFailsIsNotCaughtByItsOwnState() {
    jsonata(
            """
            "S": {"Type": "Parallel", "Next": "After", "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "After"}],
                  "Branches": [{"StartAt": "T", "States": {
                    "T": {"Type": "Task", "Resource": "@Work", "End": true, "Catch": [
                           {"ErrorEquals": ["States.ALL"], "Output": "{% $states.input.no %}", "Next": "U"}]},
                    "U": {"Type": "Succeed"}}}]},
            """
                + AFTER)
        .startedWith("{}")
        .task("Work")
        .fails("E", null)
        .isTold("jsonata-error-catcher", SUCCEEDED);
  }

  @Test
  void waitOutputThatFailsAtItsEnd() {
    jsonata(
            """
            "S": {"Type": "Wait", "Seconds": 1, "Output": "{% $no %}", "End": true}
            """)
        .startedWith("{}")
        .is(RUNNING)
        .timePasses(Duration.ofSeconds(1))
        .isTold("jsonata-error-wait-output", FAILED);
  }

  // ---- limits ----

  @Test
  void anOutputThatIsTooLarge() {
    jsonata(
            "\"S\": {\"Type\": \"Pass\", \"Output\": \"{% $pad('', 262143, 'x') %}\", \"End\": true}")
        .startedWith("{}")
        .isTold("jsonata-too-large", FAILED);
  }
}
