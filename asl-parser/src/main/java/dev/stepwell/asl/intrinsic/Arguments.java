package dev.stepwell.asl.intrinsic;

import dev.stepwell.asl.expression.Evaluated;
import dev.stepwell.asl.expression.StatesError;
import java.util.List;
import java.util.function.Function;
import java.util.function.IntFunction;
import java.util.random.RandomGenerator;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * The evaluated arguments of one call. What a function asks of an argument is said by the method
 * that it takes it with: the function goes on with a value of that kind, or the call fails.
 *
 * @param placeholders where the first argument has its {@code {}}, in rising order
 */
record Arguments(List<JsonNode> values, List<Integer> placeholders, RandomGenerator random) {

  /** A failure of the call, which the whole expression passes on with its own text before it. */
  static Evaluated failed(String reason) {
    return Evaluated.failed(StatesError.INTRINSIC_FAILURE, reason);
  }

  JsonNode value(int index) {
    return values.get(index);
  }

  int size() {
    return values.size();
  }

  Evaluated withArray(int index, Function<ArrayNode, Evaluated> next) {
    return value(index) instanceof ArrayNode array ? next.apply(array) : notA("array", index);
  }

  Evaluated withObject(int index, Function<ObjectNode, Evaluated> next) {
    return value(index) instanceof ObjectNode object ? next.apply(object) : notA("object", index);
  }

  Evaluated withText(int index, Function<String, Evaluated> next) {
    return value(index).isString() ? next.apply(value(index).stringValue()) : notA("string", index);
  }

  /**
   * A number that is rounded to an integer, halves upwards, and has 32 bits then. Source: recorded
   * {@code MathAdd} cases.
   */
  Evaluated withRounded(int index, IntFunction<Evaluated> next) {
    if (!value(index).isNumber()) {
      return notA("number", index);
    }
    // Too large a number becomes infinite, and then the largest long.
    var rounded = Math.round(value(index).decimalValue().doubleValue());
    return rounded >= Integer.MIN_VALUE && rounded <= Integer.MAX_VALUE
        ? next.apply((int) rounded)
        : failed("The argument " + (index + 1) + " is out of the range of 32-bit integers");
  }

  private static Evaluated notA(String type, int index) {
    return failed("The argument " + (index + 1) + " must be of type " + type);
  }
}
