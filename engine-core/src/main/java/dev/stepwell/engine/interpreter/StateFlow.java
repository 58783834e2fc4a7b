package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.expression.Bindings;
import dev.stepwell.asl.expression.Evaluated;
import dev.stepwell.asl.expression.Template;
import dev.stepwell.asl.model.Catcher;
import dev.stepwell.asl.model.DataFlow;
import dev.stepwell.asl.model.State;
import dev.stepwell.engine.model.Payload;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The way of one visit from the state input to its work and from the result to the output, in the
 * query language of the state. Source: asl.md §3–5.
 *
 * <p>A value that passes through unchanged stays the same {@link Payload}: AWS hands on its very
 * text, white space included (recorded: test_parallel_state_nested), and nothing is parsed or
 * written for it.
 */
sealed interface StateFlow permits JsonPathStateFlow, JsonataStateFlow {

  static StateFlow of(State state, StateContext context) {
    return switch (StateTypes.flow(state)) {
      case DataFlow.JsonPathFlow path -> new JsonPathStateFlow(path, context);
      case DataFlow.JsonataFlow jsonata -> new JsonataStateFlow(jsonata, context);
    };
  }

  /** Whether the state's work gets the state input itself. */
  boolean takesInputAsItIs();

  /** Goes on with what the state's work gets. */
  Step withEffectiveInput(Function<Payload, Step> work);

  /** What the state's work gets, as a tree. */
  Evaluated effectiveInput();

  /** What the other fields of the state read. */
  Bindings bindings(JsonNode effectiveInput);

  /** What ItemSelector reads. */
  Bindings itemBindings(JsonNode effectiveInput, ContextObject.MapItem item);

  /** Leaves the state with the output that the result of its work makes. */
  Step exit(Payload result, @Nullable Template assign, @Nullable String next);

  /** Leaves a Pass state: what it passes is a result for JSONPath, but not for JSONata. */
  Step pass(Payload passed, @Nullable Template assign, @Nullable String next);

  /** Leaves a state that has no result of its own. */
  Step passOn(Payload effectiveInput, @Nullable Template assign, @Nullable String next);

  /** Leaves a state that has failed, by one of its Catchers. */
  Step caught(Catcher catcher, JsonNode errorOutput);

  /**
   * The same flow with the {@code Output} of a Choice rule.
   *
   * @param output null when the rule has none; always null in JSONPath
   */
  StateFlow withOutput(@Nullable Template output);

  /**
   * The failure of a state whose field has a value that cannot be used.
   *
   * @param field as JSONata calls it, such as {@code Seconds}
   * @param pathCause told in JSONPath
   * @param cause told in JSONata
   */
  Step.Fail unusable(String field, String pathCause, String cause);
}
