package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.Versions;

/** Deletes a version that no alias leads to; one that does not exist is no error. */
public final class DeleteStateMachineVersionOperation implements Operation {
  private final Versions versions;

  public DeleteStateMachineVersionOperation(Versions versions) {
    this.versions = versions;
  }

  @Override
  public String name() {
    return "DeleteStateMachineVersion";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    return versions
        .delete(request.text("stateMachineVersionArn"))
        .map(deleted -> ResponseBody.EMPTY);
  }
}
