package dev.stepwell.asl.intrinsic;

import dev.stepwell.asl.json.Json;
import tools.jackson.databind.JsonNode;

/**
 * Values as {@code States.Format} prints them: texts as they are, objects and arrays as Java prints
 * its collections. Source: recorded test_format_1.
 */
final class JavaText {
  private JavaText() {}

  /** Recursion is as deep as the document, whose nesting is limited. */
  static void append(JsonNode node, StringBuilder text) {
    if (node.isObject()) {
      appendObject(node, text);
    } else if (node.isArray()) {
      var separator = "[";
      for (var item : node) {
        append(item, text.append(separator));
        separator = ", ";
      }
      text.append(node.isEmpty() ? "[]" : "]");
    } else {
      text.append(node.isString() ? node.stringValue() : Json.text(node));
    }
  }

  private static void appendObject(JsonNode object, StringBuilder text) {
    var separator = "{";
    for (var field : object.properties()) {
      append(field.getValue(), text.append(separator).append(field.getKey()).append('='));
      separator = ", ";
    }
    text.append(object.isEmpty() ? "{}" : "}");
  }
}
