package dev.stepwell.engine.service;

import dev.stepwell.asl.json.Json;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import tools.jackson.databind.node.ArrayNode;

/** Tags of a resource: checked, and as the JSON that is stored. */
public final class Tags {
  public static final int MAX_PER_RESOURCE = 50;

  private static final String ALLOWED_PUNCTUATION = " _.:/=+-@";

  private Tags() {}

  /**
   * A tag of a resource.
   *
   * @param value may be empty
   */
  public record Tag(String key, String value) {}

  /** The tags in the order given, as a JSON array of {@code {"key", "value"}}. */
  static Answer<ArrayNode> check(List<Tag> tags, String resourceArn) {
    if (tags.size() > MAX_PER_RESOURCE) {
      return Answer.refused(
          Refusal.TOO_MANY_TAGS,
          "Too many tags: '%s' may have %d at most".formatted(resourceArn, MAX_PER_RESOURCE));
    }
    var keys = new HashSet<String>();
    var array = Json.object().putArray("tags");
    for (var tag : tags) {
      if (tag.key().toLowerCase(Locale.ROOT).startsWith("aws:")) {
        return refused("Tag keys that begin with 'aws:' are reserved: '" + tag.key() + "'");
      }
      if (!tag.key().codePoints().allMatch(Tags::allowed)
          || !tag.value().codePoints().allMatch(Tags::allowed)) {
        return refused(
            "Tag keys and values may have letters, digits, spaces and _ . : / = + - @ only: '%s'='%s'"
                .formatted(tag.key(), tag.value()));
      }
      if (!keys.add(tag.key())) {
        return refused("Tag keys must be unique: '" + tag.key() + "'");
      }
      array.addObject().put("key", tag.key()).put("value", tag.value());
    }
    return Answer.given(array);
  }

  private static boolean allowed(int c) {
    return Character.isLetter(c) || Character.isDigit(c) || ALLOWED_PUNCTUATION.indexOf(c) >= 0;
  }

  private static Answer<ArrayNode> refused(String message) {
    return Answer.refused(Refusal.VALIDATION, message);
  }
}
