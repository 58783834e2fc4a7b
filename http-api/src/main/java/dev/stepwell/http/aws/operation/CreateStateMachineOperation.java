package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.StateMachines;

/** Registers a state machine; the same request again gets the same answer. */
public final class CreateStateMachineOperation implements Operation {
  private final StateMachines stateMachines;

  public CreateStateMachineOperation(StateMachines stateMachines) {
    this.stateMachines = stateMachines;
  }

  @Override
  public String name() {
    return "CreateStateMachine";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    return stateMachines
        .create(
            new StateMachines.CreateRequest(
                request.text("name"),
                request.text("definition"),
                request.text("roleArn"),
                request.text("type", "STANDARD"),
                request.optional("loggingConfiguration"),
                request.optional("tracingConfiguration"),
                request.optional("encryptionConfiguration"),
                request.tags(),
                request.flag("publish", false),
                request.optionalText("versionDescription")))
        .map(created ->
            ResponseBody.of(json -> {
              json.writeStringProperty("stateMachineArn", created.stateMachineArn());
              ResponseBody.writeTime(json, "creationDate", created.creationDate());
              ResponseBody.writeText(
                  json, "stateMachineVersionArn", created.stateMachineVersionArn());
            }));
  }
}
