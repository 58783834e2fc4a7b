package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.Aliases;
import dev.stepwell.engine.service.Answer;

/** Lists the aliases of a state machine, or those that lead to one of its versions, by name. */
public final class ListStateMachineAliasesOperation implements Operation {
  private final Aliases aliases;
  private final PageTokens pageTokens;

  public ListStateMachineAliasesOperation(Aliases aliases, PageTokens pageTokens) {
    this.aliases = aliases;
    this.pageTokens = pageTokens;
  }

  @Override
  public String name() {
    return "ListStateMachineAliases";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    var arn = request.text("stateMachineArn");
    return pageTokens
        .open(name(), arn, request.optionalText("nextToken"))
        .then(token -> aliases.list(arn, token.orElse(null), request.pageSize()))
        .map(page ->
            ResponseBody.of(json -> {
              json.writeArrayPropertyStart("stateMachineAliases");
              for (var alias : page.aliases()) {
                json.writeStartObject();
                json.writeStringProperty("stateMachineAliasArn", alias.stateMachineAliasArn());
                ResponseBody.writeTime(json, "creationDate", alias.creationDate());
                json.writeEndObject();
              }
              json.writeEndArray();
              var next = page.nextName();
              if (next != null) {
                json.writeStringProperty("nextToken", pageTokens.seal(name(), arn, next));
              }
            }));
  }
}
