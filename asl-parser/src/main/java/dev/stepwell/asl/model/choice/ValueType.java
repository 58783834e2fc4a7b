package dev.stepwell.asl.model.choice;

import dev.stepwell.asl.expression.Rfc3339;
import java.util.Arrays;
import java.util.Optional;
import tools.jackson.databind.JsonNode;

/** What the {@code Is…} operators tell apart, but for {@code IsPresent}. */
public enum ValueType {
  NULL("IsNull") {
    @Override
    boolean includes(JsonNode node) {
      return node.isNull();
    }
  },
  STRING("IsString") {
    @Override
    boolean includes(JsonNode node) {
      return node.isString();
    }
  },
  NUMERIC("IsNumeric") {
    @Override
    boolean includes(JsonNode node) {
      return node.isNumber();
    }
  },
  BOOLEAN("IsBoolean") {
    @Override
    boolean includes(JsonNode node) {
      return node.isBoolean();
    }
  },
  TIMESTAMP("IsTimestamp") {
    @Override
    boolean includes(JsonNode node) {
      return node.isString() && Rfc3339.parse(node.stringValue()).isPresent();
    }
  };

  private final String operatorName;

  ValueType(String operatorName) {
    this.operatorName = operatorName;
  }

  /** The operator as the definition spells it. */
  public String operatorName() {
    return operatorName;
  }

  /** The type that an operator of that name tests for. */
  public static Optional<ValueType> findByOperator(String name) {
    return Arrays.stream(values()).filter(type -> type.operatorName.equals(name)).findFirst();
  }

  abstract boolean includes(JsonNode node);
}
