package dev.stepwell.asl.jsonata;

import com.dashjoin.jsonata.Utils.RangeList;
import dev.stepwell.asl.expression.Allowance;
import dev.stepwell.asl.json.Json;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What one evaluation may take: steps of the state's {@link Allowance}, depth, and the size of
 * every value on the way.
 *
 * <p>The library tells of every node of the expression that it begins and ends to evaluate.
 * Counting them, and what they result in, bounds time and memory in a way that is the same on every
 * run. Values are weighed as if written out: one that holds another a thousand times weighs a
 * thousand times as much, though it takes the memory of one.
 */
final class Budget {
  /** Most expression nodes that wait for each other; a call of a function takes a handful. */
  static final int MAX_DEPTH = 1_000;

  /** Heaviest value: nodes, and characters (sixteen weigh as much as a node). */
  static final long MAX_WEIGHT = 500_000;

  /** Characters that weigh as much as one node. */
  private static final int TEXT_UNIT = Allowance.CHARACTERS_PER_STEP;

  /** Longest text: as heavy as the heaviest value. */
  static final int MAX_TEXT = (int) MAX_WEIGHT * TEXT_UNIT;

  /** The weight of a container as if written out, and how deep it is. */
  private record Measure(long weight, int depth) {}

  private final Allowance allowance;
  private final @Nullable IdentityHashMap<Object, Measure> known;
  private int depth;

  /**
   * The budget of one evaluation.
   *
   * @param valuesChange whether the expression changes values in place, so that none can be weighed
   *     once and for all
   */
  Budget(Allowance allowance, boolean valuesChange) {
    this.allowance = allowance;
    known = valuesChange ? null : new IdentityHashMap<>();
  }

  /** One node of the expression begins. */
  void enter() {
    spend(1);
    depth++;
    if (depth > MAX_DEPTH) {
      throw new BudgetExceeded("The expression is nested more than " + MAX_DEPTH + " levels deep");
    }
  }

  /** One node of the expression ends. */
  void leave(@Nullable Object result) {
    depth--;
    check(result);
  }

  /** Takes so many steps at once. */
  void spend(long count) {
    if (!allowance.spend(count)) {
      throw new BudgetExceeded(allowance.excess());
    }
  }

  /** Refuses a text of that length before it is built. */
  void checkLength(long characters) {
    if (characters > MAX_TEXT) {
      throw new BudgetExceeded("A text has more than " + MAX_TEXT + " characters");
    }
    spend(characters / TEXT_UNIT);
  }

  /** Refuses an array of that many items before it is built. */
  void checkSize(long items) {
    if (items > MAX_WEIGHT) {
      throw tooHeavy();
    }
    spend(items);
  }

  /** Refuses a value whose text, indented for people to read, would be too long. */
  void checkPrettyPrint(Object value) {
    var measure = measure(value, 0);
    checkLength(measure.weight() * (TEXT_UNIT + 2L * measure.depth()));
  }

  private void check(@Nullable Object value) {
    switch (value) {
      case String text -> checkLength(text.length());
      // What is read of a variable was admitted when it was assigned, and is weighed only where it
      // becomes part of something new: walking through it here would cost more than most paths do.
      case NodeMap map when map.isUntouched() -> {}
      case NodeList list when list.isUntouched() -> {}
      // The library wraps the one value that a path leads to.
      case List<?> list when list.size() == 1 && isUntouched(list.getFirst()) -> {}
      case List<?> list -> measure(list, 0);
      case Map<?, ?> map -> measure(map, 0);
      // The scan has not seen it as one, so that its matching could not be counted.
      case Pattern _ ->
          throw new BudgetExceeded("A regular expression stands where a division is expected");
      case null, default -> {}
    }
  }

  private static boolean isUntouched(@Nullable Object value) {
    return switch (value) {
      case NodeMap map -> map.isUntouched();
      case NodeList list -> list.isUntouched();
      case null, default -> false;
    };
  }

  private static BudgetExceeded tooHeavy() {
    return new BudgetExceeded("A value has more than " + MAX_WEIGHT + " parts");
  }

  private Measure measure(Object value, int outerDepth) {
    return switch (value) {
      case NodeMap map when map.isUntouched() -> measureNode(map.source());
      case NodeList list when list.isUntouched() -> measureNode(list.source());
      case RangeList range -> measureRange(range);
      case Map<?, ?> map -> measureItems(map, map.values(), outerDepth);
      case List<?> list -> measureItems(list, list, outerDepth);
      case String text -> new Measure(1 + text.length() / TEXT_UNIT, 0);
      default -> SCALAR;
    };
  }

  private static final Measure SCALAR = new Measure(1, 0);

  private Measure measureRange(RangeList range) {
    checkSize(range.size());
    return new Measure(range.size(), 1);
  }

  private Measure measureItems(Object container, Iterable<?> items, int outerDepth) {
    var measured = known == null ? null : known.get(container);
    if (measured != null) {
      return measured;
    }
    if (outerDepth >= Json.MAX_NESTING_DEPTH) {
      throw tooDeep();
    }
    var weight = 1L;
    var innerDepth = 0;
    for (var item : items) {
      var measure = item == null ? SCALAR : measure(item, outerDepth + 1);
      weight += measure.weight();
      innerDepth = Math.max(innerDepth, measure.depth());
      spend(1);
      if (weight > MAX_WEIGHT) {
        throw tooHeavy();
      }
    }
    if (innerDepth + 1 > Json.MAX_NESTING_DEPTH) {
      throw tooDeep();
    }
    return remember(container, new Measure(weight, innerDepth + 1));
  }

  private static BudgetExceeded tooDeep() {
    return new BudgetExceeded(
        "A value is nested more than " + Json.MAX_NESTING_DEPTH + " levels deep");
  }

  /** Trees do not change, whatever the expression does, and what they hold was admitted before. */
  private Measure measureNode(JsonNode node) {
    var measured = known == null ? null : known.get(node);
    if (measured != null) {
      return measured;
    }
    var weight = 1L + (node.isString() ? node.stringValue().length() / TEXT_UNIT : 0);
    var innerDepth = -1;
    for (var child : node) {
      var measure = child.isContainer() ? measureNode(child) : scalar(child);
      weight += measure.weight();
      innerDepth = Math.max(innerDepth, measure.depth());
    }
    return remember(node, new Measure(weight, innerDepth + 1));
  }

  private static Measure scalar(JsonNode node) {
    return node.isString() ? new Measure(1 + node.stringValue().length() / TEXT_UNIT, 0) : SCALAR;
  }

  private Measure remember(Object container, Measure measure) {
    if (known != null) {
      known.put(container, measure);
    }
    return measure;
  }
}
