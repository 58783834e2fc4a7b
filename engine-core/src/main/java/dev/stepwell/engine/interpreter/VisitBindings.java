package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.expression.Bindings;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the expressions of one visit read. */
record VisitBindings(JsonNode document, ContextObject context) implements Bindings {

  @Override
  public JsonNode contextObject() {
    return context.tree();
  }

  @Override
  public @Nullable JsonNode variable(String name) {
    return null;
  }

  @Override
  public Bindings over(JsonNode other) {
    return new VisitBindings(other, context);
  }
}
