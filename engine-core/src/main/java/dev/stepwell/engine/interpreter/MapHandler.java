package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.expression.Evaluated;
import dev.stepwell.asl.expression.Expression;
import dev.stepwell.asl.model.MapState;
import dev.stepwell.engine.model.Payload;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Inline Map. Its items are never stored: they are a pure function of the state input, evaluated
 * again when an iteration needs its own.
 */
final class MapHandler implements StateHandler<MapState> {
  @Override
  public Step enter(MapState state, StateContext context) {
    return DataFlows.withEffectiveInput(
        state.flow(),
        context,
        input ->
            concurrency(
                state,
                context,
                input,
                concurrency ->
                    items(
                        state,
                        context,
                        input,
                        items -> new Step.ForkItems(items.size(), concurrency))));
  }

  /** Every iteration is at its end. */
  Step joined(MapState state, StateContext context, Payload result) {
    return DataFlows.exit(state.flow(), context, result, state.next());
  }

  /** What one iteration gets, or why it cannot begin. */
  sealed interface IterationInput {
    record Ready(Payload input) implements IterationInput {}

    record Missing(Step.Fail failure) implements IterationInput {}
  }

  /** The input of one iteration: the item, or what ItemSelector makes of it. */
  IterationInput iterationInput(MapState state, StateContext context, int index) {
    var selector = state.itemSelector();
    var selected =
        itemAt(state, context, index)
            .then(item ->
                selector == null
                    ? Evaluated.value(item)
                    : DataFlows.effectiveInput(state.flow(), context)
                        .then(
                            input -> selector.evaluate(context.itemBindings(input, index, item))));
    return switch (selected) {
      case Evaluated.Failed(var error, _) ->
          new IterationInput.Missing(Step.Fail.of(context.located(error)));
      case Evaluated.Value(var node) -> {
        var input = Payload.ofTree(node);
        var refused = DataFlows.refusal(context, input);
        yield refused == null
            ? new IterationInput.Ready(input)
            : new IterationInput.Missing(refused);
      }
    };
  }

  /** One item of a Map whose items have been found to be an array before. */
  Evaluated itemAt(MapState state, StateContext context, int index) {
    return DataFlows.effectiveInput(state.flow(), context)
        .then(input -> itemsOf(state).evaluate(context.bindings(input)))
        .then(items -> Evaluated.value(items.get(index)));
  }

  private static Step items(
      MapState state, StateContext context, Payload input, Function<JsonNode, Step> next) {
    return DataFlows.orFail(
        context,
        itemsOf(state).evaluate(context.bindings(input.tree())),
        items ->
            items.isArray()
                ? next.apply(items)
                : Step.Fail.runtime(
                    context,
                    "Reference path \"" + itemsOf(state).text() + "\" must point to array."));
  }

  private interface ConcurrencyStep {
    Step with(int concurrency);
  }

  private static Expression itemsOf(MapState state) {
    var items = state.items();
    if (items == null) {
      throw new IllegalStateException("a JSONata state reached the interpreter: " + state.name());
    }
    return items;
  }

  private static Step concurrency(
      MapState state, StateContext context, Payload input, ConcurrencyStep next) {
    var most = context.limits().inlineMapConcurrency();
    var expression = state.maxConcurrency();
    if (expression == null) {
      return next.with(most);
    }
    return DataFlows.orFail(
        context,
        expression.evaluate(context.bindings(input.tree())),
        node -> {
          if (!node.isIntegralNumber() || !node.canConvertToInt()) {
            return notAnInteger(context, expression, node);
          }
          var asked = node.intValue();
          if (asked < 0) {
            return Step.Fail.runtime(context, "MaxConcurrency cannot be negative.");
          }
          return next.with(asked == 0 ? most : Math.min(asked, most));
        });
  }

  private static Step notAnInteger(StateContext context, Expression expression, JsonNode node) {
    return Step.Fail.runtime(
        context,
        "The MaxConcurrencyPath field refers to value \""
            + (node.isString() ? node.stringValue() : node)
            + "\" which is not a valid integer: "
            + expression.text());
  }
}
