package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.StateMachines;

/**
 * Deletes a state machine with its executions, in the background; one that does not exist is no
 * error.
 */
public final class DeleteStateMachineOperation implements Operation {
  private final StateMachines stateMachines;

  public DeleteStateMachineOperation(StateMachines stateMachines) {
    this.stateMachines = stateMachines;
  }

  @Override
  public String name() {
    return "DeleteStateMachine";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    return stateMachines.delete(request.text("stateMachineArn")).map(deleted -> ResponseBody.EMPTY);
  }
}
