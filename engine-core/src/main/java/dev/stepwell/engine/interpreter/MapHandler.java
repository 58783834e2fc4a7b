package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.expression.Evaluated;
import dev.stepwell.asl.expression.Expression;
import dev.stepwell.asl.expression.PathExpression;
import dev.stepwell.asl.expression.StatesError;
import dev.stepwell.asl.model.DataFlow;
import dev.stepwell.asl.model.MapState;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.state.Waiting;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * Map; one in the mode DISTRIBUTED is only ever tested. Items that lie in the state input at a
 * plain path are found there again by each iteration; all others are remembered, for to evaluate an
 * expression again could give others.
 */
final class MapHandler implements StateHandler<MapState> {
  @Override
  public Step enter(MapState state, StateContext context) {
    var flow = StateFlow.of(state, context);
    return flow.withEffectiveInput(input ->
        MapNumbers.of(
            state, flow, context, input, numbers -> items(state, flow, context, input, numbers)));
  }

  /** Every iteration is at its end. */
  Step joined(MapState state, StateContext context, Payload result) {
    return StateFlow.of(state, context).exit(result, state.assign(), state.next());
  }

  /** What one iteration gets, or why it cannot begin. */
  sealed interface IterationInput {
    record Ready(Payload input) implements IterationInput {}

    record Missing(Step.Fail failure) implements IterationInput {}
  }

  /** The input of one iteration: the item, or what ItemSelector makes of it. */
  IterationInput iterationInput(
      MapState state, StateContext context, Waiting.OnScopes scopes, int index) {
    var item = itemAt(state, context, scopes, index);
    var selector = state.itemSelector();
    var flow = StateFlow.of(state, context);
    var selected =
        selector == null
            ? Evaluated.value(item.value())
            : flow.effectiveInput()
                .then(input -> selector.evaluate(flow.itemBindings(input, item)));
    return switch (selected) {
      case Evaluated.Failed failed -> new IterationInput.Missing(Step.Fail.of(context, failed));
      case Evaluated.Value(var node) -> {
        var input = Payload.ofTree(node);
        var refused = Leaving.refusal(context, input);
        yield refused == null
            ? new IterationInput.Ready(input)
            : new IterationInput.Missing(refused);
      }
    };
  }

  /** One item of a Map whose items have been found before. */
  ContextObject.MapItem itemAt(
      MapState state, StateContext context, Waiting.OnScopes scopes, int index) {
    var remembered = scopes.items();
    var items = remembered == null ? itemsInInput(state, context) : remembered.tree();
    return new ContextObject.MapItem(index, items.get(index));
  }

  private static JsonNode itemsInInput(MapState state, StateContext context) {
    var path = state.items();
    if (path == null) {
      return context.input().tree();
    }
    var flow = StateFlow.of(state, context);
    return switch (flow.effectiveInput().then(input -> path.evaluate(flow.bindings(input)))) {
      case Evaluated.Value(var items) -> items;
      case Evaluated.Failed(var error, _) ->
          throw new IllegalStateException("items that were there are gone: " + error);
    };
  }

  /** Whether the items are found again at once: by names and indexes, wherever they lead. */
  private static boolean areFoundAgain(MapState state) {
    if (state.items() == null) {
      return true;
    }
    return isPlain(state.items())
        && StateTypes.flow(state) instanceof DataFlow.JsonPathFlow flow
        && isPlain(flow.inputPath());
  }

  private static boolean isPlain(@Nullable Expression expression) {
    return expression instanceof PathExpression path && path.isReferencePath();
  }

  private static Step items(
      MapState state, StateFlow flow, StateContext context, Payload input, MapNumbers numbers) {
    var read = context.itemsRead();
    if (read != null) {
      return fork(state, context, read, numbers);
    }
    var expression = state.items();
    if (expression == null) {
      var items = input.tree();
      return items.isArray()
          ? fork(state, context, items, numbers)
          : Step.Fail.evaluation(
              context,
              new StatesError(
                  StatesError.QUERY_EVALUATION_ERROR,
                  "Map state input must be an array but was: " + input.text()),
              null);
    }
    return context.orFail(
        expression.evaluate(flow.bindings(input.tree())),
        items -> {
          if (items.isArray()) {
            context.show(Observation.AFTER_ITEMS_PATH, items);
          }
          return items.isArray()
              ? fork(state, context, items, numbers)
              : flow.unusable(
                  "Items",
                  "Reference path \"" + shown(expression) + "\" must point to array.",
                  "The Items field is not an array: " + items);
        });
  }

  /** AWS tells a path into the Context Object as one of it (recorded: test_state). */
  private static String shown(Expression expression) {
    var text = expression.text();
    return text.startsWith("$$") ? text.substring(1) : text;
  }

  private static Step fork(
      MapState state, StateContext context, JsonNode items, MapNumbers numbers) {
    numbers.show(context);
    var concurrency = numbers.concurrency(context);
    if (areFoundAgain(state)) {
      return new Step.ForkItems(items.size(), concurrency, null);
    }
    var remembered = Payload.ofTree(items);
    var refused = Leaving.refusal(context, remembered);
    return refused == null ? new Step.ForkItems(items.size(), concurrency, remembered) : refused;
  }
}
