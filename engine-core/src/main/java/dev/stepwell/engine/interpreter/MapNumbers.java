package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.expression.Expression;
import dev.stepwell.asl.model.MapState;
import dev.stepwell.engine.model.Payload;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The numbers that a Map goes by. An inline Map tolerates no failure, as AWS's; its
 * ToleratedFailure fields must have values that are valid all the same. Source: asl.md §12–13.
 *
 * @param maxConcurrency 0 where there is no bound
 * @param toleratedFailureCount null where the definition sets none
 * @param toleratedFailurePercentage null where the definition sets none
 */
record MapNumbers(
    int maxConcurrency,
    @Nullable Integer toleratedFailureCount,
    @Nullable Double toleratedFailurePercentage) {
  private static final MapNumbers NONE = new MapNumbers(0, null, null);

  /** Goes on with the numbers, if every one is valid. */
  static Step of(
      MapState state,
      StateFlow flow,
      StateContext context,
      Payload input,
      Function<MapNumbers, Step> withNumbers) {
    if (state.maxConcurrency() == null
        && state.toleratedFailureCount() == null
        && state.toleratedFailurePercentage() == null) {
      return withNumbers.apply(NONE);
    }
    return new Reader(flow, context, input.tree()).read(state, withNumbers);
  }

  /** How many iterations run at a time. */
  int concurrency(StateContext context) {
    var most = context.limits().inlineMapConcurrency();
    return maxConcurrency == 0 ? most : Math.min(maxConcurrency, most);
  }

  void show(StateContext context) {
    context.show(Observation.MAX_CONCURRENCY, Payload.ofText(Integer.toString(maxConcurrency)));
    if (toleratedFailureCount != null) {
      context.show(
          Observation.TOLERATED_FAILURE_COUNT, Payload.ofText(toleratedFailureCount.toString()));
    }
    if (toleratedFailurePercentage != null) {
      context.show(
          Observation.TOLERATED_FAILURE_PERCENTAGE,
          Payload.ofText(toleratedFailurePercentage.toString()));
    }
  }

  /** Evaluates the fields, each after the one before it was found valid. */
  private record Reader(StateFlow flow, StateContext context, JsonNode input) {
    Step read(MapState state, Function<MapNumbers, Step> withNumbers) {
      return integer(
          "MaxConcurrency",
          state.maxConcurrency(),
          concurrency ->
              integer(
                  "ToleratedFailureCount",
                  state.toleratedFailureCount(),
                  count ->
                      percentage(
                          state.toleratedFailurePercentage(),
                          percentage ->
                              withNumbers.apply(
                                  new MapNumbers(
                                      concurrency == null ? 0 : concurrency, count, percentage)))));
    }

    private Step integer(
        String field,
        @Nullable Expression expression,
        Function<@Nullable Integer, Step> withValue) {
      if (expression == null) {
        return withValue.apply(null);
      }
      return context.orFail(
          expression.evaluate(flow.bindings(input)),
          node -> {
            var value = integerOf(node);
            if (value == null) {
              return isNot("integer", field, expression, node);
            }
            return value < 0
                ? unusable(field, field + " cannot be negative.")
                : withValue.apply(value);
          });
    }

    private Step percentage(
        @Nullable Expression expression, Function<@Nullable Double, Step> withValue) {
      if (expression == null) {
        return withValue.apply(null);
      }
      var field = "ToleratedFailurePercentage";
      return context.orFail(
          expression.evaluate(flow.bindings(input)),
          node -> {
            var value = numberOf(node);
            if (value == null) {
              return isNot("float", field, expression, node);
            }
            return value < 0 || value > 100
                ? unusable(field, field + " must be between 0 and 100.")
                : withValue.apply(value);
          });
    }

    private Step isNot(String type, String field, Expression expression, JsonNode node) {
      return flow.unusable(
          field,
          "The %sPath field refers to value \"%s\" which is not a valid %s: %s"
              .formatted(
                  field, node.isString() ? node.stringValue() : node, type, expression.text()),
          "The %s field is not a valid %s: %s".formatted(field, type, node));
    }

    private Step unusable(String field, String cause) {
      return flow.unusable(field, cause, cause);
    }

    /**
     * A text of digits counts as its number (recorded:
     * MAP_STATE_REFERENCE_IN_MAX_CONCURRENCY_PATH).
     */
    private static @Nullable Integer integerOf(JsonNode node) {
      if (node.isIntegralNumber()) {
        return node.canConvertToInt() ? node.intValue() : null;
      }
      try {
        return node.isString() ? Integer.valueOf(node.stringValue()) : null;
      } catch (NumberFormatException notANumber) {
        return null;
      }
    }

    private static @Nullable Double numberOf(JsonNode node) {
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
}
