package dev.stepwell.engine.story;

import static dev.stepwell.engine.model.ExecutionStatus.FAILED;
import static dev.stepwell.engine.model.ExecutionStatus.RUNNING;
import static dev.stepwell.engine.model.ExecutionStatus.SUCCEEDED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.model.Limits;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** Assign in JSONPath states. Source: asl.md §5. */
class VariableStoryTest {
  private static final String READ =
      "\"R\": {\"Type\": \"Pass\", \"Parameters\": {\"v.$\": \"$v\"}, \"End\": true}";

  private static Limits limits(int variableBytes, int assignBytes, long executionVariableBytes) {
    return Limits.DEFAULTS.withVariableBytes(variableBytes, assignBytes, executionVariableBytes);
  }

  // ---- where Assign may be, and what $ is there ----

  @Test
  void inAPassTheResultIsAssigned() {
    Story.givenStates(
            """
            "S": {"Type": "Pass", "Result": {"answer": 42}, "ResultPath": "$.r", "Next": "T",
                  "Assign": {"v.$": "$.answer", "text": "$.answer", "nothing": null}},
            "T": {"Type": "Pass", "InputPath": "$.in", "Assign": {"w.$": "$"}, "Next": "R"},
            "R": {"Type": "Pass", "End": true, "Parameters": {
                  "v.$": "$v", "w.$": "$w", "text.$": "$text", "nothing.$": "$nothing"}}
            """)
        .startedWith("{\"in\": [1]}")
        .isTold("variables-pass", SUCCEEDED);
  }

  @Test
  void expressionsSeeTheValuesAtTheEntryOfTheState() {
    Story.givenStates(
            """
            "S": {"Type": "Pass", "Assign": {"answer": 42}, "Next": "T"},
            "T": {"Type": "Pass", "InputPath": "$answer", "ResultPath": "$.theAnswer",
                  "OutputPath": "$answer", "Assign": {"answer": 43, "before.$": "$answer"}, "Next": "R"},
            "R": {"Type": "Pass", "Parameters": {"now.$": "$answer", "then.$": "$before"}, "End": true}
            """)
        .startedWith("{}")
        .isTold("variables-at-entry", SUCCEEDED);
  }

  @Test
  void inATaskTheRawResultIsAssigned() {
    Story.givenStates(
            """
            "S": {"Type": "Task", "Resource": "@Work", "Next": "R", "Assign": {"v.$": "$.a"},
                  "ResultSelector": {"b.$": "$.b"}, "ResultPath": "$.result"},
            """
                + READ)
        .startedWith("{\"in\": 1}")
        .task("Work")
        .completes("{\"a\": [1], \"b\": 2}")
        .isTold("variables-task", SUCCEEDED);
  }

  @Test
  void aWaitAssignsWhenItIsOver() {
    Story.givenStates(
            """
            "S": {"Type": "Wait", "Seconds": 5, "Assign": {"v.$": "$.n", "state.$": "$$.State.Name"}, "Next": "R"},
            """
                + READ)
        .startedWith("{\"n\": 7}")
        .timePasses(Duration.ofSeconds(5))
        .isTold("variables-wait", SUCCEEDED);
  }

  private static final String CHOICE =
      """
      "S": {"Type": "Choice", "Default": "R", "Assign": {"v.$": "$.n", "by": "default"}, "Choices": [
             {"Variable": "$.n", "NumericEquals": 1, "Next": "R", "Assign": {"v": "one"}},
             {"Variable": "$.n", "NumericEquals": 2, "Next": "E"}]},
      "E": {"Type": "Succeed"},
      """
          + READ;

  @Test
  void aChoiceRuleHasItsOwnVariables() {
    Story.givenStates(CHOICE).startedWith("{\"n\": 1}").isTold("variables-choice-rule", SUCCEEDED);
  }

  @Test
  void theVariablesOfAChoiceStateAreThoseOfDefault() {
    Story.givenStates(CHOICE)
        .startedWith("{\"n\": 3}")
        .isTold("variables-choice-default", SUCCEEDED);
  }

  @Test
  void aChoiceRuleWithoutVariablesAssignsNone() {
    Story.givenStates(CHOICE).startedWith("{\"n\": 2}").isTold("variables-choice-none", SUCCEEDED);
  }

  @Test
  void aCatcherAssignsTheErrorOutputInPlaceOfTheState() {
    Story.givenStates(
            """
            "S": {"Type": "Task", "Resource": "@Work", "Assign": {"own": 1}, "Next": "R", "Catch": [
                   {"ErrorEquals": ["States.ALL"], "ResultPath": "$.error", "Next": "R",
                    "Assign": {"v.$": "$.Cause"}}]},
            """
                + READ)
        .startedWith("{\"in\": 1}")
        .task("Work")
        .fails("E", "a cause")
        .isTold("variables-catch", SUCCEEDED);
  }

