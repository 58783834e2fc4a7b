package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.expression.Expression;
import dev.stepwell.asl.model.MapState;
import dev.stepwell.engine.model.Payload;
import java.util.function.Function;
import java.util.function.IntFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The numbers that a Map goes by. An inline Map tolerates no failure, as AWS's; its
 * ToleratedFailure fields must have values that are valid all the same. Source: asl.md §12–13.
 */
final class MapNumbers {
  private static final Payload NO_BOUND = Payload.ofText("0");

  private final StateFlow flow;
  private final StateContext context;
  private final JsonNode input;

  private MapNumbers(StateFlow flow, StateContext context, JsonNode input) {
    this.flow = flow;
    this.context = context;
    this.input = input;
  }

  /** Goes on with the number of iterations that run at a time, if every number is valid. */
  static Step of(
      MapState state,
      StateFlow flow,
      StateContext context,
      Payload input,
      IntFunction<Step> withConcurrency) {
    if (state.maxConcurrency() == null) {
      context.show(Observation.MAX_CONCURRENCY, NO_BOUND);
    }
    if (state.maxConcurrency() == null
        && state.toleratedFailureCount() == null
        && state.toleratedFailurePercentage() == null) {
      return withConcurrency.apply(context.limits().inlineMapConcurrency());
    }
    return new MapNumbers(flow, context, input.tree()).checked(state, withConcurrency);
  }

  private Step checked(MapState state, IntFunction<Step> withConcurrency) {
    return evaluated(
        "MaxConcurrency",
        state.maxConcurrency(),
        concurrency -> {
          if (state.maxConcurrency() != null) {
            context.show(
                Observation.MAX_CONCURRENCY, Payload.ofText(Integer.toString(concurrency)));
          }
          return evaluated(
              "ToleratedFailureCount",
              state.toleratedFailureCount(),
              _ -> percentage(state, () -> withConcurrency.apply(atATime(concurrency))));
        });
  }

  private int atATime(int asked) {
    var most = context.limits().inlineMapConcurrency();
    return asked == 0 ? most : Math.min(asked, most);
  }

  private Step evaluated(String field, @Nullable Expression expression, IntFunction<Step> next) {
    if (expression == null) {
      return next.apply(0);
    }
    return context.orFail(
        expression.evaluate(flow.bindings(input)),
        node -> {
          var value = integer(node);
          if (value == null) {
            return isNot("integer", field, expression, node);
          }
          return value < 0 ? unusable(field, field + " cannot be negative.") : next.apply(value);
        });
  }

  private interface Next {
    Step step();
  }

  private Step percentage(MapState state, Next next) {
    var field = "ToleratedFailurePercentage";
    var expression = state.toleratedFailurePercentage();
    if (expression == null) {
      return next.step();
    }
    Function<JsonNode, Step> checked =
        node -> {
          var value = number(node);
          if (value == null) {
            return isNot("float", field, expression, node);
          }
          return value < 0 || value > 100
              ? unusable(field, field + " must be between 0 and 100.")
              : next.step();
        };
    return context.orFail(expression.evaluate(flow.bindings(input)), checked);
  }

  private Step isNot(String type, String field, Expression expression, JsonNode node) {
    return flow.unusable(
        field,
        "The %sPath field refers to value \"%s\" which is not a valid %s: %s"
            .formatted(field, node.isString() ? node.stringValue() : node, type, expression.text()),
        "The %s field is not a valid %s: %s".formatted(field, type, node));
  }

  private Step unusable(String field, String cause) {
    return flow.unusable(field, cause, cause);
  }

  /**
   * A text of digits counts as its number (recorded: MAP_STATE_REFERENCE_IN_MAX_CONCURRENCY_PATH).
   */
  private static @Nullable Integer integer(JsonNode node) {
    if (node.isIntegralNumber()) {
      return node.canConvertToInt() ? node.intValue() : null;
    }
    try {
      return node.isString() ? Integer.valueOf(node.stringValue()) : null;
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }

  private static @Nullable Double number(JsonNode node) {
    if (node.isNumber()) {
      return node.doubleValue();
    }
    try {
      return node.isString() ? Double.valueOf(node.stringValue()) : null;
    } catch (NumberFormatException notANumber) {
      return null;
    }
  }
}
