package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.model.SucceedState;

/** Succeed: ends its block. */
final class SucceedHandler implements StateHandler<SucceedState> {
  @Override
  public Step enter(SucceedState state, StateContext context) {
    var flow = StateFlow.of(state, context);
    return flow.withEffectiveInput(input -> flow.passOn(input, null, null));
  }
}
