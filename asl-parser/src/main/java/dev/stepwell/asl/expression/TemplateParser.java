package dev.stepwell.asl.expression;

import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Compiles payload templates: at any depth, the value under a key that ends in {@code .$} is an
 * expression, everything else is literal, even if it looks like a path. Source: asl.md §3.
 */
public final class TemplateParser {
  private static final String EXPRESSION_SUFFIX = ".$";
  private static final String INTRINSIC_PREFIX = "States.";

  /**
   * A template and what is wrong with it.
   *
   * @param template to be used only when there are no faults
   */
  public record Parsed(Template template, List<Fault> faults) {}

  /** An expression of a template that cannot be compiled. */
  public record Fault(Kind kind, String field) {
    /** What the value is instead of a path. */
    public enum Kind {
      NOT_AN_EXPRESSION,
      REGULAR_EXPRESSION,
      INTRINSIC_FUNCTION
    }
  }

  private final List<Fault> faults = new ArrayList<>();

  private TemplateParser() {}

  /** Compiles any JSON value; recursion is as deep as the document, whose nesting is limited. */
  public static Parsed parse(JsonNode node) {
    var parser = new TemplateParser();
    return new Parsed(parser.template(node), parser.faults);
  }

  private Template template(JsonNode node) {
    return switch (node) {
      case ObjectNode object -> objectTemplate(object);
      case ArrayNode array -> arrayTemplate(array);
      default -> new Template.Literal(node);
    };
  }

  private Template objectTemplate(ObjectNode object) {
    var fields = new ArrayList<Template.Field>(object.size());
    var isLiteral = true;
    for (var entry : object.properties()) {
      var key = entry.getKey();
      var isExpression = key.endsWith(EXPRESSION_SUFFIX);
      var name = isExpression ? key.substring(0, key.length() - EXPRESSION_SUFFIX.length()) : key;
      var value = isExpression ? computed(key, entry.getValue()) : template(entry.getValue());
      fields.add(new Template.Field(name, value));
      isLiteral &= value instanceof Template.Literal && !isExpression;
    }
    return isLiteral ? new Template.Literal(object) : new Template.ObjectTemplate(fields);
  }

  private Template arrayTemplate(ArrayNode array) {
    var items = new ArrayList<Template>(array.size());
    for (var item : array) {
      items.add(template(item));
    }
    var isLiteral = items.stream().allMatch(Template.Literal.class::isInstance);
    return isLiteral ? new Template.Literal(array) : new Template.ArrayTemplate(items);
  }

  private Template computed(String key, JsonNode value) {
    if (!value.isString()) {
      return fault(Fault.Kind.NOT_AN_EXPRESSION, key, value);
    }
    var text = value.stringValue();
    if (text.startsWith(INTRINSIC_PREFIX)) {
      return fault(Fault.Kind.INTRINSIC_FUNCTION, key, value);
    }
    var path = PathExpression.parse(text);
    if (path.isEmpty()) {
      var kind =
          PathExpression.usesRegularExpression(text)
              ? Fault.Kind.REGULAR_EXPRESSION
              : Fault.Kind.NOT_AN_EXPRESSION;
      return fault(kind, key, value);
    }
    return new Template.Computed(path.get().forField(key));
  }

  private Template fault(Fault.Kind kind, String key, JsonNode value) {
    faults.add(new Fault(kind, key));
    return new Template.Literal(value);
  }
}
