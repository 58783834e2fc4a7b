package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.Aliases;
import dev.stepwell.engine.service.Answer;

/** Gives one or two versions a name; the same request again gets the same answer. */
public final class CreateStateMachineAliasOperation implements Operation {
  private final Aliases aliases;

  public CreateStateMachineAliasOperation(Aliases aliases) {
    this.aliases = aliases;
  }

  @Override
  public String name() {
    return "CreateStateMachineAlias";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    return aliases
        .create(
            request.text("name"),
            request.optionalText("description"),
            RoutingMembers.read(request.required("routingConfiguration")))
        .map(alias ->
            ResponseBody.of(json -> {
              json.writeStringProperty("stateMachineAliasArn", alias.stateMachineAliasArn());
              ResponseBody.writeTime(json, "creationDate", alias.creationDate());
            }));
  }
}
