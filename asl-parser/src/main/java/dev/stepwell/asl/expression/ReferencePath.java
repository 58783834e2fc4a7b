package dev.stepwell.asl.expression;

import dev.stepwell.asl.expression.PlainPath.Step;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * A place in a document to write to: names and indexes only, never the Context Object. What {@code
 * ResultPath} holds. Source: asl.md §3.
 */
public final class ReferencePath {
  /** {@code $}: the result takes the place of the input. */
  public static final ReferencePath ROOT = new ReferencePath("$", new Step[0]);

  private final String text;
  private final Step[] steps;

  private ReferencePath(String text, Step[] steps) {
    this.text = text;
    this.steps = steps;
  }

  /** The compiled path, or empty when the text is not a Reference Path into the document. */
  public static Optional<ReferencePath> parse(String text) {
    return PathExpression.parse(text)
        .filter(path -> path.source() == PathExpression.Source.DOCUMENT && path.isReferencePath())
        .map(_ -> PlainPath.parse(text))
        .map(plain -> new ReferencePath(text, plain.steps().toArray(Step[]::new)));
  }

  public String text() {
    return text;
  }

  /**
   * The input with the result at this place. Missing parents are created, an existing value is
   * overwritten; what lies beside the path is shared with the input, which is not changed.
   *
   * @return the new document, or {@code States.ResultPathMatchFailure} where a parent is neither
   *     missing nor a container of that kind, or an index lies outside its array
   */
  public Evaluated apply(JsonNode input, JsonNode result) {
    // Down with the containers of the input, then up again with their copies.
    var containers = new JsonNode[steps.length];
    @Nullable JsonNode node = input;
    for (var i = 0; i < steps.length; i++) {
      var container = container(steps[i], node);
      if (container == null) {
        return unableToApply(steps[i], node);
      }
      containers[i] = container;
      node =
          switch (steps[i]) {
            case Step.Name name -> container.get(name.name());
            case Step.Index index -> container.get(index.index());
          };
    }
    var document = result;
    for (var i = steps.length - 1; i >= 0; i--) {
      document = copyWith(containers[i], steps[i], document);
    }
    return Evaluated.value(document);
  }

  /** The container that the step goes into, or null when there is none and none can be made. */
  private static @Nullable JsonNode container(Step step, @Nullable JsonNode node) {
    return switch (step) {
      case Step.Name _ when node == null -> JsonNodeFactory.instance.objectNode();
      case Step.Name _ when node.isObject() -> node;
      case Step.Index(var index) when node != null && node.isArray() && index < node.size() -> node;
      default -> null;
    };
  }

  private static JsonNode copyWith(JsonNode container, Step step, JsonNode value) {
    return switch (step) {
      case Step.Name(var name, var _) -> {
        var copy = JsonNodeFactory.instance.objectNode().setAll((ObjectNode) container);
        yield copy.set(name, value);
      }
      case Step.Index(var index) -> {
        var copy =
            JsonNodeFactory.instance.arrayNode(container.size()).addAll((ArrayNode) container);
        copy.set(index, value);
        yield copy;
      }
    };
  }

  private static Evaluated unableToApply(Step step, @Nullable JsonNode node) {
    var name =
        switch (step) {
          case Step.Name(var stepName, var _) -> stepName;
          case Step.Index(var index) -> Integer.toString(index);
        };
    return Evaluated.failed(
        StatesError.RESULT_PATH_MATCH_FAILURE,
        "Unable to apply step \""
            + name
            + "\" to input "
            + (node == null ? "null" : node.toString()));
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof ReferencePath that && text.equals(that.text);
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
