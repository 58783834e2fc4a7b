package dev.stepwell.engine.story;

import static dev.stepwell.engine.model.ExecutionStatus.FAILED;
import static dev.stepwell.engine.model.ExecutionStatus.SUCCEEDED;
import static dev.stepwell.engine.story.JsonataStoryTest.AFTER;
import static dev.stepwell.engine.story.JsonataStoryTest.jsonata;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Maps in JSONata. Source: asl.md §4 and §12. */
class JsonataMapStoryTest {
  static String map(String fields, String states) {
    return "\"S\": {\"Type\": \"Map\", \"MaxConcurrency\": 1, "
        + fields
        + ", \"ItemProcessor\": {\"StartAt\": \"I\", \"States\": {"
        + states
        + "}}}, "
        + AFTER;
  }

  private static final String PASS = "\"I\": {\"Type\": \"Pass\", \"End\": true}";

  @Test
  void mapFromItemsToOutput() {
    jsonata(
            map(
                """
                "Items": "{% [$states.input.n, 4] %}", "Next": "After",
                "ItemSelector": {"i": "{% $states.context.Map.Item.Index %}", "v": "{% $states.context.Map.Item.Value %}",
                                 "all": "{% $states.input.n %}"},
                "Assign": {"last": "{% $states.result[-1] %}"}, "Output": {"sum": "{% $sum($states.result) %}"}
                """,
                """
                "I": {"Type": "Pass", "Output": "{% $states.input.v * 10 + $states.context.Map.Item.Index %}", "End": true}
                """))
        .startedWith("{\"n\": [1, 2]}")
        .isTold("jsonata-map", SUCCEEDED);
  }

  @Test
  void mapOverItsInput() {
    jsonata(map("\"Next\": \"After\"", PASS))
        .startedWith("[\"a\", \"b\"]")
        .isTold("jsonata-map-input", SUCCEEDED);
  }

  @Test
  void mapOverALiteral() {
    jsonata(map("\"Items\": [1, \"{% $states.input %}\"], \"Next\": \"After\"", PASS))
        .startedWith("{}")
        .isTold("jsonata-map-literal", SUCCEEDED);
  }

  @Test
  void aStateAfterACaughtTaskFailsTheIteration() {
    var story =
        jsonata(
                map(
                    "\"Next\": \"After\"",
                    """
                    "I": {"Type": "Task", "Resource": "@Work", "End": true, "Retry": [
                           {"ErrorEquals": ["States.ALL"], "MaxAttempts": 1}],
                          "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "J"}]},
                    "J": {"Type": "Pass", "Output": "{% $no %}", "End": true}
                    """))
            .startedWith("[1, 2]")
            .task("Work")
            .fails("E", null)
            .timePasses(Duration.ofSeconds(1))
            .task("Work")
            .fails("E", null);
    story.isRecordedAs("test_map_catch_error[MAP_CATCH_ERROR_OUTPUT_WITH_RETRY]");
  }

  @Test
  void itemsThatAreNoArray() {
    jsonata(map("\"Items\": \"{% {'foo': 'bar'} %}\", \"Next\": \"After\"", PASS))
        .startedWith("{}")
        .isTold("jsonata-error-items", FAILED)
        .isRecordedAs("test_map_state_items_eval_jsonata_fail[number]");
  }

  @Test
  void anInputThatIsNoArray() {
    jsonata(map("\"Next\": \"After\"", PASS))
        .startedWith("{\"foo\": \"bar\"}")
        .isTold("jsonata-error-map-input", FAILED);
  }

  @Test
  void itemsThatFailAreCaught() {
    jsonata(
            map(
                """
                "Items": "{% 1 %}", "Next": "After", "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "After"}]
                """,
                PASS))
        .startedWith("{}")
        .isTold("jsonata-error-items-caught", SUCCEEDED);
  }

  @Test
  void anIterationThatFails() {
    jsonata(
            map(
                "\"Items\": [1], \"Next\": \"After\"",
                "\"I\": {\"Type\": \"Pass\", \"Output\": \"{% $no %}\", \"End\": true}"))
        .startedWith("{}")
        .isTold("jsonata-error-iteration", FAILED);
  }

  @Test
  void anItemSelectorThatFailsAtALaterItem() {
    jsonata(
            map(
                """
                "Items": [{"x": 1}, {}], "ItemSelector": {"x": "{% $states.context.Map.Item.Value.x %}"}, "Next": "After"
                """,
                PASS))
        .startedWith("{}")
        .isTold("jsonata-error-selector", FAILED);
  }

  @ParameterizedTest
  @CsvSource({"negative, {% -1 %}", "fraction, {% 1.5 %}", "text, {% 'many' %}"})
  void concurrencyThatCannotBe(String name, String expression) {
    jsonata(
            map("\"Items\": [1], \"Next\": \"After\"", PASS)
                .replace("\"MaxConcurrency\": 1", "\"MaxConcurrency\": \"" + expression + "\""))
        .startedWith("{}")
        .isTold("jsonata-error-concurrency-" + name, FAILED);
  }

  @Test
  void theResultOfAMapThatFails() {
    jsonata(
            map(
                "\"Items\": [1], \"Output\": \"{% $states.result.no %}\", \"Next\": \"After\"",
                PASS))
        .startedWith("{}")
        .isTold("jsonata-error-map-output", FAILED);
  }

  @Test
  void itemsThatAreTooLarge() {
    jsonata(map("\"Items\": \"{% [1..60000] %}\", \"Next\": \"After\"", PASS))
        .startedWith("{}")
        .isTold("jsonata-items-too-large", FAILED);
  }
}
