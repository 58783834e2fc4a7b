package dev.stepwell.asl.reader.rules;

import static dev.stepwell.asl.reader.rules.BlockRules.MAX_SECONDS;
import static dev.stepwell.asl.reader.rules.FieldGroup.atMostOne;
import static dev.stepwell.asl.reader.rules.FieldGroup.exactlyOne;
import static dev.stepwell.asl.reader.rules.FieldRule.jsonPathOnly;
import static dev.stepwell.asl.reader.rules.FieldRule.jsonataOnly;
import static dev.stepwell.asl.reader.rules.FieldRule.optional;
import static dev.stepwell.asl.reader.rules.FieldRule.required;
import static dev.stepwell.asl.reader.rules.JsonataRules.orExpression;
import static dev.stepwell.asl.reader.rules.Values.integer;
import static dev.stepwell.asl.reader.rules.Values.nonEmptyArrayOf;
import static dev.stepwell.asl.reader.rules.Values.notYetSupported;
import static dev.stepwell.asl.reader.rules.Values.orNull;

import dev.stepwell.asl.model.QueryLanguage;
import dev.stepwell.asl.problem.Location;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Which field on which state. Source: asl.md §2. */
final class StateRules {
  private static final ValueRule DISTRIBUTED_MAP = notYetSupported("Distributed Map is");
  private static final FieldRule ASSIGN = optional("Assign", AssignRules.ASSIGN);
  private static final FieldRule ARGUMENTS = jsonataOnly("Arguments", JsonataRules.TEMPLATE);

  private static final ObjectRule ANY_STATE =
      ObjectRule.of(
          required("Type", Values.STRING),
          optional("Comment", Values.STRING),
          optional("QueryLanguage", Values.oneOf("JSONPath", "JSONata")));

  private static final ObjectRule WITH_INPUT_AND_OUTPUT =
      ANY_STATE.with(
          jsonPathOnly("InputPath", orNull(Expressions.PATH)),
          jsonPathOnly("OutputPath", orNull(Expressions.PATH)),
          jsonataOnly("Output", JsonataRules.TEMPLATE));

  private static final ObjectRule WITH_SUCCESSOR =
      WITH_INPUT_AND_OUTPUT
          .with(ASSIGN, optional("Next", Values.STRING), optional("End", Values.TRUE))
          .where(exactlyOne("Next", "End"));

  private static final ObjectRule PASS =
      WITH_SUCCESSOR.with(
          jsonPathOnly("Parameters", Expressions.TEMPLATE),
          jsonPathOnly("Result", Values.ANY),
          jsonPathOnly("ResultPath", orNull(Expressions.RESULT_PATH)));

  private static final ObjectRule WITH_WORK =
      WITH_SUCCESSOR.with(
          jsonataOnly("Output", JsonataRules.RESULT_TEMPLATE),
          optional("Assign", AssignRules.RESULT_ASSIGN),
          jsonPathOnly("Parameters", Expressions.TEMPLATE),
          jsonPathOnly("ResultSelector", Expressions.TEMPLATE),
          jsonPathOnly("ResultPath", orNull(Expressions.RESULT_PATH)),
          optional("Retry", Values.arrayOf(ErrorHandlingRules.RETRIER)),
          optional("Catch", Values.arrayOf(ErrorHandlingRules.CATCHER)));

  private static final ObjectRule TASK =
      WITH_WORK
          .with(
              required("Resource", ResourceRules.RESOURCE),
              optional("TimeoutSeconds", orExpression(integer(1, MAX_SECONDS))),
              optional("HeartbeatSeconds", orExpression(integer(1, MAX_SECONDS))),
              jsonPathOnly("TimeoutSecondsPath", Expressions.REFERENCE_PATH),
              jsonPathOnly("HeartbeatSecondsPath", Expressions.REFERENCE_PATH),
              ARGUMENTS,
              optional("Credentials", CredentialsRules.CREDENTIALS))
          .where(ResourceRules.NO_CREDENTIALS_FOR_ACTIVITIES)
          .where(atMostOne("TimeoutSeconds", "TimeoutSecondsPath"))
          .where(atMostOne("HeartbeatSeconds", "HeartbeatSecondsPath"));

  private static final ObjectRule WAIT =
      WITH_SUCCESSOR
          .with(
              optional("Seconds", orExpression(integer(0, MAX_SECONDS))),
              optional("Timestamp", orExpression(Values.TIMESTAMP)),
              jsonPathOnly("SecondsPath", Expressions.REFERENCE_PATH),
              jsonPathOnly("TimestampPath", Expressions.REFERENCE_PATH))
          .where(exactlyOne("SecondsPath", "Seconds", "TimestampPath", "Timestamp"));

