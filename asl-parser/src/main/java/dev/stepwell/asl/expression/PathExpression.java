package dev.stepwell.asl.expression;

import dev.stepwell.asl.json.Json;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A JSONPath: {@code $…} reads the document, {@code $$…} the Context Object, {@code $name…} a
 * variable.
 *
 * <p>Paths that may select several nodes yield an array, possibly empty. A path that leads nowhere
 * fails with {@code States.Runtime}. Source: asl.md §3.
 */
public final class PathExpression implements Expression {
  /** {@code $}: the document itself. */
  public static final PathExpression ROOT =
      new PathExpression("$", Source.DOCUMENT, "", PlainPath.ROOT, null, null);

  /** What a path reads from. */
  public enum Source {
    DOCUMENT,
    CONTEXT_OBJECT,
    VARIABLE
  }

  private final String text;
  private final Source source;
  private final String variable;
  private final @Nullable PlainPath plain;
  private final @Nullable JaywayPath jayway;
  private final @Nullable String field;

  private PathExpression(
      String text,
      Source source,
      String variable,
      @Nullable PlainPath plain,
      @Nullable JaywayPath jayway,
      @Nullable String field) {
    this.text = text;
    this.source = source;
    this.variable = variable;
    this.plain = plain;
    this.jayway = jayway;
    this.field = field;
  }

  /**
   * The compiled path, or empty when the text is not a JSONPath.
   *
   * <p>Limits on paths other than plain names and indexes: 1,024 characters, 16 filters, 2 scans
   * ({@code ..}), no regular expressions, 262,143 results.
   */
  public static Optional<PathExpression> parse(String text) {
    if (text.startsWith("$$")) {
      return parse(text, Source.CONTEXT_OBJECT, "", text.substring(1));
    }
    var endOfName = endOfVariableName(text);
    if (endOfName > 1) {
      var rest = "$" + text.substring(endOfName);
      return parse(text, Source.VARIABLE, text.substring(1, endOfName), rest);
    }
    return parse(text, Source.DOCUMENT, "", text);
  }

  /** Whether a text is refused for a filter with a regular expression, which could hang. */
  public static boolean usesRegularExpression(String text) {
    return JaywayPath.usesRegularExpression(text);
  }

  private static Optional<PathExpression> parse(
      String text, Source source, String variable, String path) {
    var plain = PlainPath.parse(path);
    if (plain != null) {
      return Optional.of(new PathExpression(text, source, variable, plain, null, null));
    }
    return JaywayPath.compile(path)
        .map(jayway -> new PathExpression(text, source, variable, null, jayway, null));
  }

  private static int endOfVariableName(String text) {
    if (text.length() < 2
        || text.charAt(0) != '$'
        || !Character.isJavaIdentifierStart(text.charAt(1))) {
      return 0;
    }
    var end = 2;
    while (end < text.length() && Character.isJavaIdentifierPart(text.charAt(end))) {
      end++;
    }
    return end;
  }

  /**
   * The same path, whose failure names the field and quotes the input, as payload templates and
   * {@code ErrorPath} do.
   *
   * @param fieldName such as {@code value.$} or {@code ErrorPath}
   */
  public PathExpression forField(String fieldName) {
    return new PathExpression(text, source, variable, plain, jayway, fieldName);
  }

  public Source source() {
    return source;
  }

  /** Whether the path is made of names and non-negative indexes only. */
  public boolean isReferencePath() {
    return plain != null
        && plain.steps().stream()
            .noneMatch(step -> step instanceof PlainPath.Step.Index(var index) && index < 0);
  }

  @Override
  public String text() {
    return text;
  }

  /** The value, or null when the path leads nowhere. */
  public @Nullable JsonNode find(Bindings bindings) {
    var root = root(bindings);
    if (root == null) {
      return null;
    }
    return jayway != null
        ? jayway.read(root, bindings.allowance()).node()
        : requirePlain().find(root);
  }

  @Override
  public Evaluated evaluate(Bindings bindings) {
    var root = root(bindings);
    if (root == null) {
      return failed(bindings, "Variable '$" + variable + "' has no value.");
    }
    if (jayway != null) {
      var outcome = jayway.read(root, bindings.allowance());
      var node = outcome.node();
      return node != null ? new Evaluated.Value(node) : failed(bindings, outcome.failure());
    }
    var node = requirePlain().find(root);
    return node != null
        ? new Evaluated.Value(node)
        : failed(bindings, requirePlain().failure(root));
  }

  private PlainPath requirePlain() {
    if (plain == null) {
      throw new IllegalStateException("neither plain nor Jayway: " + text);
    }
    return plain;
  }

  private @Nullable JsonNode root(Bindings bindings) {
    return switch (source) {
      case DOCUMENT -> bindings.document();
      case CONTEXT_OBJECT -> bindings.contextObject();
      case VARIABLE -> bindings.variable(variable);
    };
  }

  private Evaluated failed(Bindings bindings, String reason) {
    if (field == null) {
      return Evaluated.failed(StatesError.RUNTIME, "Invalid path '" + text + "' : " + reason);
    }
    return Evaluated.failed(
        StatesError.RUNTIME,
        "The JSONPath '"
            + text
            + "' specified for the field '"
            + field
            + "' could not be found in the input '"
            + Json.text(bindings.document())
            + "'");
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof PathExpression that
        && text.equals(that.text)
        && Objects.equals(field, that.field);
  }

  @Override
  public int hashCode() {
    return text.hashCode();
  }

  @Override
  public String toString() {
    return text;
  }
}
