package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.Versions;

/**
 * Publishes the current revision of a state machine; one that is published already keeps its
 * version.
 */
public final class PublishStateMachineVersionOperation implements Operation {
  private final Versions versions;

  public PublishStateMachineVersionOperation(Versions versions) {
    this.versions = versions;
  }

  @Override
  public String name() {
    return "PublishStateMachineVersion";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    return versions
        .publish(
            request.text("stateMachineArn"),
            request.optionalText("revisionId"),
            request.optionalText("description"))
        .map(published ->
            ResponseBody.of(json -> {
              ResponseBody.writeTime(json, "creationDate", published.creationDate());
              json.writeStringProperty(
                  "stateMachineVersionArn", published.stateMachineVersionArn());
            }));
  }
}
