package dev.stepwell.engine.service;

import dev.stepwell.asl.json.Json;
import java.util.Objects;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.node.ArrayNode;

/**
 * What belongs to a state machine and to none of its revisions.
 *
 * @param tags as they are stored and shown
 * @param published whether the creation published the first version
 * @param versionDescription what it said of that version, or null
 */
record MachineAttributes(ArrayNode tags, boolean published, @Nullable String versionDescription) {
  private static final String TAGS = "tags";
  private static final String PUBLISHED = "publish";
  private static final String VERSION_DESCRIPTION = "versionDescription";

  /** Reads the stored text. */
  static MachineAttributes ofText(String text) {
    var root = Json.parse(text);
    return new MachineAttributes(
        (ArrayNode) root.required(TAGS),
        root.path(PUBLISHED).asBoolean(false),
        root.has(VERSION_DESCRIPTION) ? root.path(VERSION_DESCRIPTION).asString() : null);
  }

  /** The text to be stored. */
  String text() {
    var root = Json.object();
    root.set(TAGS, tags);
    if (published) {
      root.put(PUBLISHED, true);
    }
    if (versionDescription != null) {
      root.put(VERSION_DESCRIPTION, versionDescription);
    }
    return Json.text(root);
  }

  /** Whether another creation asked for the same version. */
  boolean publishesLike(MachineAttributes other) {
    return published == other.published
        && Objects.equals(versionDescription, other.versionDescription);
  }

  MachineAttributes withTags(ArrayNode newTags) {
    return new MachineAttributes(newTags, published, versionDescription);
  }
}
