package dev.stepwell.asl.reader;

import dev.stepwell.asl.expression.Expression;
import dev.stepwell.asl.expression.PathExpression;
import dev.stepwell.asl.jsonata.ResultType;
import dev.stepwell.asl.model.ChoiceState.Choice;
import dev.stepwell.asl.model.choice.ChoiceRule;
import dev.stepwell.asl.model.choice.ComparisonOperator;
import dev.stepwell.asl.model.choice.StringPattern;
import dev.stepwell.asl.model.choice.ValueType;
import java.util.HashMap;
import java.util.Map;
import tools.jackson.databind.JsonNode;

/** Reads choice rules. */
final class ChoiceRuleReader {
  private static final String PATH_SUFFIX = "Path";

  /** Makes the rule of one operator from its variable and operand. */
  private interface Operator {
    ChoiceRule rule(PathExpression variable, JsonNode operand);
  }

  private static final Map<String, Operator> OPERATORS = operators();

  private ChoiceRuleReader() {}

  static Choice readChoice(Fields choice) {
    return new Choice(
        readRule(choice),
        choice.requireText("Next"),
        choice.template("Assign"),
        choice.template("Output"));
  }

  /** Recursion is as deep as the document, whose nesting is limited. */
  private static ChoiceRule readRule(Fields rule) {
    if (rule.find("And") != null) {
      return new ChoiceRule.And(rule.each("And", ChoiceRuleReader::readRule));
    }
    if (rule.find("Or") != null) {
      return new ChoiceRule.Or(rule.each("Or", ChoiceRuleReader::readRule));
    }
    var negated = rule.find("Not");
    if (negated != null) {
      return new ChoiceRule.Not(readRule(rule.of(negated)));
    }
    var condition = rule.literalOrPath("Condition", ResultType.BOOLEAN);
    if (condition != null) {
      return new ChoiceRule.Condition(condition);
    }
    var variable = rule.path("Variable");
    for (var field : rule.object().properties()) {
      var operator = OPERATORS.get(field.getKey());
      if (operator != null) {
        return operator.rule(variable, field.getValue());
      }
    }
    throw new IllegalStateException("unchecked definition: a rule without an operator");
  }

  private static Map<String, Operator> operators() {
    var operators = new HashMap<String, Operator>();
    for (var operator : ComparisonOperator.ALL) {
      operators.put(
          operator.aslName(),
          (variable, operand) ->
              new ChoiceRule.Comparison(variable, operator, new Expression.Literal(operand)));
      operators.put(
          operator.aslName() + PATH_SUFFIX,
          (variable, operand) ->
              new ChoiceRule.Comparison(
                  variable, operator, PathExpression.parse(operand.stringValue()).orElseThrow()));
    }
    for (var type : ValueType.values()) {
      operators.put(
          type.operatorName(),
          (variable, operand) -> new ChoiceRule.TypeTest(variable, type, operand.booleanValue()));
    }
    operators.put(
        "StringMatches",
        (variable, operand) ->
            new ChoiceRule.StringMatches(variable, StringPattern.parse(operand.stringValue())));
    operators.put(
        "IsPresent",
        (variable, operand) -> new ChoiceRule.PresenceTest(variable, operand.booleanValue()));
    return operators;
  }
}
