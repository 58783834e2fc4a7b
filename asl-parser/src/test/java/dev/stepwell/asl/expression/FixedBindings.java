package dev.stepwell.asl.expression;

import dev.stepwell.asl.json.Json;
import java.time.Instant;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Bindings whose values are all there. */
public record FixedBindings(
    JsonNode document, JsonNode contextObject, Map<String, JsonNode> variables)
    implements Bindings {

  /** Bindings over a document, with an empty Context Object and no variables. */
  public static FixedBindings of(String document) {
    return new FixedBindings(Json.parse(document), Json.object(), Map.of());
  }

  @Override
  public @Nullable JsonNode variable(String name) {
    return variables.get(name);
  }

  @Override
  public Instant now() {
    return Instant.parse("2026-01-02T03:04:05.678Z");
  }

  @Override
  public RandomGenerator random() {
    return new SplittableRandom(42);
  }

  /** All of it, for each expression. */
  @Override
  public Allowance allowance() {
    return new Allowance();
  }

  @Override
  public Bindings over(JsonNode other) {
    return new FixedBindings(other, contextObject, variables);
  }
}
