package dev.stepwell.asl.model.choice;

import dev.stepwell.asl.expression.Bindings;
import dev.stepwell.asl.expression.Evaluated;
import dev.stepwell.asl.expression.Evaluated.Failed;
import dev.stepwell.asl.expression.Evaluated.Value;
import dev.stepwell.asl.expression.Expression;
import dev.stepwell.asl.expression.PathExpression;
import dev.stepwell.asl.expression.StatesError;
import java.util.List;

/** A test that a Choice state makes. */
public sealed interface ChoiceRule {
  /** A boolean value, or the failure of a path that selects nothing. */
  Evaluated test(Bindings bindings);

  /** All rules hold; stops at the first that does not, so that one rule can guard the next. */
  record And(List<ChoiceRule> rules) implements ChoiceRule {
    public And {
      rules = List.copyOf(rules);
    }

    @Override
    public Evaluated test(Bindings bindings) {
      return firstThatIs(false, rules, bindings);
    }
  }

  /** At least one rule holds; stops at the first that does. */
  record Or(List<ChoiceRule> rules) implements ChoiceRule {
    public Or {
      rules = List.copyOf(rules);
    }

    @Override
    public Evaluated test(Bindings bindings) {
      return firstThatIs(true, rules, bindings);
    }
  }

  /** The rule does not hold. */
  record Not(ChoiceRule rule) implements ChoiceRule {
    @Override
    public Evaluated test(Bindings bindings) {
      return rule.test(bindings).then(node -> truth(!node.booleanValue()));
    }
  }

  /**
   * One of the comparing operators.
   *
   * @param operand a literal, or the path of a {@code …Path} operator
   */
  record Comparison(PathExpression variable, ComparisonOperator operator, Expression operand)
      implements ChoiceRule {
    @Override
    public Evaluated test(Bindings bindings) {
      var left = variable.find(bindings);
      if (left == null) {
        return invalidReference(variable.text());
      }
      return switch (operand.evaluate(bindings)) {
        case Value(var right) -> truth(operator.holds(left, right));
        case Failed _ -> invalidReference(operand.text());
      };
    }
  }

  /** {@code StringMatches}. */
  record StringMatches(PathExpression variable, StringPattern pattern) implements ChoiceRule {
    @Override
    public Evaluated test(Bindings bindings) {
      var node = variable.find(bindings);
      if (node == null) {
        return invalidReference(variable.text());
      }
      return truth(node.isString() && pattern.matches(node.stringValue()));
    }
  }

  /**
   * {@code IsNull}, {@code IsString}, {@code IsNumeric}, {@code IsBoolean}, {@code IsTimestamp}.
   *
   * @param expected the operand: false inverts the test
   */
  record TypeTest(PathExpression variable, ValueType type, boolean expected) implements ChoiceRule {
    @Override
    public Evaluated test(Bindings bindings) {
      var node = variable.find(bindings);
      return node == null
          ? invalidReference(variable.text())
          : truth(type.includes(node) == expected);
    }
  }

  /**
   * {@code IsPresent}: the one operator that a missing value does not fail.
   *
   * @param expected the operand: false inverts the test
   */
  record PresenceTest(PathExpression variable, boolean expected) implements ChoiceRule {
    @Override
    public Evaluated test(Bindings bindings) {
      return truth((variable.find(bindings) != null) == expected);
    }
  }

  /**
   * The rule of a JSONata Choice.
   *
   * @param expression evaluates to a boolean, or fails
   */
  record Condition(Expression expression) implements ChoiceRule {
    @Override
    public Evaluated test(Bindings bindings) {
      return expression.evaluate(bindings);
    }
  }

  private static Evaluated firstThatIs(
      boolean decisive, List<ChoiceRule> rules, Bindings bindings) {
    for (var rule : rules) {
      switch (rule.test(bindings)) {
        case Value(var node) -> {
          if (node.booleanValue() == decisive) {
            return truth(decisive);
          }
        }
        case Failed failed -> {
          return failed;
        }
      }
    }
    return truth(!decisive);
  }

  private static Evaluated truth(boolean holds) {
    return holds ? Truth.TRUE : Truth.FALSE;
  }

  /** Source of the wording: asl.md §7. */
  private static Evaluated invalidReference(String path) {
    return Evaluated.failed(
        StatesError.RUNTIME,
        "Invalid path '"
            + path
            + "': The choice state's condition path references an invalid value.");
  }
}
