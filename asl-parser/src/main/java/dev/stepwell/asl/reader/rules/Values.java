package dev.stepwell.asl.reader.rules;

import dev.stepwell.asl.expression.Rfc3339;
import dev.stepwell.asl.problem.Location;
import java.math.BigDecimal;
import java.util.List;
import tools.jackson.databind.JsonNode;

/** Rules about values other than expressions. The wordings are those of asl.md §16. */
final class Values {
  /** Any JSON value. */
  static final ValueRule ANY = (_, _, _) -> {};

  static final ValueRule STRING =
      (value, location, check) -> {
        if (!value.isString()) {
          check.error(expectedType("STRING"), location);
        }
      };

  static final ValueRule BOOLEAN =
      (value, location, check) -> {
        if (!value.isBoolean()) {
          check.error(expectedType("BOOLEAN"), location);
        }
      };

  static final ValueRule NUMBER =
      (value, location, check) -> {
        if (!value.isNumber()) {
          check.error(expectedType("NUMBER"), location);
        }
      };

  /** {@code End}: there is no meaning to false. */
  static final ValueRule TRUE =
      (value, location, check) -> {
        if (!value.isBoolean()) {
          check.error(expectedType("BOOLEAN"), location);
        } else if (!value.booleanValue()) {
          check.error("Value should be one of the following: [true]", location);
        }
      };

  static final ValueRule TIMESTAMP =
      (value, location, check) -> {
        if (!value.isString()) {
          check.error(expectedType("STRING"), location);
        } else if (Rfc3339.parse(value.stringValue()).isEmpty()) {
          check.error("String does not match RFC3339 timestamp", location);
        }
      };

  private Values() {}

  static String expectedType(String type) {
    return "Expected value of type [" + type + "]";
  }

  static ValueRule oneOf(String... values) {
    var allowed = List.of(values);
    return (value, location, check) -> {
      if (!value.isString()) {
        check.error(expectedType("STRING"), location);
      } else if (!allowed.contains(value.stringValue())) {
        check.error("Value should be one of the following: " + allowed, location);
      }
    };
  }

  static ValueRule integer(long min, long max) {
    return (value, location, check) -> {
      if (!value.isIntegralNumber()) {
        check.error("Expected value of type Integer", location);
      } else {
        checkRange(value, BigDecimal.valueOf(min), BigDecimal.valueOf(max), location, check);
      }
    };
  }

  static ValueRule number(double min, double max) {
    return (value, location, check) -> {
      NUMBER.check(value, location, check);
      if (value.isNumber()) {
        checkRange(value, BigDecimal.valueOf(min), BigDecimal.valueOf(max), location, check);
      }
    };
  }

  private static void checkRange(
      JsonNode value, BigDecimal min, BigDecimal max, Location location, DefinitionCheck check) {
    var number = value.decimalValue();
    if (number.compareTo(min) < 0) {
      check.error("Minimum value is " + inShort(min), location);
    } else if (number.compareTo(max) > 0) {
      check.error("Maximum value is " + inShort(max), location);
    }
  }

  private static String inShort(BigDecimal number) {
    var isShort = number.precision() - number.scale() < 20;
    return isShort ? number.stripTrailingZeros().toPlainString() : number.toString();
  }

  static ValueRule arrayOf(ValueRule item) {
    return (value, location, check) -> {
      if (!value.isArray()) {
        check.error(expectedType("ARRAY"), location);
        return;
      }
      for (var i = 0; i < value.size(); i++) {
        item.check(value.get(i), location.item(i), check);
      }
    };
  }

  static ValueRule nonEmptyArrayOf(ValueRule item) {
    var items = arrayOf(item);
    return (value, location, check) -> {
      if (value.isArray() && value.isEmpty()) {
        check.error("Value cannot be empty", location);
      } else {
        items.check(value, location, check);
      }
    };
  }

  static ValueRule orNull(ValueRule rule) {
    return (value, location, check) -> {
      if (!value.isNull()) {
        rule.check(value, location, check);
      }
    };
  }
}
