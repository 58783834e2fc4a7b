package dev.stepwell.asl.jsonata;

import dev.stepwell.asl.expression.Expression;
import dev.stepwell.asl.expression.Template;
import dev.stepwell.asl.jsonata.JsonataExpression.Compilation;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compiles values whose texts may be expressions, at any depth: a text that begins with <code>{%
 * </code> is one, everything else is literal. Source: asl.md §4.
 */
public final class JsonataTemplate {
  private JsonataTemplate() {}

  /**
   * The template of a value in which no problem was found; recursion is as deep as the document,
   * whose nesting is limited.
   *
   * @param field where the value stands in its state
   */
  public static Template of(JsonNode node, String field) {
    return switch (node) {
      case ObjectNode object -> ofObject(object, field);
      case ArrayNode array -> ofArray(array, field);
      default ->
          isExpression(node)
              ? new Template.Computed(compiled(node.stringValue(), field, null))
              : new Template.Literal(node);
    };
  }

  /**
   * The expression of a value in which no problem was found.
   *
   * @param field where the value stands in its state
   * @param expected the only type that the field takes; null when it takes any
   */
  public static Expression expression(JsonNode node, String field, @Nullable ResultType expected) {
    if (isExpression(node)) {
      return compiled(node.stringValue(), field, expected);
    }
    return of(node, field) instanceof Template.Literal
        ? new Expression.Literal(node)
        : new Expression.Composite(of(node, field), node);
  }

  private static boolean isExpression(JsonNode node) {
    return node.isString() && JsonataExpression.isExpression(node.stringValue());
  }

  private static JsonataExpression compiled(
      String source, String field, @Nullable ResultType expected) {
    return switch (JsonataExpression.compile(source, field, expected)) {
      case Compilation.Compiled(var expression) -> expression;
      case Compilation.Malformed(var message) ->
          throw new IllegalStateException("unchecked definition: " + message);
    };
  }

  private static Template ofObject(ObjectNode object, String field) {
    var fields = new ArrayList<Template.Field>(object.size());
    for (var entry : object.properties()) {
      var name = entry.getKey();
      fields.add(new Template.Field(name, of(entry.getValue(), field + "/" + name)));
    }
    return fields.stream().allMatch(each -> each.value() instanceof Template.Literal)
        ? new Template.Literal(object)
        : new Template.ObjectTemplate(fields);
  }

  private static Template ofArray(ArrayNode array, String field) {
    var items = new ArrayList<Template>(array.size());
    for (var i = 0; i < array.size(); i++) {
      items.add(of(array.get(i), field + "[" + i + "]"));
    }
    return items.stream().allMatch(Template.Literal.class::isInstance)
        ? new Template.Literal(array)
        : new Template.ArrayTemplate(items);
  }
}
