package dev.stepwell.asl.jsonata;

import com.dashjoin.jsonata.JException;
import com.dashjoin.jsonata.Jsonata;
import com.dashjoin.jsonata.Jsonata.Frame;
import dev.stepwell.asl.expression.Bindings;
import dev.stepwell.asl.expression.Evaluated;
import dev.stepwell.asl.expression.Evaluated.Failed;
import dev.stepwell.asl.expression.Expression;
import dev.stepwell.asl.expression.StatesError;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.regex.PatternSyntaxException;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A JSONata expression, compiled once. Evaluation may go on in many threads at once: the syntax
 * tree is only read, everything else is made for one evaluation.
 *
 * <p>All it reads are variables; {@code $states} is one of them. A failure is {@code
 * States.QueryEvaluationError} with the recorded texts of asl.md §4, and the place of the field in
 * its state.
 */
public final class JsonataExpression implements Expression {
  /** Longest expression, in characters: reading it takes time quadratic in its length. */
  public static final int MAX_LENGTH = 32_768;

  private static final String START = "{%";
  private static final String END = "%}";
  private static final String STATES = "states";

  /** Regular expressions are bound under this name and a number. */
  private static final String REGEX = "stepwell_regex_";

  private static final Pattern ERROR_CODE = Pattern.compile("[STD]\\d{4}");

  private final String text;
  private final String field;
  private final @Nullable ResultType expected;
  private final ExpressionScan scan;
  private final List<Pattern> regexes;
  private final List<HostFunction> functions;
  private final Jsonata compiled;

  private JsonataExpression(
      String text,
      String field,
      @Nullable ResultType expected,
      ExpressionScan scan,
      List<Pattern> regexes) {
    this.text = text;
    this.field = field;
    this.expected = expected;
    this.scan = scan;
    this.regexes = regexes;
    // Wherever the name stands, so that none is missed that the library finds.
    this.functions =
        HostFunction.ALL.values().stream()
            .filter(function -> text.contains(function.name()))
            .toList();
    this.compiled = Jsonata.jsonata(withRegexesAsVariables(text, scan));
    compiled.setValidateInput(false);
    compiled.setOutputConvertNulls(false);
  }

  /** What compiling an expression gives. */
  public sealed interface Compilation {
    record Compiled(JsonataExpression expression) implements Compilation {}

    /**
     * The text is no expression.
     *
     * @param message for people
     */
    record Malformed(String message) implements Compilation {}
  }

  /** Whether a text of a definition is meant as an expression: it begins with <code>{%</code>. */
  public static boolean isExpression(String text) {
    return text.startsWith(START);
  }

  /** Whether a text that is meant as an expression also ends as one. */
  public static boolean isClosed(String text) {
    return text.endsWith(END) && text.length() >= START.length() + END.length();
  }

  /**
   * Compiles a text that is an expression and closed.
   *
   * @param field where it stands in its state, such as {@code Output/result}
   * @param expected the only type of result that the field takes; null when it takes any
   */
  public static Compilation compile(String source, String field, @Nullable ResultType expected) {
    var text = source.substring(START.length(), source.length() - END.length()).strip();
    if (text.length() > MAX_LENGTH) {
      return new Compilation.Malformed(
          "The expression has more than " + MAX_LENGTH + " characters");
    }
    try {
      var scan = ExpressionScan.of(text);
      var regexes = new ArrayList<Pattern>();
      for (var regex : scan.regexes()) {
        regexes.add(pattern(regex));
      }
      return new Compilation.Compiled(
          new JsonataExpression(text, field, expected, scan, List.copyOf(regexes)));
    } catch (JException e) {
      return new Compilation.Malformed(described(e));
    } catch (PatternSyntaxException e) {
      return new Compilation.Malformed("Invalid regular expression: " + e.getDescription());
    } catch (StackOverflowError e) {
      return new Compilation.Malformed("The expression is nested too deeply");
    } catch (RuntimeException e) {
      // The library's parser runs off the end of some unfinished texts.
      return new Compilation.Malformed("Unexpected end of expression");
    }
  }

  private static Pattern pattern(ExpressionScan.Regex regex) {
    var flags =
        (regex.flags().contains("i") ? Pattern.CASE_INSENSITIVE : 0)
            | (regex.flags().contains("m") ? Pattern.MULTILINE : 0);
    return Pattern.compile(regex.pattern(), flags);
  }

