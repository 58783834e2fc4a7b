package dev.stepwell.asl.expression;

import java.util.function.Function;
import org.jspecify.annotations.Nullable;
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
   * @param location of a JSONata expression in its state, spelled as in {@code Output/result}; null
   *     for JSONPath
   */
  record Failed(StatesError error, @Nullable String location) implements Evaluated {
    /** A failure in JSONPath, whose cause has the path in its text. */
    public Failed(StatesError error) {
      this(error, null);
    }
  }

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
