package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.model.PassState;
import dev.stepwell.engine.model.Payload;

/** Pass: its Result, or its effective input. */
final class PassHandler implements StateHandler<PassState> {
  @Override
  public Step enter(PassState state, StateContext context) {
    var flow = StateFlow.of(state, context);
    return flow.withEffectiveInput(input -> {
      var fixed = state.result();
      var passed = fixed == null ? input : Payload.ofTree(fixed);
      return flow.pass(passed, state.assign(), state.next());
    });
  }
}
