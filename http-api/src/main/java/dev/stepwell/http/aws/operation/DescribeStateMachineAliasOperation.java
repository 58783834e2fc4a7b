package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.Aliases;
import dev.stepwell.engine.service.Answer;

/** Shows an alias. */
public final class DescribeStateMachineAliasOperation implements Operation {
  private final Aliases aliases;

  public DescribeStateMachineAliasOperation(Aliases aliases) {
    this.aliases = aliases;
  }

  @Override
  public String name() {
    return "DescribeStateMachineAlias";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    return aliases
        .describe(request.text("stateMachineAliasArn"))
        .map(alias ->
            ResponseBody.of(json -> {
              json.writeStringProperty("stateMachineAliasArn", alias.stateMachineAliasArn());
              json.writeStringProperty("name", alias.name());
              ResponseBody.writeText(json, "description", alias.description());
              RoutingMembers.write(json, alias.routingConfiguration());
              ResponseBody.writeTime(json, "creationDate", alias.creationDate());
              ResponseBody.writeTime(json, "updateDate", alias.updateDate());
            }));
  }
}
