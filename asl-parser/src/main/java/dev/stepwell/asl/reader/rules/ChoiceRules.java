package dev.stepwell.asl.reader.rules;

import static dev.stepwell.asl.reader.rules.FieldRule.jsonataOnly;
import static dev.stepwell.asl.reader.rules.FieldRule.optional;
import static dev.stepwell.asl.reader.rules.FieldRule.required;

import dev.stepwell.asl.model.QueryLanguage;
import dev.stepwell.asl.model.choice.ComparisonOperator;
import dev.stepwell.asl.model.choice.ComparisonOperator.Operands;
import dev.stepwell.asl.model.choice.ValueType;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Entries of {@code Choices}, and the rules nested in them. Source: asl.md §7. */
final class ChoiceRules {
  /** The fields that say what kind of rule it is. */
  private static final List<String> KINDS = List.of("And", "Or", "Not", "Variable", "Condition");

  private static final Map<Operands, ValueRule> LITERALS =
      Map.of(
          Operands.STRING, Values.STRING,
          Operands.NUMERIC, Values.NUMBER,
          Operands.BOOLEAN, Values.BOOLEAN,
          Operands.TIMESTAMP, Values.TIMESTAMP);

  private static final ValueRule NESTED =
      (value, location, check) -> ChoiceRules.NESTED_RULE.check(value, location, check);

  private static final List<FieldRule> OPERATORS = operators();

  private static final FieldRule COMMENT = optional("Comment", Values.STRING);
  private static final FieldRule CONDITION =
      required("Condition", JsonataRules.orExpression(Values.BOOLEAN)).in(QueryLanguage.JSONATA);

  private static final Map<String, ObjectRule> BY_KIND =
      Map.of(
          "And", ObjectRule.of(COMMENT, jsonPath("And", Values.nonEmptyArrayOf(NESTED))),
          "Or", ObjectRule.of(COMMENT, jsonPath("Or", Values.nonEmptyArrayOf(NESTED))),
          "Not", ObjectRule.of(COMMENT, jsonPath("Not", NESTED)),
          "Variable", dataTest(),
          "Condition", ObjectRule.of(COMMENT, CONDITION));

  private static final ValueRule NESTED_RULE = rule(BY_KIND);

  /** One entry of {@code Choices}: a rule that says where to go. */
  static final ValueRule CHOICE = rule(withTransition());

  private ChoiceRules() {}

  private static Map<String, ObjectRule> withTransition() {
    var rules = new HashMap<String, ObjectRule>();
    for (var entry : BY_KIND.entrySet()) {
      var rule =
          entry
              .getValue()
              .with(
                  required("Next", Values.STRING),
                  optional("Assign", AssignRules.ASSIGN),
                  jsonataOnly("Output", JsonataRules.TEMPLATE));
      rules.put(entry.getKey(), rule);
    }
    return rules;
  }

  private static ValueRule rule(Map<String, ObjectRule> byKind) {
    return (value, location, check) -> {
      if (!value.isObject()) {
        check.error(Values.expectedType("OBJECT"), location);
        return;
      }
      var kinds = KINDS.stream().filter(value::has).toList();
      var rule = kinds.size() == 1 ? byKind.get(kinds.getFirst()) : null;
      if (rule == null) {
        check.error("The object must have only one of the following fields, " + KINDS, location);
      } else {
        rule.check(value, location, check);
      }
    };
  }

  private static ObjectRule dataTest() {
    var names = OPERATORS.stream().map(FieldRule::name).toArray(String[]::new);
    return ObjectRule.of(COMMENT, jsonPath("Variable", Expressions.PATH))
        .with(OPERATORS.toArray(FieldRule[]::new))
        .where(FieldGroup.exactlyOne(names));
  }

  private static FieldRule jsonPath(String name, ValueRule value) {
    return required(name, value).in(QueryLanguage.JSONPATH);
  }

  private static List<FieldRule> operators() {
    var operators = new ArrayList<FieldRule>();
    for (var operator : ComparisonOperator.ALL) {
      var literal = LITERALS.getOrDefault(operator.operands(), Values.ANY);
      operators.add(optional(operator.aslName(), literal));
      operators.add(optional(operator.aslName() + "Path", Expressions.PATH));
    }
    operators.add(optional("StringMatches", Values.STRING));
    for (var type : ValueType.values()) {
      operators.add(optional(type.operatorName(), Values.BOOLEAN));
    }
    operators.add(optional("IsPresent", Values.BOOLEAN));
    return operators;
  }
}
