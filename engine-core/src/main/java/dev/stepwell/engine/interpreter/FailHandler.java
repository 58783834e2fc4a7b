package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.expression.Evaluated;
import dev.stepwell.asl.expression.Expression;
import dev.stepwell.asl.expression.PathExpression;
import dev.stepwell.asl.expression.StatesError;
import dev.stepwell.asl.model.FailState;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Fail: ends its block with an error that nothing in the block can catch. */
final class FailHandler implements StateHandler<FailState> {
  @Override
  public Step enter(FailState state, StateContext context) {
    var flow = StateFlow.of(state, context);
    return text(
        state.error(),
        "Error",
        flow,
        context,
        error ->
            text(
                state.cause(),
                "Cause",
                flow,
                context,
                cause -> Step.Fail.of(new StatesError(error, cause))));
  }

  @FunctionalInterface
  private interface TextStep {
    Step then(@Nullable String text);
  }

  private static Step text(
      @Nullable Expression expression,
      String field,
      StateFlow flow,
      StateContext context,
      TextStep next) {
    if (expression == null) {
      return next.then(null);
    }
    return switch (expression.evaluate(flow.bindings(context.input().tree()))) {
      case Evaluated.Value(JsonNode node) when node.isString() -> next.then(node.stringValue());
      case Evaluated.Value(JsonNode node) ->
          flow.unusable(
              field,
              "The "
                  + field
                  + "Path parameter does not reference a string: "
                  + expression.text()
                  + " == "
                  + node,
              "The " + field + " field is not a string: " + node);
      case Evaluated.Failed failed when expression instanceof PathExpression ->
          Step.Fail.runtime(
              context,
              "The JSONPath '"
                  + expression.text()
                  + "' specified for the field '"
                  + field
                  + "Path' could not be found in the input '"
                  + context.input().text()
                  + "'");
      case Evaluated.Failed failed -> Step.Fail.of(context, failed);
    };
  }
}
