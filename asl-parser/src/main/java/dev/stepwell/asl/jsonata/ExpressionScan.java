package dev.stepwell.asl.jsonata;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an expression refers to, found by one look at its text: the library keeps its syntax tree to
 * itself. The scan knows words, and for each bracket whether there is a context item within it;
 * that the text is well formed is the library's to judge.
 */
final class ExpressionScan {
  private static final String OPERATORS = ".[]{}(),@#;:?+-*/%|=<>^&!~";
  private static final String WHITE_SPACE = " \t\n\r";

  /** Operators of two characters that would mean something else one by one. */
  private static final Set<String> LONG_OPERATORS =
      Set.of("..", ":=", "!=", ">=", "<=", "**", "~>", "?:", "??");

  /** A regular expression literal and where it stands. */
  record Regex(int start, int end, String pattern, String flags) {}

  /** A bracket that is open: what it is, and whether expressions within it have a context item. */
  private record Bracket(char kind, boolean hasContext) {}

  private final String text;
  private final Deque<Bracket> brackets = new ArrayDeque<>();
  private final Set<String> read = new LinkedHashSet<>();
  private final Set<String> bound = new LinkedHashSet<>();
  private final Set<String> statesFields = new LinkedHashSet<>();
  private final Set<String> topLevelNames = new LinkedHashSet<>();
  private final List<Regex> regexes = new ArrayList<>();
  private boolean readsRoot;
  private boolean transforms;

  private int position;
  private boolean expectsOperand = true;
  private String previous = "";

  private ExpressionScan(String text) {
    this.text = text;
  }

  static ExpressionScan of(String text) {
    var scan = new ExpressionScan(text);
    while (scan.position < text.length()) {
      scan.next();
    }
    return scan;
  }

  /** Variables that are read, but for those that the expression binds itself; without {@code $}. */
  Set<String> freeVariables() {
    var free = new LinkedHashSet<>(read);
    free.removeAll(bound);
    return free;
  }

  /** Fields read of {@code $states}. */
  Set<String> statesFields() {
    return statesFields;
  }

  /** What is read where there is no context item: field names, or {@code $}. */
  Set<String> topLevelNames() {
    return topLevelNames;
  }

  /** Whether {@code $$} is read. */
  boolean readsRoot() {
    return readsRoot;
  }

  /** Whether there is a transform operator, which changes copies of values in place. */
  boolean transforms() {
    return transforms;
  }

  List<Regex> regexes() {
    return regexes;
  }

  private void next() {
    var character = text.charAt(position);
    if (WHITE_SPACE.indexOf(character) >= 0) {
      position++;
    } else if (text.startsWith("/*", position)) {
      position = endAfter("*/", position + 2);
    } else if (character == '/' && expectsOperand) {
      regex();
    } else if (character == '"' || character == '\'') {
      string(character);
    } else if (character == '`') {
      var start = position + 1;
      position = endAfter("`", start);
      name(text.substring(start, Math.max(start, position - 1)));
    } else if (OPERATORS.indexOf(character) >= 0) {
      operator(character);
    } else {
      word();
    }
  }

  private int endAfter(String end, int from) {
    var found = text.indexOf(end, from);
    return found < 0 ? text.length() : found + end.length();
  }

  private void operand(String word) {
    expectsOperand = false;
    previous = word;
  }

  private void string(char quote) {
    position++;
    while (position < text.length() && text.charAt(position) != quote) {
      position += text.charAt(position) == '\\' ? 2 : 1;
    }
    position = Math.min(position + 1, text.length());
    operand("string");
  }

  /** Ends at the first slash that is neither escaped nor within brackets, as in the library. */
  private void regex() {
    var start = position;
    var depth = 0;
    var end = start + 1;
    var isEscaped = false;
    while (end < text.length() && (isEscaped || depth != 0 || text.charAt(end) != '/')) {
      var character = text.charAt(end);
      if (!isEscaped && "([{".indexOf(character) >= 0) {
        depth++;
      } else if (!isEscaped && ")]}".indexOf(character) >= 0) {
        depth--;
      }
      isEscaped = !isEscaped && character == '\\';
      end++;
    }
    var flagsEnd = Math.min(end + 1, text.length());
    while (flagsEnd < text.length() && "im".indexOf(text.charAt(flagsEnd)) >= 0) {
      flagsEnd++;
    }
    if (end > start + 1 && end < text.length()) {
      regexes.add(
          new Regex(
              start, flagsEnd, text.substring(start + 1, end), text.substring(end + 1, flagsEnd)));
    }
    position = flagsEnd;
    operand("regex");
  }

