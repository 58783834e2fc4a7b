package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.ResourceTags;

/** Adds tags to a state machine or an activity. */
public final class TagResourceOperation implements Operation {
  private final ResourceTags resourceTags;

  public TagResourceOperation(ResourceTags resourceTags) {
    this.resourceTags = resourceTags;
  }

  @Override
  public String name() {
    return "TagResource";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    return resourceTags
        .add(request.text("resourceArn"), request.tags())
        .map(added -> ResponseBody.EMPTY);
  }
}
