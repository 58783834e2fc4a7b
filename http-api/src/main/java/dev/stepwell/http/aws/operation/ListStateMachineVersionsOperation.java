package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.Versions;

/** Lists the versions of a state machine, the newest first. */
public final class ListStateMachineVersionsOperation implements Operation {
  private final Versions versions;
  private final PageTokens pageTokens;

  public ListStateMachineVersionsOperation(Versions versions, PageTokens pageTokens) {
    this.versions = versions;
    this.pageTokens = pageTokens;
  }

  @Override
  public String name() {
    return "ListStateMachineVersions";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    var arn = request.text("stateMachineArn");
    return pageTokens
        .open(name(), arn, request.optionalText("nextToken"))
        .then(token ->
            versions.list(arn, token.map(Integer::valueOf).orElse(null), request.pageSize()))
        .map(page ->
            ResponseBody.of(json -> {
              json.writeArrayPropertyStart("stateMachineVersions");
              for (var version : page.versions()) {
                json.writeStartObject();
                json.writeStringProperty(
                    "stateMachineVersionArn", version.stateMachineVersionArn());
                ResponseBody.writeTime(json, "creationDate", version.creationDate());
                json.writeEndObject();
              }
              json.writeEndArray();
              var next = page.nextBefore();
              if (next != null) {
                json.writeStringProperty(
                    "nextToken", pageTokens.seal(name(), arn, Integer.toString(next)));
              }
            }));
  }
}
