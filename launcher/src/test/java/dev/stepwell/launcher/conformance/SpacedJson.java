package dev.stepwell.launcher.conformance;

import dev.stepwell.asl.json.Json;
import java.util.StringJoiner;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Writes JSON as the recorded calls did: with a space after each comma and colon. */
final class SpacedJson {
  private SpacedJson() {}

  static String text(JsonNode node) {
    if (node.isObject()) {
      var members = new StringJoiner(", ", "{", "}");
      node.properties()
          .forEach(member -> members.add(quoted(member.getKey()) + ": " + text(member.getValue())));
      return members.toString();
    }
    if (node.isArray()) {
      var elements = new StringJoiner(", ", "[", "]");
      node.forEach(element -> elements.add(text(element)));
      return elements.toString();
    }
    return Json.text(node);
  }

  private static String quoted(String text) {
    return Json.text(StringNode.valueOf(text));
  }
}
