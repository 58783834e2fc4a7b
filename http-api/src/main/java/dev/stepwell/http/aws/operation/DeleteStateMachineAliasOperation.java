package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.Aliases;
import dev.stepwell.engine.service.Answer;

/** Deletes an alias; one that does not exist is no error. */
public final class DeleteStateMachineAliasOperation implements Operation {
  private final Aliases aliases;

  public DeleteStateMachineAliasOperation(Aliases aliases) {
    this.aliases = aliases;
  }

  @Override
  public String name() {
    return "DeleteStateMachineAlias";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    return aliases.delete(request.text("stateMachineAliasArn")).map(deleted -> ResponseBody.EMPTY);
  }
}
