package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.Aliases;
import dev.stepwell.engine.service.Answer;

/** Changes where an alias leads, or what is said of it. */
public final class UpdateStateMachineAliasOperation implements Operation {
  private final Aliases aliases;

  public UpdateStateMachineAliasOperation(Aliases aliases) {
    this.aliases = aliases;
  }

  @Override
  public String name() {
    return "UpdateStateMachineAlias";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    var routing = request.optional("routingConfiguration");
    return aliases
        .update(
            request.text("stateMachineAliasArn"),
            request.optionalText("description"),
            routing == null ? null : RoutingMembers.read(routing))
        .map(alias ->
            ResponseBody.of(
                json -> ResponseBody.writeTime(json, "updateDate", alias.updateDate())));
  }
}
