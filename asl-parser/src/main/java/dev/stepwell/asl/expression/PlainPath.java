package dev.stepwell.asl.expression;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A path of names and indexes only, walked without allocating anything: nearly all paths of real
 * definitions are of this form.
 *
 * <p>It understands a subset of what Jayway's compiler does and means the same by it; texts outside
 * that subset are left to {@link JaywayPath}. Its failures are worded as Jayway's, which AWS shows.
 */
final class PlainPath {
  /** Enough for any index of an array in memory, and too few digits to overflow. */
  private static final int MAX_INDEX_DIGITS = 9;

  static final PlainPath ROOT = new PlainPath(List.of());

  sealed interface Step {
    /** As Jayway prints it in messages. */
    String fragment();

    /** {@code .name}, {@code ['name']} or {@code ["name"]}. */
    record Name(String name, char quote) implements Step {
      @Override
      public String fragment() {
        return "[" + quote + name + quote + "]";
      }

      private String inEvaluatedPath() {
        return "['" + name + "']";
      }
    }

    /** {@code [n]}; negative counts from the end. */
    record Index(int index) implements Step {
      @Override
      public String fragment() {
        return "[" + index + "]";
      }
    }
  }

  private final Step[] steps;

  private PlainPath(List<Step> steps) {
    this.steps = steps.toArray(Step[]::new);
  }

  List<Step> steps() {
    return List.of(steps);
  }

  /** The path, or null when the text is not of this form. */
  static @Nullable PlainPath parse(String text) {
    if (text.equals("$")) {
      return ROOT;
    }
    if (!text.startsWith("$")) {
      return null;
    }
    var steps = new ArrayList<Step>();
    var position = 1;
    while (position < text.length()) {
      var end = endOfStep(text, position);
      if (end < 0) {
        return null;
      }
      steps.add(step(text, position, end));
      position = end;
    }
    return new PlainPath(steps);
  }

  /** The value, or null when the path leads nowhere. */
  @Nullable JsonNode find(JsonNode root) {
    var node = root;
    for (var step : steps) {
      var next = follow(step, node);
      if (next == null) {
        return null;
      }
      node = next;
    }
    return node;
  }

  /** Why {@link #find} gives null for this root, in Jayway's words. */
  String failure(JsonNode root) {
    var node = root;
    var walked = new StringBuilder("$");
    for (var i = 0; i < steps.length; i++) {
      var step = steps[i];
      var next = follow(step, node);
      if (next == null) {
        return failureAt(i, node, walked.toString());
      }
      walked.append(step instanceof Step.Name name ? name.inEvaluatedPath() : step.fragment());
      node = next;
    }
    throw new IllegalStateException("the path leads to a value: " + walked);
  }

  private static @Nullable JsonNode follow(Step step, JsonNode node) {
    return switch (step) {
      // get(String) and get(int) are null on anything but an object or an array.
      case Step.Name name -> node.get(name.name());
      case Step.Index index ->
          node.get(index.index() < 0 ? node.size() + index.index() : index.index());
    };
  }

  private String failureAt(int index, JsonNode node, String walked) {
    return switch (steps[index]) {
      case Step.Name name when !node.isObject() ->
          "Expected to find an object with property "
              + name.fragment()
              + " in path "
              + walked
              + " but found '"
              + JaywayPath.javaTypeOf(node)
              + "'. This is not a json object according to the JsonProvider: '"
              + JaywayPath.PROVIDER_NAME
              + "'.";
      case Step.Name name when index < steps.length - 1 ->
          "Missing property in path " + walked + name.inEvaluatedPath();
      case Step.Index _ when !node.isArray() ->
          "Filter: "
              + fragmentsFrom(index)
              + " can only be applied to arrays. Current context is: "
              + node;
      default -> "No results for path: $" + fragmentsFrom(0);
    };
  }

  private String fragmentsFrom(int index) {
    var fragments = new StringBuilder();
    for (var i = index; i < steps.length; i++) {
      fragments.append(steps[i].fragment());
    }
    return fragments.toString();
  }

  private static int endOfStep(String text, int start) {
    if (text.charAt(start) == '.') {
      var end = start + 1;
      while (end < text.length() && isPlainNameCharacter(text.charAt(end))) {
        end++;
      }
      return end == start + 1 || (end < text.length() && !startsStep(text.charAt(end))) ? -1 : end;
    }
    if (text.charAt(start) != '[' || start + 1 >= text.length()) {
      return -1;
    }
    var first = text.charAt(start + 1);
    return first == '\'' || first == '"'
        ? endOfQuotedName(text, start, first)
        : endOfIndex(text, start);
  }

  private static boolean startsStep(char character) {
    return character == '.' || character == '[';
  }

  private static boolean isPlainNameCharacter(char character) {
    return (character >= 'a' && character <= 'z')
        || (character >= 'A' && character <= 'Z')
        || (character >= '0' && character <= '9')
        || character == '_'
        || character == '-'
        || character == '$'
        || character >= 0x80;
  }

  private static int endOfQuotedName(String text, int start, char quote) {
    var close = text.indexOf(quote, start + 2);
    if (close < 0 || close + 1 >= text.length() || text.charAt(close + 1) != ']') {
      return -1;
    }
    return hasEscape(text.substring(start + 2, close + 1), quote) ? -1 : close + 2;
  }

  /**
   * Escapes are left to Jayway; but a backslash before a double quote is none between single
   * quotes. Source: recorded test_escape_sequence_parsing.
   */
  private static boolean hasEscape(String nameAndQuote, char quote) {
    var unescaped = quote == '\'' ? nameAndQuote.replace("\\\"", "") : nameAndQuote;
    return unescaped.indexOf('\\') >= 0;
  }

  private static int endOfIndex(String text, int start) {
    var digits = text.charAt(start + 1) == '-' ? start + 2 : start + 1;
    var end = digits;
    while (end < text.length() && text.charAt(end) >= '0' && text.charAt(end) <= '9') {
      end++;
    }
    var isIndex = end > digits && end - digits <= MAX_INDEX_DIGITS;
    return isIndex && end < text.length() && text.charAt(end) == ']' ? end + 1 : -1;
  }

  private static Step step(String text, int start, int end) {
    if (text.charAt(start) == '.') {
      return new Step.Name(text.substring(start + 1, end), '\'');
    }
    var first = text.charAt(start + 1);
    return first == '\'' || first == '"'
        ? new Step.Name(text.substring(start + 2, end - 2), first)
        : new Step.Index(Integer.parseInt(text, start + 1, end - 1, 10));
  }
}
