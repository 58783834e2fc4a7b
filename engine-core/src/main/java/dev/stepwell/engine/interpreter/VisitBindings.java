package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.expression.Bindings;
import java.time.Instant;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** What the expressions of one visit read. */
record VisitBindings(Run run, JsonNode document, ContextObject context) implements Bindings {

  @Override
  public JsonNode contextObject() {
    return context.tree();
  }

  @Override
  public @Nullable JsonNode variable(String name) {
    return null;
  }

  @Override
  public Instant now() {
    return run.now();
  }

  @Override
  public RandomGenerator random() {
    return run.random();
  }

  @Override
  public Bindings over(JsonNode other) {
    return new VisitBindings(run, other, context);
  }
}
