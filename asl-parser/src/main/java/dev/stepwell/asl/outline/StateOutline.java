package dev.stepwell.asl.outline;

import dev.stepwell.asl.problem.Location;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * One state, as far as it can be understood.
 *
 * @param definition what the document says of the state; any JSON value
 * @param terminal whether the state ends its block
 * @param transitions every way out to another state: Next, Default, and those of choices and
 *     catchers
 */
public record StateOutline(
    String name,
    JsonNode definition,
    Location location,
    boolean terminal,
    List<TransitionOutline> transitions) {

  static StateOutline of(String name, JsonNode definition, Location location) {
    var transitions = new ArrayList<TransitionOutline>();
    add(definition, "Next", location, transitions);
    add(definition, "Default", location, transitions);
    addNextOfEach(definition, "Choices", location, transitions);
    addNextOfEach(definition, "Catch", location, transitions);
    return new StateOutline(name, definition, location, isTerminal(definition), transitions);
  }

  private static boolean isTerminal(JsonNode definition) {
    return switch (definition.path("Type").asString("")) {
      case "Succeed", "Fail" -> true;
      default -> definition.path("End").asBoolean(false);
    };
  }

  private static void addNextOfEach(
      JsonNode definition, String field, Location location, List<TransitionOutline> transitions) {
    var items = definition.path(field);
    if (items.isArray()) {
      for (var i = 0; i < items.size(); i++) {
        add(items.path(i), "Next", location.field(field).item(i), transitions);
      }
    }
  }

  private static void add(
      JsonNode definition, String field, Location location, List<TransitionOutline> transitions) {
    var transition = TransitionOutline.find(definition, field, location);
    if (transition != null) {
      transitions.add(transition);
    }
  }
}
