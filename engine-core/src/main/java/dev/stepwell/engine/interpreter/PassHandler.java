package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.model.PassState;
import dev.stepwell.engine.model.Payload;

/** Pass: its Result, or its effective input. */
final class PassHandler implements StateHandler<PassState> {
  @Override
  public Step enter(PassState state, StateContext context) {
    return DataFlows.withEffectiveInput(
        state.flow(),
        context,
        input -> {
          var fixed = state.result();
          var result = fixed == null ? input : Payload.ofTree(fixed);
          return DataFlows.exit(state.flow(), context, result, state.next());
        });
  }
}
