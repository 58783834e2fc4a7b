package dev.stepwell.asl.intrinsic;

import dev.stepwell.asl.expression.PathExpression;
import dev.stepwell.asl.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.NullNode;

/**
 * Reads calls such as {@code States.Format('{} of {}', $.index, States.ArrayLength($.items))}. One
 * pass over the text; bad text gives nothing. Source: asl.md §8.
 */
public final class IntrinsicParser {
  /** What every call begins with. */
  public static final String PREFIX = "States.";

  /** Deepest nesting of calls, the outermost one included. Source: quotas.md §4. */
  static final int MAX_NESTING = 10;

  private static final String ESCAPABLE = "'{}\\";
  private static final Pattern NAME = Pattern.compile("[A-Za-z0-9]+");
  private static final Pattern NUMBER =
      Pattern.compile("-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?");

  private final String text;
  private int position;

  private IntrinsicParser(String text) {
    this.text = text;
  }

  /**
   * The call, or empty where the text is no call: other text around it, an unknown function, one
   * argument too many or too few, an escape other than {@code \' \{ \} \\}, a path that is none, or
   * more than {@value #MAX_NESTING} calls in each other.
   */
  public static Optional<IntrinsicExpression> parse(String text) {
    var parser = new IntrinsicParser(text);
    var call = parser.call(1);
    return call == null || parser.position < text.length()
        ? Optional.empty()
        : Optional.of(new IntrinsicExpression(text, call));
  }

  private Argument.@Nullable Call call(int depth) {
    if (depth > MAX_NESTING || !skip(PREFIX)) {
      return null;
    }
    var function = IntrinsicFunction.find(match(NAME));
    if (function == null || !skip("(")) {
      return null;
    }
    var arguments = arguments(depth);
    return arguments != null && function.accepts(arguments.size())
        ? new Argument.Call(function, List.copyOf(arguments))
        : null;
  }

  /** Up to and with the closing parenthesis. */
  private @Nullable List<Argument> arguments(int depth) {
    var arguments = new ArrayList<Argument>();
    skipSpaces();
    if (skip(")")) {
      return arguments;
    }
    do {
      skipSpaces();
      var argument = argument(depth);
      if (argument == null) {
        return null;
      }
      arguments.add(argument);
      skipSpaces();
    } while (skip(","));
    return skip(")") ? arguments : null;
  }

  private @Nullable Argument argument(int depth) {
    if (position == text.length()) {
      return null;
    }
    return switch (text.charAt(position)) {
      case '$' -> path();
      case '\'' -> quotedText();
      case 'S' -> call(depth + 1);
      case 't' -> skip("true") ? new Argument.Literal(BooleanNode.TRUE) : null;
      case 'f' -> skip("false") ? new Argument.Literal(BooleanNode.FALSE) : null;
      case 'n' -> skip("null") ? new Argument.Literal(NullNode.getInstance()) : null;
      default -> number();
    };
  }

  private @Nullable Argument number() {
    var number = match(NUMBER);
    try {
      return number.isEmpty() ? null : new Argument.Literal(Json.parse(number));
    } catch (JacksonException _) {
      // An exponent that no number can have.
      return null;
    }
  }

  private @Nullable Argument quotedText() {
    var unquoted = new StringBuilder();
    var placeholders = new ArrayList<Integer>();
    position++;
    while (position < text.length()) {
      var character = text.charAt(position);
      if (character == '\'') {
        position++;
        return new Argument.Text(unquoted.toString(), List.copyOf(placeholders));
      }
      if (character == '\\') {
        position++;
        if (position == text.length() || ESCAPABLE.indexOf(text.charAt(position)) < 0) {
          return null;
        }
      } else if (text.startsWith(TextFunctions.PLACEHOLDER, position)) {
        placeholders.add(unquoted.length());
      }
      unquoted.append(text.charAt(position));
      position++;
    }
    return null;
  }

  private @Nullable Argument path() {
    var start = position;
    position = endOfPath();
    return PathExpression.parse(text.substring(start, position))
        .map(Argument.Path::new)
        .orElse(null);
  }

  /** A comma, a space or a parenthesis ends a path, unless the path has brackets around it. */
  private int endOfPath() {
    var brackets = 0;
    for (var end = position; end < text.length(); end++) {
      var character = text.charAt(end);
      switch (character) {
        case '[', '(' -> brackets++;
        case ']', ')' -> {
          if (brackets == 0) {
            return end;
          }
          brackets--;
        }
        case '\'', '"' -> end = brackets == 0 ? end : endOfQuotes(end);
        case ',', ' ' -> {
          if (brackets == 0) {
            return end;
          }
        }
        default -> {}
      }
    }
    return text.length();
  }

  private int endOfQuotes(int start) {
    for (var end = start + 1; end < text.length(); end++) {
      if (text.charAt(end) == '\\') {
        end++;
      } else if (text.charAt(end) == text.charAt(start)) {
        return end;
      }
    }
    return text.length();
  }

  private boolean skip(String expected) {
    if (!text.startsWith(expected, position)) {
      return false;
    }
    position += expected.length();
    return true;
  }

  private void skipSpaces() {
    while (position < text.length() && text.charAt(position) == ' ') {
      position++;
    }
  }

  /** The text that matches here, which is then skipped; empty where none does. */
  private String match(Pattern pattern) {
    var matcher = pattern.matcher(text).region(position, text.length());
    if (!matcher.lookingAt()) {
      return "";
    }
    position = matcher.end();
    return matcher.group();
  }
}
