package dev.stepwell.engine.story;

import static dev.stepwell.engine.model.ExecutionStatus.FAILED;
import static dev.stepwell.engine.model.ExecutionStatus.RUNNING;
import static dev.stepwell.engine.model.ExecutionStatus.SUCCEEDED;

import dev.stepwell.engine.command.Command;
import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MapStoryTest {
  static final String PASS = "\"I\": {\"Type\": \"Pass\", \"End\": true}";
  static final String TASK = "\"I\": {\"Type\": \"Task\", \"Resource\": \"@Item\", \"End\": true}";
  static final String FAIL = "\"I\": {\"Type\": \"Fail\", \"Error\": \"E\", \"Cause\": \"c\"}";

  /** A Map S with these fields, whose iterations begin in I. */
  static Story.Given map(String fields, String states) {
    return Story.givenStates(mapState("S", fields, states));
  }

  /** A Pass S before the Map M, and a Pass After behind it. */
  static Story.Given passThenMap(String fields, String states) {
    return Story.givenStates(
        "\"S\": {\"Type\": \"Pass\", \"Next\": \"M\"}, "
            + mapState("M", fields, states)
            + ", \"After\": {\"Type\": \"Pass\", \"End\": true}");
  }

  static String mapState(String name, String fields, String states) {
    return "\"%s\": {\"Type\": \"Map\", %s, \"ItemProcessor\": {\"StartAt\": \"I\", \"States\": {%s}}}"
        .formatted(name, fields, states);
  }

  @Test
  void oneIterationAfterTheOther() {
    map("\"MaxConcurrency\": 1, \"End\": true", PASS)
        .startedWith("[1, 2, 3]")
        .isTold("map-concurrency-1", SUCCEEDED)
        .isRecordedAs("test_base_map[ITEMS]");
  }

  @Test
  void aSingleItem() {
    map("\"End\": true", PASS)
        .startedWith("[\"only\"]")
        .isTold("map-single", SUCCEEDED)
        .isRecordedAs("test_items_path");
  }

  @Test
  void legacyFieldsMeanTheSame() {
    Story.givenStates(
            """
            "S": {"Type": "Map", "MaxConcurrency": 1, "Parameters": {"v.$": "$$.Map.Item.Value"}, "Next": "T",
                  "Iterator": {"StartAt": "I", "States": {"I": {"Type": "Pass", "End": true}}}},
            "T": {"Type": "Succeed"}
            """)
        .startedWith("[1, 2]")
        .isTold("map-legacy", SUCCEEDED)
        .isRecordedAs("test_map_state_legacy_config_inline");
  }

  @Test
  void twoIterationsAtATime() {
    map("\"MaxConcurrency\": 2, \"End\": true", TASK)
        .startedWith("[\"a\", \"b\", \"c\"]")
        .task("Item")
        .starts()
        .task("Item")
        .completes("\"A\"")
        .task("Item")
        .completes("\"B\"")
        .task("Item")
        .completes("\"C\"")
        .isTold("map-concurrency-2", SUCCEEDED);
  }

  @Test
  void withoutALimitAllIterationsStartFirst() {
    map("\"End\": true", TASK)
        .startedWith("[\"a\", \"b\", \"c\"]")
        .task("Item")
        .completes("1")
        .isTold("map-concurrency-none", RUNNING);
  }

  @Test
  void noItems() {
    map("\"End\": true", PASS)
        .startedWith("[]")
        .isTold("map-empty", SUCCEEDED)
        .isRecordedAs("test_map_state_items_eval_jsonata[empty]");
  }

  @Test
  void itemSelectorSeesTheItemAndTheStateInput() {
    map(
            """
            "ItemsPath": "$.orders", "MaxConcurrency": 1, "End": true, "ResultPath": "$.done",
            "ItemSelector": {"index.$": "$$.Map.Item.Index", "order.$": "$$.Map.Item.Value",
                             "customer.$": "$.customer", "state.$": "$$.State.Name"}
            """,
            PASS)
        .startedWith("{\"customer\": \"Ann\", \"orders\": [{\"id\": 1}, {\"id\": 2}]}")
        .isTold("map-item-selector", SUCCEEDED);
  }

  @Test
  void statesInsideSeeTheirItemInTheContextObject() {
    map(
            "\"ItemsPath\": \"$.in\", \"MaxConcurrency\": 1, \"End\": true",
            "\"I\": {\"Type\": \"Pass\", \"Parameters\": {\"item.$\": \"$$.Map.Item\"}, \"End\": true}")
        .startedWith("{\"in\": [\"a\", \"b\"]}")
        .isTold("map-context", SUCCEEDED);
  }

  @Test
  void nested() {
    map(
            "\"MaxConcurrency\": 1, \"End\": true",
            """
            "I": {"Type": "Map", "MaxConcurrency": 1, "End": true, "ItemProcessor":
              {"StartAt": "J", "States": {"J": {"Type": "Pass", "End": true}}}}
            """)
        .startedWith("[[1, 2, 3], [4, 5, 6]]")
        .isTold("map-nested", SUCCEEDED)
        .isRecordedAs("test_map_state_nested");
  }

  @Test
  void aFailingIterationFailsIt() {
    passThenMap("\"Next\": \"After\"", FAIL)
        .startedWith("[1]")
        .isTold("map-fail", FAILED)
        .isRecordedAs("test_map_state_catch_empty_fail");
  }

  @Test
  void aFailureIsCaught() {
    passThenMap("\"End\": true, \"Catch\": [{\"ErrorEquals\": [\"E\"], \"Next\": \"After\"}]", FAIL)
        .startedWith("[1]")
        .isTold("map-catch", SUCCEEDED)
        .isRecordedAs("test_map_state_catch");
  }

  @Test
  void aFailureIsRetriedWithAllIterations() {
    passThenMap(
            "\"Next\": \"After\", \"Retry\": [{\"ErrorEquals\": [\"E\"], \"MaxAttempts\": 2}]",
            FAIL)
        .startedWith("[1]")
        .timePasses(Duration.ofSeconds(3))
        .isTold("map-retry", FAILED)
        .isRecordedAs("test_map_state_retry");
  }

  @Test
  void theRetrierThatMatchesIsUsed() {
    passThenMap(
            """
            "Next": "After", "Retry": [{"ErrorEquals": ["Other"]}, {"ErrorEquals": ["E"], "MaxAttempts": 3}]
            """,
            FAIL)
        .startedWith("[1]")
        .timePasses(Duration.ofSeconds(7))
        .isTold("map-retry-second-retrier", FAILED)
        .isRecordedAs("test_map_state_retry_multiple_retriers");
  }

  @Test
  void tasksThatTimeOutTogether() {
    var story =
        map(
                "\"MaxConcurrency\": 4, \"End\": true",
                "\"I\": {\"Type\": \"Task\", \"Resource\": \"@Item\", \"TimeoutSeconds\": 5, \"End\": true}")
            .startedWith("[1, 2, 3, 4]");
    for (var task : story.run().tasks()) {
      var _ = story.happens(new Command.StartTask(task.scheduledEventId(), null));
    }
    // As recorded in test_service_lambda_map_timeout, where the second and third change places.
    story.timePasses(Duration.ofSeconds(5)).isTold("map-timeouts", FAILED);
  }

  @Test
  void tasksThatAreCaughtInTheirIterationsFailNothing() {
    var story =
        map(
                "\"MaxConcurrency\": 1, \"End\": true",
                """
                "I": {"Type": "Task", "Resource": "@Item", "End": true,
                      "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "R"}]},
                "R": {"Type": "Pass", "End": true}
                """)
            .startedWith("[1, 2, 3]");
    for (var item = 0; item < 3; item++) {
      var _ = story.task("Item").fails("E", "item " + item);
    }
    story
        .isTold("map-inner-catch", SUCCEEDED)
        .isRecordedAs("test_map_catch_error[MAP_CATCH_ERROR_OUTPUT]");
  }

  @Test
  void aFailingIterationAbortsTheOthers() {
    map(
            "\"MaxConcurrency\": 3, \"End\": true",
            """
            "I": {"Type": "Choice", "Default": "W", "Choices": [
                   {"Variable": "$", "NumericEquals": 3, "Next": "T"}]},
            "W": {"Type": "Wait", "Seconds": 60, "End": true},
            "T": {"Type": "Task", "Resource": "@Item", "End": true}
            """)
        .startedWith("[1, 2, 3, 4]")
        .task("Item")
        .fails("E", null)
        .isTold("map-abort", FAILED);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "not-an-array | `\"ItemsPath\": \"$.a\"` | {\"a\": {}}",
        "items-missing | `\"ItemsPath\": \"$.a\"` | {}",
        "concurrency-text | `\"ItemsPath\": \"$.a\", \"MaxConcurrencyPath\": \"$.n\"` | {\"a\": [1], \"n\": \"NoNumber\"}",
        "concurrency-fraction | `\"ItemsPath\": \"$.a\", \"MaxConcurrencyPath\": \"$.n\"` | {\"a\": [1], \"n\": 1.5}",
        "concurrency-negative | `\"ItemsPath\": \"$.a\", \"MaxConcurrencyPath\": \"$.n\"` | {\"a\": [1], \"n\": -1}",
        "concurrency-missing | `\"ItemsPath\": \"$.a\", \"MaxConcurrencyPath\": \"$.n\"` | {\"a\": [1]}",
        "count-text | `\"ItemsPath\": \"$.a\", \"ToleratedFailureCountPath\": \"$.n\"` | {\"a\": [1], \"n\": \"NoNumber\"}",
        "count-negative | `\"ItemsPath\": \"$.a\", \"ToleratedFailureCountPath\": \"$.n\"` | {\"a\": [1], \"n\": -1}",
        "percentage-text | `\"ItemsPath\": \"$.a\", \"ToleratedFailurePercentagePath\": \"$.n\"` | {\"a\": [1], \"n\": {}}",
        "percentage-above | `\"ItemsPath\": \"$.a\", \"ToleratedFailurePercentagePath\": \"$.n\"` | {\"a\": [1], \"n\": 100.1}",
        "percentage-below | `\"ItemsPath\": \"$.a\", \"ToleratedFailurePercentagePath\": \"$.n\"` | {\"a\": [1], \"n\": -1.1}",
      })
  void aMapThatCannotBegin(String name, String fields, String input) {
    map(fields + ", \"End\": true", PASS)
        .startedWith(input)
        .isTold("map-error-" + name, FAILED)
        .isRecordedAs("test_max_concurrency_path[max_concurrency_value0]");
  }

  @Test
  void concurrencyZeroIsNoLimit() {
    map("\"ItemsPath\": \"$.a\", \"MaxConcurrencyPath\": \"$.n\", \"End\": true", PASS)
        .startedWith("{\"a\": [1, 2], \"n\": 0}")
        .isTold("map-concurrency-zero", SUCCEEDED);
  }

  @Test
  void noFailureIsTolerated() {
    map(
            """
            "ToleratedFailureCount": 1, "ToleratedFailurePercentage": 99.9, "MaxConcurrency": 1,
            "End": true
            """,
            FAIL)
        .startedWith("[1, 2]")
        .isTold("map-no-failure-tolerated", FAILED);
  }

  @Test
  void anItemSelectorThatFailsAtTheFirstItem() {
    map("\"ItemSelector\": {\"x.$\": \"$.no\"}, \"ItemsPath\": \"$.a\", \"End\": true", PASS)
        .startedWith("{\"a\": [1, 2]}")
        .isTold("map-selector-first", FAILED);
  }

  @Test
  void anItemSelectorThatFailsAtALaterItem() {
    map(
            "\"ItemSelector\": {\"x.$\": \"$$.Map.Item.Value.x\"}, \"MaxConcurrency\": 2, \"End\": true",
            TASK)
        .startedWith("[{\"x\": 1}, {\"x\": 2}, {}]")
        .task("Item")
        .completes("1")
        .isTold("map-selector-later", FAILED);
  }

  @Test
  void anItemSelectorThatFailsAmongTheFirstItems() {
    map("\"ItemSelector\": {\"x.$\": \"$$.Map.Item.Value.x\"}, \"End\": true", TASK)
        .startedWith("[{\"x\": 1}, {}, {\"x\": 3}]")
        .isTold("map-selector-among-first", FAILED);
  }

  @Test
  void aResultThatCannotBeProcessedIsNotCaught() {
    map(
            """
            "ResultSelector": {"x.$": "$[7]"}, "End": true,
            "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "S"}]
            """,
            PASS)
        .startedWith("[1]")
        .isTold("map-result-selector-fails", FAILED);
  }
}
