package dev.stepwell.engine.story;

import static dev.stepwell.engine.model.ExecutionStatus.FAILED;
import static dev.stepwell.engine.model.ExecutionStatus.SUCCEEDED;

import org.junit.jupiter.api.Test;

class PassStoryTest {
  @Test
  void passesItsInputOn() {
    Story.givenState("{\"Type\": \"Pass\", \"End\": true}")
        .startedWith("{\"a\" : 1}")
        .isTold("pass-plain", SUCCEEDED)
        .isRecordedAs("test_base_cases[BASE_EMPTY]");
  }

  @Test
  void twoInARow() {
    Story.givenStates(
            """
            "S": {"Type": "Pass", "Next": "T"},
            "T": {"Type": "Pass", "End": true}
            """)
        .startedWith("{}")
        .isTold("pass-two", SUCCEEDED)
        .isRecordedAs("test_base_cases[BASE_VAR]");
  }

  @Test
  void putsItsResultIntoTheInput() {
    Story.givenState(
            """
            {"Type": "Pass", "Result": {"x": 1}, "ResultPath": "$.deep.place", "End": true}
            """)
        .startedWith("{\"a\": 1, \"deep\": {\"kept\": true}}")
        .isTold("pass-result-path", SUCCEEDED);
  }

  @Test
  void resultPathNullDiscardsTheResult() {
    Story.givenState(
            """
            {"Type": "Pass", "Result": "gone", "ResultPath": null, "End": true}
            """)
        .startedWith("{\"a\": 1}")
        .isTold("pass-result-path-null", SUCCEEDED);
  }

  @Test
  void inputPathParametersAndOutputPath() {
    Story.givenState(
            """
            {"Type": "Pass", "InputPath": "$.order", "ResultPath": "$.taken", "OutputPath": "$.taken",
             "Parameters": {"id.$": "$.id", "from.$": "$$.Execution.Name", "fixed": [1, "two"]},
             "End": true}
            """)
        .startedWith("{\"order\": {\"id\": 7}}")
        .isTold("pass-paths", SUCCEEDED);
  }

  @Test
  void inputPathNullIsAnEmptyObject() {
    Story.givenState("{\"Type\": \"Pass\", \"InputPath\": null, \"End\": true}")
        .startedWith("{\"a\": 1}")
        .isTold("pass-input-path-null", SUCCEEDED);
  }

  @Test
  void outputPathNullIsAnEmptyObject() {
    Story.givenState("{\"Type\": \"Pass\", \"OutputPath\": null, \"End\": true}")
        .startedWith("{\"a\": 1}")
        .isTold("pass-output-path-null", SUCCEEDED);
  }

  @Test
  void aPathThatFindsNothingFailsTheExecution() {
    Story.givenState("{\"Type\": \"Pass\", \"InputPath\": \"$.no\", \"End\": true}")
        .startedWith("{\"a\": 1}")
        .isTold("pass-input-path-missing", FAILED)
        .isRecordedAs("test_start_large_input");
  }

  @Test
  void aParameterThatFindsNothingFailsTheExecution() {
    Story.givenState(
            """
            {"Type": "Pass", "Parameters": {"x.$": "$.no"}, "End": true}
            """)
        .startedWith("{\"a\": 1}")
        .isTold("pass-parameters-missing", FAILED);
  }

  @Test
  void aResultThatFitsNowhereFailsTheExecution() {
    Story.givenState(
            """
            {"Type": "Pass", "Result": 1, "ResultPath": "$.a.b", "End": true}
            """)
        .startedWith("{\"a\": 5}")
        .isTold("pass-result-path-mismatch", FAILED);
  }

  @Test
  void theContextObjectKnowsTheExecution() {
    Story.givenState(
            """
            {"Type": "Pass", "Parameters": {"context.$": "$$"}, "End": true}
            """)
        .startedWith("{\"a\": 1}")
        .isTold("pass-context", SUCCEEDED);
  }
}
