package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.model.SucceedState;

/** Succeed: ends its block. */
final class SucceedHandler implements StateHandler<SucceedState> {
  @Override
  public Step enter(SucceedState state, StateContext context) {
    return DataFlows.withEffectiveInput(
        state.flow(), context, input -> DataFlows.passOn(state.flow(), context, input, null));
  }
}