  private static String withRegexesAsVariables(String text, ExpressionScan scan) {
    var result = new StringBuilder();
    var start = 0;
    for (var i = 0; i < scan.regexes().size(); i++) {
      var regex = scan.regexes().get(i);
      result.append(text, start, regex.start()).append('$').append(regexName(i)).append(' ');
      start = regex.end();
    }
    return result.append(text.substring(start)).toString();
  }

  private static String regexName(int index) {
    return REGEX + index;
  }

  @Override
  public String text() {
    return text;
  }

  /** The assigned variables that it reads, without {@code $} and without {@code states}. */
  public Set<String> variables() {
    var variables = new LinkedHashSet<>(scan.freeVariables());
    variables.remove(STATES);
    variables.removeIf(BuiltInFunctions::isBuiltIn);
    return variables;
  }

  /** What it refers to although a Step Functions expression has no such thing. */
  public References references() {
    return new References(
        List.copyOf(scan.topLevelNames()), scan.readsRoot(), List.copyOf(scan.statesFields()));
  }

  /**
   * References that depend on where the expression stands.
   *
   * @param topLevelNames fields of a context item that there is none of
   * @param root whether <code>$$</code> is read
   * @param statesFields fields of {@code $states}
   */
  public record References(List<String> topLevelNames, boolean root, List<String> statesFields) {}

  @Override
  public Evaluated evaluate(Bindings bindings) {
    var budget = new Budget(bindings.allowance(), scan.transforms());
    try {
      var result = compiled.evaluate(null, frame(bindings, budget));
      if (result == null) {
        return failed("returned nothing (undefined).");
      }
      return Values.toNode(result)
          .map(this::checked)
          .orElseGet(() -> failed("returned an unsupported result type."));
    } catch (JException e) {
      return threw(described(e));
    } catch (StackOverflowError e) {
      return threw("The expression is nested too deeply");
    } catch (RuntimeException e) {
      return threw(described(e));
    }
  }

  private Frame frame(Bindings bindings, Budget budget) {
    var frame = new Frame(null);
    for (var name : scan.freeVariables()) {
      var node = bindings.variable(name);
      if (node != null) {
        frame.bind(name, Values.ofNode(node));
      }
    }
    for (var function : functions) {
      if (frame.lookup(function.name()) == null) {
        frame.bind(function.name(), function.bind(bindings, budget));
      }
    }
    for (var i = 0; i < regexes.size(); i++) {
      frame.bind(regexName(i), new RegexFunction(regexes.get(i), budget));
    }
    BuiltInFunctions.disable(frame);
    frame.setEvaluateEntryCallback((_, _, _) -> budget.enter());
    frame.setEvaluateExitCallback((_, _, _, result) -> budget.leave(result));
    return frame;
  }

  private Evaluated checked(JsonNode node) {
    return expected == null || expected.includes(node)
        ? Evaluated.value(node)
        : failed(
            "returned an unexpected result type. Expected '"
                + expected.typeName()
                + "', but was '"
                + ResultType.nameOf(node)
                + "' for value: "
                + node);
  }

  private Evaluated threw(String what) {
    return failed("threw an error during evaluation. " + what);
  }

  private Evaluated failed(String what) {
    return new Failed(
        new StatesError(
            StatesError.QUERY_EVALUATION_ERROR,
            "The JSONata expression '"
                + text
                + "' specified for the field '"
                + field
                + "' "
                + what),
        field);
  }

  /** Recorded: {@code T1006: Attempted to invoke a non-function}. */
  private static String described(JException error) {
    var code = error.getError();
    var message = String.valueOf(error.getMessage());
    return code != null && ERROR_CODE.matcher(code).matches()
        ? code + ": " + message
        : String.valueOf(code);
  }

  private static String described(RuntimeException error) {
    return switch (error.getCause()) {
      case JException cause -> described(cause);
      case StackOverflowError _ -> "The expression is nested too deeply";
      case BudgetExceeded cause -> String.valueOf(cause.getMessage());
      case null, default -> String.valueOf(error.getMessage());
    };
  }

  @Override
  public String toString() {
    return text;
  }
}