  private void word() {
    var start = position;
    while (position < text.length()
        && OPERATORS.indexOf(text.charAt(position)) < 0
        && WHITE_SPACE.indexOf(text.charAt(position)) < 0) {
      position++;
    }
    var word = text.substring(start, position);
    if (word.startsWith("$")) {
      variable(word.substring(1));
    } else if (Character.isDigit(word.charAt(0))) {
      number(start);
    } else {
      name(word);
    }
  }

  /** A number may have a fraction, whose dot is no operator. */
  private void number(int start) {
    var isFraction =
        position + 1 < text.length()
            && text.charAt(position) == '.'
            && Character.isDigit(text.charAt(position + 1));
    if (isFraction) {
      position++;
      while (position < text.length() && Character.isLetterOrDigit(text.charAt(position))) {
        position++;
      }
    }
    operand(text.substring(start, position));
  }

  private void variable(String name) {
    var following = following();
    if (name.equals("$")) {
      readsRoot = true;
    } else if (name.isEmpty()) {
      if (!hasContext()) {
        topLevelNames.add("$");
      }
    } else if (following.startsWith(":=") || isBinding()) {
      bound.add(name);
    } else if (!following.startsWith("(")) {
      // A variable holds JSON, which cannot be called.
      read.add(name);
    }
    operand("$" + name);
  }

  /** Parameters of a function, and variables of {@code @} and {@code #}. */
  private boolean isBinding() {
    return previous.equals("@")
        || previous.equals("#")
        || (!brackets.isEmpty() && brackets.peek().kind() == 'f');
  }

  private String following() {
    var from = position;
    while (from < text.length() && WHITE_SPACE.indexOf(text.charAt(from)) >= 0) {
      from++;
    }
    return text.substring(from, Math.min(from + 2, text.length()));
  }

  private void name(String name) {
    if (!expectsOperand) {
      // and, or, in
      expectsOperand = true;
      previous = name;
      return;
    }
    switch (name) {
      case "true", "false", "null" -> operand(name);
      case "function", "λ" -> operand("function");
      default -> {
        if (previous.equals(".") && statesFieldFollows) {
          statesFields.add(name);
        } else if (!previous.equals(".") && !hasContext()) {
          topLevelNames.add(name);
        }
        operand(name);
      }
    }
  }

  private boolean statesFieldFollows;

  private boolean hasContext() {
    return !brackets.isEmpty() && brackets.peek().hasContext();
  }

  private void operator(char character) {
    var end = Math.min(position + 2, text.length());
    var two = text.substring(position, end);
    var operator = LONG_OPERATORS.contains(two) ? two : String.valueOf(character);
    position += operator.length();
    statesFieldFollows = operator.equals(".") && previous.equals("$states");
    switch (operator) {
      case "(", "[", "{" -> open(character);
      case ")", "]", "}" -> close();
      case "|" -> transform();
      case "<" -> {
        if (previous.equals("parameters")) {
          skipSignature();
        } else {
          infix(operator);
        }
      }
      case "*", "**", "%", "?" -> {
        if (expectsOperand) {
          // a wildcard, a parent, or the gap of a partial application
          operand(operator);
        } else {
          infix(operator);
        }
      }
      default -> infix(operator);
    }
  }

  private void infix(String operator) {
    expectsOperand = true;
    previous = operator;
  }

  private void open(char kind) {
    var isStep = previous.equals(".");
    if (kind == '(' && previous.equals("function")) {
      brackets.push(new Bracket('f', hasContext()));
    } else if (kind == '{' && previous.equals("parameters")) {
      brackets.push(new Bracket(kind, hasContext()));
    } else {
      // What follows an operand directly is a predicate or a grouping, and works item by item.
      var isOfItems = kind == '(' ? previous.equals("^") : !expectsOperand;
      brackets.push(new Bracket(kind, isStep || isOfItems || hasContext()));
    }
    expectsOperand = true;
    previous = String.valueOf(kind);
  }

  private void close() {
    var closed = brackets.poll();
    operand(closed != null && closed.kind() == 'f' ? "parameters" : ")");
  }

  /** {@code |pattern|update, delete|}: the first bar comes where an operand is expected. */
  private void transform() {
    transforms = true;
    @Nullable Bracket open = brackets.peek();
    if (open != null && open.kind() == '|') {
      brackets.pop();
      brackets.push(new Bracket('!', true));
      infix("|");
    } else if (open != null && open.kind() == '!') {
      brackets.pop();
      operand("|");
    } else {
      brackets.push(new Bracket('|', true));
      infix("|");
    }
  }

  private void skipSignature() {
    var depth = 1;
    while (position < text.length() && depth > 0) {
      depth +=
          switch (text.charAt(position)) {
            case '<' -> 1;
            case '>' -> -1;
            default -> 0;
          };
      position++;
    }
  }
}
