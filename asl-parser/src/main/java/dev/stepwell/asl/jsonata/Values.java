package dev.stepwell.asl.jsonata;

import com.dashjoin.jsonata.Jsonata;
import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * JSON trees as the library's values, and back. The library knows two kinds of nothing: Java's null
 * is JSONata's "undefined", {@link Jsonata#NULL_VALUE} is JSON's null.
 */
final class Values {
  private static final double MAX_LONG = 0x1p63;
  private static final double WIDEST_IN_DIGITS = 1e21;
  private static final JsonNodeFactory NODES = JsonNodeFactory.instance;

  private Values() {}

  /** The library's view of a tree; arrays and objects are converted as they are looked at. */
  static Object ofNode(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> new NodeMap(object);
      case ArrayNode array -> new NodeList(array);
      default -> scalar(node);
    };
  }

  private static Object scalar(JsonNode node) {
    if (node.isString()) {
      return node.stringValue();
    } else if (node.isBoolean()) {
      return node.booleanValue();
    } else if (node.isNull()) {
      return Jsonata.NULL_VALUE;
    } else if (node.isIntegralNumber() && node.canConvertToLong()) {
      return number(node.longValue());
    }
    return number(node.doubleValue());
  }

  /**
   * A number in the one form in which the library compares numbers within lists: whole ones as
   * Integer or Long, all others as Double.
   */
  static Number number(Number number) {
    var isWhole = number.longValue() == number.doubleValue();
    if (!isWhole && !(number instanceof Long)) {
      return number.doubleValue();
    }
    var value = number.longValue();
    return value == (int) value ? (Number) (int) value : (Number) value;
  }

  /**
   * The tree of a result whose size was measured before, so that it is known to be small and flat
   * enough; empty when a function is somewhere in it.
   */
  static Optional<JsonNode> toNode(@Nullable Object value) {
    return Optional.ofNullable(node(value));
  }

  private static @Nullable JsonNode node(@Nullable Object value) {
    return switch (value) {
      case null -> NODES.nullNode();
      case String text -> NODES.stringNode(text);
      case Boolean truth -> NODES.booleanNode(truth);
      case Number number -> numberNode(number);
      case NodeMap map when map.isUntouched() -> map.source();
      case NodeList list when list.isUntouched() -> list.source();
      case Map<?, ?> map -> object(map);
      case List<?> list -> array(list);
      default -> value.equals(Jsonata.NULL_VALUE) ? NODES.nullNode() : null;
    };
  }

  /**
   * Whole numbers are written without a fraction, as AWS does, and as far as JavaScript writes
   * their digits; others as the decimal number that a document would have.
   */
  private static JsonNode numberNode(Number number) {
    return switch (number(number)) {
      case Integer value -> NODES.numberNode(value.intValue());
      case Long value -> NODES.numberNode(value.longValue());
      case Number value when Math.abs(value.doubleValue()) >= MAX_LONG ->
          wideNode(value.doubleValue());
      case Number value -> NODES.numberNode(new BigDecimal(value.toString()));
    };
  }

  private static JsonNode wideNode(double value) {
    return Math.abs(value) < WIDEST_IN_DIGITS
        ? NODES.numberNode(new BigDecimal(value).toBigInteger())
        : NODES.numberNode(new BigDecimal(Double.toString(value)));
  }

  private static @Nullable JsonNode object(Map<?, ?> map) {
    var object = NODES.objectNode();
    for (var entry : map.entrySet()) {
      var field = node(entry.getValue());
      if (field == null) {
        return null;
      }
      object.set(String.valueOf(entry.getKey()), field);
    }
    return object;
  }

  private static @Nullable JsonNode array(List<?> list) {
    var array = NODES.arrayNode(list.size());
    for (var value : list) {
      var item = node(value);
      if (item == null) {
        return null;
      }
      array.add(item);
    }
    return array;
  }
}
