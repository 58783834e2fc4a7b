package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.model.ParallelState;
import dev.stepwell.engine.model.Payload;

/** Parallel: every branch gets the same input; the result is their outputs in branch order. */
final class ParallelHandler implements StateHandler<ParallelState> {
  @Override
  public Step enter(ParallelState state, StateContext context) {
    return StateFlow.of(state, context)
        .withEffectiveInput(input -> {
          var refused = Leaving.refusal(context, input);
          return refused == null ? new Step.ForkBranches(input) : refused;
        });
  }

  /** Every branch is at its end. */
  Step joined(ParallelState state, StateContext context, Payload result) {
    return StateFlow.of(state, context).exit(result, state.assign(), state.next());
  }
}
