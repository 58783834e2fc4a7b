package dev.stepwell.asl.expression;

import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/** The outcome of an evaluation. */
public sealed interface Evaluated {

  /**
   * The evaluation succeeded.
   *
   * @param node never to be modified: trees are shared
   */
  record Value(JsonNode node) implements Evaluated {}

  /**
   * The evaluation failed.
   *
   * @param error as it goes to Retry and Catch; its cause lacks the prefix that names the state,
   *     which the interpreter adds
   */
  record Failed(StatesError error) implements Evaluated {}

  /** Continues with the value, or passes the failure on. */
  default Evaluated then(Function<JsonNode, Evaluated> next) {
    return switch (this) {
      case Value(var node) -> next.apply(node);
      case Failed failed -> failed;
    };
  }

  static Evaluated value(JsonNode node) {
    return new Value(node);
  }

  static Evaluated failed(String errorName, String cause) {
    return new Failed(new StatesError(errorName, cause));
  }
}