  private static final ObjectRule CHOICE =
      WITH_INPUT_AND_OUTPUT.with(
          ASSIGN,
          required("Choices", nonEmptyArrayOf(ChoiceRules.CHOICE)),
          optional("Default", Values.STRING));

  private static final ObjectRule FAIL =
      ANY_STATE
          .with(
              optional("Error", orExpression(Values.STRING)),
              optional("Cause", orExpression(Values.STRING)),
              jsonPathOnly("ErrorPath", Expressions.PATH_OR_INTRINSIC),
              jsonPathOnly("CausePath", Expressions.PATH_OR_INTRINSIC))
          .where(atMostOne("Error", "ErrorPath"))
          .where(atMostOne("Cause", "CausePath"));

  private static final ObjectRule PARALLEL =
      WITH_WORK.with(required("Branches", nonEmptyArrayOf(BlockRules.BRANCH)), ARGUMENTS);

  private static final ObjectRule MAP =
      WITH_WORK
          .with(
              optional("ItemProcessor", BlockRules.ITEM_PROCESSOR),
              optional("Iterator", BlockRules.ITEM_PROCESSOR),
              jsonPathOnly("ItemsPath", Expressions.REFERENCE_PATH),
              jsonataOnly("Items", JsonataRules.ITEMS),
              optional(
                  "ItemSelector",
                  JsonataRules.byLanguage(Expressions.TEMPLATE, JsonataRules.TEMPLATE)),
              optional("MaxConcurrency", orExpression(integer(0, Integer.MAX_VALUE))),
              jsonPathOnly("MaxConcurrencyPath", Expressions.REFERENCE_PATH),
              optional("ToleratedFailureCount", orExpression(integer(0, Integer.MAX_VALUE))),
              jsonPathOnly("ToleratedFailureCountPath", Expressions.REFERENCE_PATH),
              optional("ToleratedFailurePercentage", orExpression(Values.number(0, 100))),
              jsonPathOnly("ToleratedFailurePercentagePath", Expressions.REFERENCE_PATH),
              optional("ItemReader", DISTRIBUTED_MAP),
              optional("ItemBatcher", DISTRIBUTED_MAP),
              optional("ResultWriter", DISTRIBUTED_MAP),
              optional("Label", DISTRIBUTED_MAP))
          .where(exactlyOne("ItemProcessor", "Iterator"))
          .where(atMostOne("ItemSelector", "Parameters"))
          .where(atMostOne("MaxConcurrency", "MaxConcurrencyPath"))
          .where(atMostOne("ToleratedFailureCount", "ToleratedFailureCountPath"))
          .where(atMostOne("ToleratedFailurePercentage", "ToleratedFailurePercentagePath"));

  private static final Map<String, ObjectRule> BY_TYPE =
      Map.of(
          "Task", TASK,
          "Wait", WAIT,
          "Pass", PASS,
          "Succeed", WITH_INPUT_AND_OUTPUT,
          "Fail", FAIL,
          "Choice", CHOICE,
          "Parallel", PARALLEL,
          "Map", MAP);

  private StateRules() {}

  static void check(JsonNode state, Location location, DefinitionCheck check) {
    if (!state.isObject()) {
      check.error(Values.expectedType("OBJECT"), location);
      return;
    }
    var type = state.get("Type");
    if (type == null) {
      check.error("These fields are required: [Type]", location);
      return;
    }
    var rule = BY_TYPE.get(type.asString(""));
    if (rule == null) {
      check.error(
          "The field 'Type' should have one of these values: "
              + "[Task, Wait, Pass, Succeed, Fail, Choice, Parallel, Map]",
          location.field("Type"));
      return;
    }
    checkInItsLanguage(rule, state, location, check);
  }

  private static void checkInItsLanguage(
      ObjectRule rule, JsonNode state, Location location, DefinitionCheck check) {
    var own = state.path("QueryLanguage");
    var language = BlockRules.isJsonata(own) ? QueryLanguage.JSONATA : check.machineLanguage();
    if (language == QueryLanguage.JSONATA
        && own.asString("").equals(QueryLanguage.JSONPATH.aslName())) {
      // In which language the rest is meant cannot be known.
      check.error(
          "'QueryLanguage' can not be 'JSONPath' if set to 'JSONata' for whole state machine",
          location);
    } else {
      check.inLanguage(language, () -> rule.check(state, location, check));
    }
  }
}
