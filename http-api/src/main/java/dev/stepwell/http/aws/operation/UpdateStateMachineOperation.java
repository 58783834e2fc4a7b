package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.StateMachines;

/** Changes a state machine for executions that start from now on. */
public final class UpdateStateMachineOperation implements Operation {
  private final StateMachines stateMachines;

  public UpdateStateMachineOperation(StateMachines stateMachines) {
    this.stateMachines = stateMachines;
  }

  @Override
  public String name() {
    return "UpdateStateMachine";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    return stateMachines
        .update(
            new StateMachines.UpdateRequest(
                request.text("stateMachineArn"),
                request.optionalText("definition"),
                request.optionalText("roleArn"),
                request.optional("loggingConfiguration"),
                request.optional("tracingConfiguration"),
                request.optional("encryptionConfiguration"),
                request.flag("publish", false),
                request.optionalText("versionDescription")))
        .map(updated ->
            ResponseBody.of(json -> {
              ResponseBody.writeTime(json, "updateDate", updated.updateDate());
              ResponseBody.writeText(json, "revisionId", updated.revisionId());
              ResponseBody.writeText(
                  json, "stateMachineVersionArn", updated.stateMachineVersionArn());
            }));
  }
}
