package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.expression.Evaluated;
import dev.stepwell.asl.expression.StatesError;
import dev.stepwell.asl.model.ChoiceState;
import dev.stepwell.asl.model.ErrorNames;
import dev.stepwell.engine.model.Payload;

/** Choice: the first rule that matches, else Default. */
final class ChoiceHandler implements StateHandler<ChoiceState> {
  @Override
  public Step enter(ChoiceState state, StateContext context) {
    return DataFlows.withEffectiveInput(
        state.flow(), context, input -> choose(state, context, input));
  }

  private static Step choose(ChoiceState state, StateContext context, Payload input) {
    var bindings = context.bindings(input.tree());
    for (var choice : state.choices()) {
      switch (choice.rule().test(bindings)) {
        case Evaluated.Failed(var error, _) -> {
          return Step.Fail.of(context.located(error));
        }
        case Evaluated.Value(var matches) -> {
          if (matches.booleanValue()) {
            return DataFlows.passOn(state.flow(), context, input, choice.next());
          }
        }
      }
    }
    var defaultNext = state.defaultNext();
    return defaultNext == null
        ? Step.Fail.of(
            context.located(
                new StatesError(
                    ErrorNames.NO_CHOICE_MATCHED,
                    "No rule of the Choice state matched its input, and it has no Default.")))
        : DataFlows.passOn(state.flow(), context, input, defaultNext);
  }
}
