package dev.stepwell.asl.expression;

import dev.stepwell.asl.json.Json;
import java.util.Map;
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
  public Bindings over(JsonNode other) {
    return new FixedBindings(other, contextObject, variables);
  }
}
