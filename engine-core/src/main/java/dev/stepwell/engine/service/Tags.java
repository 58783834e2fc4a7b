package dev.stepwell.engine.service;

import dev.stepwell.asl.json.Json;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.node.ArrayNode;

/** Tags of a resource: checked, changed, and as the JSON that is stored. */
public final class Tags {
  public static final int MAX_PER_RESOURCE = 50;

  private static final String ALLOWED_PUNCTUATION = " _.:/=+-@";
  private static final String KEY = "key";
  private static final String VALUE = "value";

  private Tags() {}

  /**
   * A tag of a resource.
   *
   * @param value may be empty
   */
  public record Tag(String key, String value) {}

  /** The tags as they are given; one that is given twice has its last value, as in AWS. */
  static Answer<Map<String, String>> check(List<Tag> tags) {
    var checked = new LinkedHashMap<String, String>();
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
      checked.put(tag.key(), tag.value());
    }
    return Answer.given(checked);
  }

  /** All tags of a resource, as they are stored; too many are refused. */
  static Answer<ArrayNode> ofResource(Map<String, String> tags, String resourceArn) {
    return tags.size() > MAX_PER_RESOURCE
        ? Answer.refusedFor(
            Refusal.TOO_MANY_TAGS,
            "Too many tags: '%s' may have %d at most".formatted(resourceArn, MAX_PER_RESOURCE),
            resourceArn)
        : Answer.given(stored(tags));
  }

  /** The tags of a resource after some were added; those that it had keep their places. */
  static Answer<ArrayNode> added(ArrayNode stored, Map<String, String> more, String resourceArn) {
    var all = read(stored);
    all.putAll(more);
    return ofResource(all, resourceArn);
  }

  /** The tags of a resource without some. */
  static ArrayNode removed(ArrayNode stored, Collection<String> keys) {
    var rest = read(stored);
    rest.keySet().removeAll(keys);
    return stored(rest);
  }

  static List<Tag> list(ArrayNode stored) {
    return read(stored).entrySet().stream()
        .map(tag -> new Tag(tag.getKey(), tag.getValue()))
        .toList();
  }

  private static Map<String, String> read(ArrayNode stored) {
    var tags = new LinkedHashMap<String, String>();
    stored.forEach(tag -> tags.put(tag.path(KEY).asString(), tag.path(VALUE).asString()));
    return tags;
  }

  private static ArrayNode stored(Map<String, String> tags) {
    var array = Json.object().arrayNode();
    tags.forEach((key, value) -> array.addObject().put(KEY, key).put(VALUE, value));
    return array;
  }

  private static boolean allowed(int c) {
    return Character.isLetter(c) || Character.isDigit(c) || ALLOWED_PUNCTUATION.indexOf(c) >= 0;
  }

  private static <T> Answer<T> refused(String message) {
    return Answer.refused(Refusal.VALIDATION, message);
  }
}
