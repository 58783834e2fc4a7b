package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.ResourceTags;
import tools.jackson.databind.JsonNode;

/** Removes tags from a state machine or an activity; keys that are not there are no error. */
public final class UntagResourceOperation implements Operation {
  private final ResourceTags resourceTags;

  public UntagResourceOperation(ResourceTags resourceTags) {
    this.resourceTags = resourceTags;
  }

  @Override
  public String name() {
    return "UntagResource";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    var keys = request.required("tagKeys").valueStream().map(JsonNode::asString).toList();
    return resourceTags
        .remove(request.text("resourceArn"), keys)
        .map(removed -> ResponseBody.EMPTY);
  }
}