  @Test
  void variablesAreReadByEveryPath() {
    Story.givenStates(
            """
            "S": {"Type": "Pass", "Next": "M", "Assign": {
                  "items": ["a", "b"], "n": 1, "seconds": 3, "error": "Broken", "cause": "why"}},
            "M": {"Type": "Map", "ItemsPath": "$items", "MaxConcurrencyPath": "$n", "Next": "W",
                  "ItemSelector": {"n.$": "$n", "v.$": "$$.Map.Item.Value"},
                  "ItemProcessor": {"StartAt": "I", "States": {
                    "I": {"Type": "Pass", "Parameters": {"of.$": "$items", "in.$": "$"}, "End": true}}}},
            "W": {"Type": "Wait", "SecondsPath": "$seconds", "Next": "C"},
            "C": {"Type": "Choice", "Default": "F", "Choices": [
                   {"Variable": "$n", "NumericEqualsPath": "$seconds", "Next": "S"}]},
            "F": {"Type": "Fail", "ErrorPath": "$error", "CausePath": "$cause"}
            """)
        .startedWith("{}")
        .timePasses(Duration.ofSeconds(3))
        .isTold("variables-read", FAILED);
  }

  @Test
  void aVariableThatIsNotAssignedFails() {
    Story.givenStates(
            """
            "S": {"Type": "Choice", "Default": "T", "Choices": [
                   {"Variable": "$.set", "IsPresent": true, "Next": "R", "Assign": {"v": 1}}]},
            "T": {"Type": "Pass", "OutputPath": "$v", "Next": "R"},
            """
                + READ)
        .startedWith("{}")
        .isTold("variables-unassigned", FAILED);
  }

  @Test
  void anAssignThatFailsIsNotCaught() {
    Story.givenStates(
            """
            "S": {"Type": "Task", "Resource": "@Work", "Assign": {"v.$": "$.no"}, "Next": "R",
                  "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "R"}]},
            """
                + READ)
        .startedWith("{}")
        .task("Work")
        .completes("{}")
        .isTold("variables-assign-fails", FAILED);
  }

  // ---- scopes ----

  @Test
  void branchesReadOuterVariablesAndKeepTheirOwn() {
    Story.givenStates(
            """
            "S": {"Type": "Pass", "Assign": {"x": 42}, "Next": "P"},
            "P": {"Type": "Parallel", "Assign": {"results.$": "$"}, "Next": "R", "Branches": [
                   {"StartAt": "A", "States": {
                     "A": {"Type": "Pass", "Assign": {"mine.$": "$x"}, "Next": "A2"},
                     "A2": {"Type": "Pass", "Parameters": {"mine.$": "$mine"}, "End": true}}},
                   {"StartAt": "B", "States": {
                     "B": {"Type": "Pass", "Assign": {"mine": "b"}, "Next": "B2"},
                     "B2": {"Type": "Pass", "Parameters": {"mine.$": "$mine"}, "End": true}}}]},
            "R": {"Type": "Pass", "Parameters": {"x.$": "$x", "results.$": "$results"}, "Next": "Gone"},
            "Gone": {"Type": "Pass", "Parameters": {"mine.$": "$mine"}, "End": true}
            """)
        .startedWith("{}")
        .isTold("variables-scopes", FAILED);
  }

  @Test
  void iterationsAreIsolated() {
    var story =
        Story.givenStates(
                """
                "S": {"Type": "Pass", "Assign": {"factor": 10}, "Next": "M"},
                "M": {"Type": "Map", "ItemsPath": "$.items", "End": true, "ItemProcessor": {
                  "StartAt": "I", "States": {
                    "I": {"Type": "Pass", "Assign": {"item.$": "$"}, "Next": "T"},
                    "T": {"Type": "Task", "Resource": "@Work", "Next": "O",
                          "Parameters": {"item.$": "$item", "factor.$": "$factor"}},
                    "O": {"Type": "Pass", "Parameters": {"item.$": "$item", "done.$": "$"}, "End": true}}}}
                """)
            .startedWith("{\"items\": [1, 2]}");
    assertThat(story.run().state().variableBytes()).isEqualTo(4);
    var _ = story.task("Work").completes("\"first\"");
    assertThat(story.run().state().variableBytes()).isEqualTo(3);
    var _ = story.task("Work").completes("\"second\"");
    story.isTold("variables-iterations", SUCCEEDED);
  }

  @Test
  void aVariableOfAnOuterScopeCannotBeAssignedInside() {
    Story.givenStates(
            """
            "S": {"Type": "Pass", "Assign": {"x": 42}, "Next": "P"},
            "P": {"Type": "Parallel", "End": true, "Catch": [{"ErrorEquals": ["States.ALL"], "Next": "S"}],
                  "Branches": [{"StartAt": "A", "States": {
                    "A": {"Type": "Pass", "Assign": {"x": 43}, "End": true}}}]}
            """)
        .startedWith("{}")
        .isTold("variables-no-shadowing", FAILED);
  }

