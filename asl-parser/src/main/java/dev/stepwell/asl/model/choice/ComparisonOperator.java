package dev.stepwell.asl.model.choice;

import dev.stepwell.asl.expression.Rfc3339;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/**
 * What a comparing operator compares, and how.
 *
 * @param operands the only values that it compares; with any other it is false
 */
public record ComparisonOperator(Operands operands, Relation relation) {

  /** Every comparing operator; each exists with a literal operand and as {@code …Path}. */
  public static final List<ComparisonOperator> ALL =
      Arrays.stream(Operands.values())
          .flatMap(operands ->
              operands.relations().stream()
                  .map(relation -> new ComparisonOperator(operands, relation)))
          .toList();

  /** The operator of that name, such as {@code NumericLessThanEquals}, without {@code Path}. */
  public static Optional<ComparisonOperator> findByName(String name) {
    return ALL.stream().filter(operator -> operator.aslName().equals(name)).findFirst();
  }

  /** The operator as the definition spells it, without {@code Path}. */
  public String aslName() {
    return operands.aslPrefix() + relation.aslSuffix();
  }

  /** Whether {@code left operator right} holds; false when either is not comparable. */
  boolean holds(JsonNode left, JsonNode right) {
    return operands.accept(left)
        && operands.accept(right)
        && relation.includes(operands.compare(left, right));
  }

  /** The order of the two values that makes the operator true. */
  public enum Relation {
    EQUALS("Equals"),
    LESS_THAN("LessThan"),
    GREATER_THAN("GreaterThan"),
    LESS_THAN_EQUALS("LessThanEquals"),
    GREATER_THAN_EQUALS("GreaterThanEquals");

    private final String aslSuffix;

    Relation(String aslSuffix) {
      this.aslSuffix = aslSuffix;
    }

    String aslSuffix() {
      return aslSuffix;
    }

    boolean includes(int order) {
      return switch (this) {
        case EQUALS -> order == 0;
        case LESS_THAN -> order < 0;
        case GREATER_THAN -> order > 0;
        case LESS_THAN_EQUALS -> order <= 0;
        case GREATER_THAN_EQUALS -> order >= 0;
      };
    }
  }

  /** The values that an operator compares. */
  public enum Operands {
    STRING("String") {
      @Override
      public boolean accept(JsonNode node) {
        return node.isString();
      }

      @Override
      int compare(JsonNode left, JsonNode right) {
        return left.stringValue().compareTo(right.stringValue());
      }
    },
    NUMERIC("Numeric") {
      @Override
      public boolean accept(JsonNode node) {
        return node.isNumber();
      }

      @Override
      int compare(JsonNode left, JsonNode right) {
        return left.canConvertToLong()
                && right.canConvertToLong()
                && left.isIntegralNumber()
                && right.isIntegralNumber()
            ? Long.compare(left.longValue(), right.longValue())
            : left.decimalValue().compareTo(right.decimalValue());
      }
    },
    BOOLEAN("Boolean") {
      @Override
      public boolean accept(JsonNode node) {
        return node.isBoolean();
      }

      @Override
      int compare(JsonNode left, JsonNode right) {
        return Boolean.compare(left.booleanValue(), right.booleanValue());
      }
    },
    TIMESTAMP("Timestamp") {
      @Override
      public boolean accept(JsonNode node) {
        return ValueType.TIMESTAMP.includes(node);
      }

      @Override
      int compare(JsonNode left, JsonNode right) {
        return Rfc3339.parse(left.stringValue())
            .orElseThrow()
            .compareTo(Rfc3339.parse(right.stringValue()).orElseThrow());
      }
    };

    private final String aslPrefix;

    Operands(String aslPrefix) {
      this.aslPrefix = aslPrefix;
    }

    String aslPrefix() {
      return aslPrefix;
    }

    /** Which relations have an operator: there is no order of true and false. */
    List<Relation> relations() {
      return this == BOOLEAN ? List.of(Relation.EQUALS) : List.of(Relation.values());
    }

    /** Whether a value can be compared; a literal operand of a definition must be. */
    public abstract boolean accept(JsonNode node);

    abstract int compare(JsonNode left, JsonNode right);
  }
}
