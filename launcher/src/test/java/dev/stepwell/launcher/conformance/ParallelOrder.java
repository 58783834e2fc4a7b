package dev.stepwell.launcher.conformance;

import dev.stepwell.asl.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Puts the events of branches, which run side by side, into an order that does not depend on who
 * was first.
 *
 * <p>It does what the originals did: of nested Parallel states the end of the outer one also
 * swallows the end of the inner one, so that a history and its recording lose the same events.
 */
final class ParallelOrder {
  private final List<JsonNode> events = new ArrayList<>();
  private final List<JsonNode> inside = new ArrayList<>();
  private int start;
  private boolean isInside;

  private ParallelOrder(JsonNode history) {
    history.forEach(events::add);
  }

  /** The events of a history in that order; anything else as it is. */
  static JsonNode apply(String key, JsonNode node) {
    if (!key.equals("events") || !node.isArray()) {
      return node;
    }
    var ordered = Json.object().arrayNode();
    new ParallelOrder(node).sort().forEach(ordered::add);
    return ordered;
  }

  private List<JsonNode> sort() {
    for (int i = 0; i < events.size(); i++) {
      switch (events.get(i).path("type").asString("")) {
        case "ParallelStateStarted" -> {
          inside.clear();
          start = i + 1;
          isInside = true;
        }
        case "ParallelStateSucceeded" -> isInside = false;
        case "ParallelStateExited", "ParallelStateFailed" -> {
          replace(i);
          isInside = false;
        }
        default -> {
          if (isInside) {
            var event = ((ObjectNode) events.get(i)).deepCopy();
            event.putArray("id").add(0);
            event.put("previousEventId", 0);
            events.set(i, event);
            inside.add(event);
          }
        }
      }
    }
    return events;
  }

  private void replace(int end) {
    var between = events.subList(Math.min(start, end), end);
    between.clear();
    between.addAll(
        inside.stream().sorted(Comparator.comparing(ParallelOrder::sortedText)).toList());
  }

  private static String sortedText(JsonNode node) {
    if (!node.isObject()) {
      return Json.text(node);
    }
    var members = new ArrayList<String>();
    node.properties()
        .forEach(member -> members.add(member.getKey() + ":" + sortedText(member.getValue())));
    members.sort(Comparator.naturalOrder());
    return members.toString();
  }
}
