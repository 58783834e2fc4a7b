package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.expression.Evaluated;
import dev.stepwell.asl.expression.StatesError;
import dev.stepwell.asl.model.ChoiceState;
import dev.stepwell.asl.model.ErrorNames;
import dev.stepwell.engine.model.Payload;

/**
 * Choice: the first rule that matches, else Default. A rule that matches has its own Assign and
 * Output, if any; those of the state belong to Default (recorded: test_assign_in_choice).
 */
final class ChoiceHandler implements StateHandler<ChoiceState> {
  @Override
  public Step enter(ChoiceState state, StateContext context) {
    var flow = StateFlow.of(state, context);
    return flow.withEffectiveInput(input -> choose(state, flow, context, input));
  }

  private static Step choose(
      ChoiceState state, StateFlow flow, StateContext context, Payload input) {
    var bindings = flow.bindings(input.tree());
    for (var choice : state.choices()) {
      switch (choice.rule().test(bindings)) {
        case Evaluated.Failed failed -> {
          return Step.Fail.of(context, failed);
        }
        case Evaluated.Value(var matches) -> {
          if (matches.booleanValue()) {
            return flow.withOutput(choice.output()).passOn(input, choice.assign(), choice.next());
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
        : flow.passOn(input, state.assign(), defaultNext);
  }
}
