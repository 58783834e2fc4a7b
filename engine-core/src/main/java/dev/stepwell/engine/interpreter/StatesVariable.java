package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.json.Json;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code $states}: what a JSONata expression knows of its state, put together when one first reads
 * it. Source: asl.md §4.
 */
final class StatesVariable {
  /** The reserved name: no state can assign it. */
  static final String NAME = "states";

  private final JsonNode input;
  private final ContextObject context;
  private final @Nullable JsonNode result;
  private final @Nullable JsonNode errorOutput;
  private @Nullable JsonNode tree;

  /**
   * The variable of one field.
   *
   * @param result of the state's work; null where there is none
   * @param errorOutput in a Catcher; null elsewhere
   */
  StatesVariable(
      JsonNode input,
      ContextObject context,
      @Nullable JsonNode result,
      @Nullable JsonNode errorOutput) {
    this.input = input;
    this.context = context;
    this.result = result;
    this.errorOutput = errorOutput;
  }

  JsonNode tree() {
    var known = tree;
    if (known == null) {
      known = build();
      tree = known;
    }
    return known;
  }

  private JsonNode build() {
    var states = Json.object();
    states.set("input", input);
    states.set("context", context.tree());
    if (result != null) {
      states.set("result", result);
    }
    if (errorOutput != null) {
      states.set("errorOutput", errorOutput);
    }
    return states;
  }
}
