package dev.stepwell.asl.outline;

import dev.stepwell.asl.problem.Location;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One {@code StartAt} + {@code States} object: the machine's, a branch's or an item processor's.
 *
 * @param topLevel whether the block is the machine's own
 * @param start {@code StartAt}, or null when it is missing or no text
 * @param states by name, in the order of the document
 */
public record BlockOutline(
    boolean topLevel, @Nullable TransitionOutline start, Map<String, StateOutline> states) {

  /** What can be understood of any JSON value that stands where a block should be. */
  public static BlockOutline of(JsonNode definition, Location location, boolean topLevel) {
    var startAt = TransitionOutline.find(definition, "StartAt", location);
    var states = new LinkedHashMap<String, StateOutline>();
    var statesLocation = location.field("States");
    for (var entry : definition.path("States").properties()) {
      var name = entry.getKey();
      states.put(name, StateOutline.of(name, entry.getValue(), statesLocation.field(name)));
    }
    return new BlockOutline(topLevel, startAt, states);
  }
}
