package dev.stepwell.asl.expression;

import tools.jackson.databind.JsonNode;

/** One compiled expression. */
public interface Expression {

  Evaluated evaluate(Bindings bindings);

  /** The expression as the definition spells it, for error texts. */
  String text();

  /** A value that the definition gives itself. */
  record Literal(JsonNode node) implements Expression {
    @Override
    public Evaluated evaluate(Bindings bindings) {
      return new Evaluated.Value(node);
    }

    @Override
    public String text() {
      return node.toString();
    }
  }

  /**
   * A value that holds expressions somewhere within it, such as the array of a JSONata {@code
   * Items}.
   *
   * @param definition the template as the definition has it
   */
  record Composite(Template template, JsonNode definition) implements Expression {
    @Override
    public Evaluated evaluate(Bindings bindings) {
      return template.evaluate(bindings);
    }

    @Override
    public String text() {
      return definition.toString();
    }
  }
}