  @Test
  void aCatcherOfAParallelAssignsOutside() {
    Story.givenStates(
            """
            "S": {"Type": "Parallel", "End": true,
                  "Catch": [{"ErrorEquals": ["E"], "Assign": {"v.$": "$.Error"}, "Next": "R"}],
                  "Branches": [{"StartAt": "A", "States": {
                    "A": {"Type": "Pass", "Assign": {"v": "inner"}, "Next": "F"},
                    "F": {"Type": "Fail", "Error": "E"}}}]},
            """
                + READ)
        .startedWith("{}")
        .isTold("variables-catch-parallel", SUCCEEDED);
  }

  @Test
  void aRetryBeginsWithTheVariablesAtEntry() {
    Story.givenStates(
            """
            "S": {"Type": "Parallel", "End": true, "Retry": [{"ErrorEquals": ["E"], "MaxAttempts": 1}],
                  "Branches": [{"StartAt": "A", "States": {
                    "A": {"Type": "Choice", "Default": "B", "Choices": [
                           {"Variable": "$v", "IsPresent": true, "Next": "F"}]},
                    "B": {"Type": "Pass", "Assign": {"v": 1}, "Next": "T"},
                    "T": {"Type": "Task", "Resource": "@Work", "End": true},
                    "F": {"Type": "Fail", "Error": "left over"}}}]}
            """)
        .startedWith("{}")
        .task("Work")
        .fails("E", null)
        .timePasses(Duration.ofSeconds(1))
        .task("Work")
        .completes("1")
        .isTold("variables-retry", SUCCEEDED);
  }

  // ---- limits, at each and one past it ----

  private static Story.Given then(String first, String second, Limits limits) {
    return Story.givenStates(
            "\"S\": {\"Type\": \"Pass\", \"Assign\": {"
                + first
                + "}, \"Next\": \"T\"}, \"T\": {\"Type\": \"Pass\", \"Assign\": {"
                + second
                + "}, \"Next\": \"W\"}, \"W\": {\"Type\": \"Wait\", \"Seconds\": 9, \"End\": true}")
        .limitedBy(limits);
  }

  @Test
  void oneVariable() {
    then("\"a\": \"é345\"", "\"b\": 1", limits(7, 100, 100)).startedWith("1").is(RUNNING);
    then("\"a\": \"é3456\"", "\"b\": 1", limits(7, 100, 100))
        .startedWith("1")
        .isTold("variables-limit-one", FAILED);
  }

  @Test
  void oneAssign() {
    then("\"a\": 123, \"b\": 456", "\"c\": 7", limits(6, 6, 100)).startedWith("1").is(RUNNING);
    then("\"a\": 123, \"b\": 4567", "\"c\": 7", limits(6, 6, 100))
        .startedWith("1")
        .isTold("variables-limit-assign", FAILED);
  }

  @Test
  void allVariablesOfAnExecution() {
    then("\"a\": 123, \"b\": 1", "\"a\": 12345", limits(6, 6, 6)).startedWith("1").is(RUNNING);
    then("\"a\": 123, \"b\": 1", "\"a\": 123456", limits(6, 6, 6))
        .startedWith("1")
        .isTold("variables-limit-execution", FAILED);
  }

  @Test
  void variablesOfAllBranchesCountTogether() {
    Story.givenStates(
            """
            "S": {"Type": "Parallel", "End": true, "Branches": [
                   {"StartAt": "A", "States": {"A": {"Type": "Pass", "Assign": {"v": 123}, "Next": "AW"},
                                               "AW": {"Type": "Wait", "Seconds": 5, "End": true}}},
                   {"StartAt": "B", "States": {"B": {"Type": "Pass", "Assign": {"v": 456}, "Next": "BW"},
                                               "BW": {"Type": "Wait", "Seconds": 5, "End": true}}}]}
            """)
        .limitedBy(limits(6, 6, 5))
        .startedWith("{}")
        .isTold("variables-limit-branches", FAILED);
  }

  @Test
  void tooLargeVariablesAreCaughtByName() {
    Story.givenStates(
            """
            "S": {"Type": "Task", "Resource": "@Work", "Assign": {"v.$": "$"}, "End": true, "Catch": [
                   {"ErrorEquals": ["States.DataLimitExceeded"], "Next": "C"}]},
            "C": {"Type": "Succeed"}
            """)
        .limitedBy(limits(6, 6, 6))
        .startedWith("{}")
        .task("Work")
        .completes("1234567")
        .isTold("variables-limit-caught", SUCCEEDED);
  }

  @Test
  void aVariableThatIsNestedTooDeeplyFails() {
    var deep = "[".repeat(499) + "]".repeat(499);
    Story.givenStates(
            """
            "S": {"Type": "Pass", "Assign": {"v": {"a": {"b.$": "$"}}}, "Next": "W"},
            "W": {"Type": "Wait", "Seconds": 5, "End": true}
            """)
        .startedWith(deep)
        .isTold("variables-too-deep", FAILED);
  }
}
