package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.ResourceTags;

/** Lists the tags of a state machine or an activity, in the order in which they were given. */
public final class ListTagsForResourceOperation implements Operation {
  private final ResourceTags resourceTags;

  public ListTagsForResourceOperation(ResourceTags resourceTags) {
    this.resourceTags = resourceTags;
  }

  @Override
  public String name() {
    return "ListTagsForResource";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    return resourceTags
        .list(request.text("resourceArn"))
        .map(tags ->
            ResponseBody.of(json -> {
              json.writeArrayPropertyStart("tags");
              for (var tag : tags) {
                json.writeStartObject();
                json.writeStringProperty("key", tag.key());
                json.writeStringProperty("value", tag.value());
                json.writeEndObject();
              }
              json.writeEndArray();
            }));
  }
}
