package dev.stepwell.asl.outline;

import dev.stepwell.asl.problem.Location;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A field that names a state.
 *
 * @param field {@code StartAt}, {@code Next} or {@code Default}
 * @param target the name, whether or not there is such a state
 */
public record TransitionOutline(String field, String target, Location location) {

  /** The transition in that field, or null when there is no text. */
  static @Nullable TransitionOutline find(JsonNode owner, String field, Location location) {
    var target = owner.path(field);
    return target.isString()
        ? new TransitionOutline(field, target.stringValue(), location.field(field))
        : null;
  }
}
