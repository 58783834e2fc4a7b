package dev.stepwell.asl.intrinsic;

import dev.stepwell.asl.expression.Evaluated;
import java.util.LinkedHashMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.JsonNodeFactory;

/** The functions that make arrays, or look into them. Source: asl.md §8. */
final class ArrayFunctions {
  /** Most elements that {@code ArrayRange} gives. */
  static final int MAX_RANGE = 1_000;

  private ArrayFunctions() {}

  static Evaluated array(Arguments arguments) {
    return Evaluated.value(emptyArray().addAll(arguments.values()));
  }

  static Evaluated arrayPartition(Arguments arguments) {
    return arguments.withArray(
        0, array -> arguments.withRounded(1, size -> partition(array, size)));
  }

  private static Evaluated partition(ArrayNode array, int size) {
    if (size <= 0) {
      return Arguments.failed("The size of the parts must be positive, but was " + size);
    }
    var parts = emptyArray();
    var part = emptyArray();
    for (var item : array) {
      if (part.size() == size || parts.isEmpty()) {
        part = parts.addArray();
      }
      part.add(item);
    }
    return Evaluated.value(parts);
  }

  static Evaluated arrayContains(Arguments arguments) {
    return arguments.withArray(0, array -> contains(array, arguments.value(1)));
  }

  private static Evaluated contains(ArrayNode array, JsonNode value) {
    var wanted = CanonicalText.of(value);
    for (var item : array) {
      if (CanonicalText.of(item).equals(wanted)) {
        return Evaluated.value(BooleanNode.TRUE);
      }
    }
    return Evaluated.value(BooleanNode.FALSE);
  }

  static Evaluated arrayRange(Arguments arguments) {
    return arguments.withRounded(
        0,
        first ->
            arguments.withRounded(
                1, last -> arguments.withRounded(2, step -> range(first, last, step))));
  }

  private static Evaluated range(int first, int last, int step) {
    if (step == 0) {
      return Arguments.failed("The step must not be zero");
    }
    var steps = Math.floorDiv((long) last - first, (long) step);
    if (steps >= MAX_RANGE) {
      return Arguments.failed("The range has more than " + MAX_RANGE + " elements");
    }
    var range = emptyArray();
    for (var i = 0; i <= steps; i++) {
      range.add(first + i * step);
    }
    return Evaluated.value(range);
  }

  static Evaluated arrayGetItem(Arguments arguments) {
    return arguments.withArray(0, array -> arguments.withRounded(1, index -> item(array, index)));
  }

  private static Evaluated item(ArrayNode array, int index) {
    return index >= 0 && index < array.size()
        ? Evaluated.value(array.get(index))
        : Arguments.failed(
            "The index " + index + " is outside the array, which has " + array.size() + " items");
  }

  static Evaluated arrayLength(Arguments arguments) {
    return arguments.withArray(0, array -> Evaluated.value(IntNode.valueOf(array.size())));
  }

  /** Of items that are equal the first one stays, in its place. */
  static Evaluated arrayUnique(Arguments arguments) {
    return arguments.withArray(0, ArrayFunctions::unique);
  }

  private static Evaluated unique(ArrayNode array) {
    var firstOfItsKind = new LinkedHashMap<String, JsonNode>();
    for (var item : array) {
      firstOfItsKind.putIfAbsent(CanonicalText.of(item), item);
    }
    return Evaluated.value(emptyArray().addAll(firstOfItsKind.values()));
  }

  private static ArrayNode emptyArray() {
    return JsonNodeFactory.instance.arrayNode();
  }
}
