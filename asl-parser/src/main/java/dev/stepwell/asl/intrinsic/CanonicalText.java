package dev.stepwell.asl.intrinsic;

import dev.stepwell.asl.json.Json;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Map;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/**
 * A text that two values share exactly when they are equal as JSON: fields in any order, numbers by
 * value. Texts can be sorted and hashed safely; trees that collide on purpose could not.
 */
final class CanonicalText {
  private final StringBuilder text = new StringBuilder();

  private CanonicalText() {}

  static String of(JsonNode node) {
    var canonical = new CanonicalText();
    canonical.append(node);
    return canonical.text.toString();
  }

  /** Recursion is as deep as the document, whose nesting is limited. */
  private void append(JsonNode node) {
    if (node.isObject()) {
      appendObject(node);
    } else if (node.isArray()) {
      text.append('[');
      for (var item : node) {
        append(item);
        text.append(',');
      }
      text.append(']');
    } else if (node.isNumber()) {
      text.append(node.decimalValue().stripTrailingZeros());
    } else {
      text.append(Json.text(node));
    }
  }

  private void appendObject(JsonNode object) {
    var fields = new ArrayList<>(object.properties());
    fields.sort(Comparator.comparing(Map.Entry::getKey));
    text.append('{');
    for (var field : fields) {
      text.append(Json.text(StringNode.valueOf(field.getKey()))).append(':');
      append(field.getValue());
      text.append(',');
    }
    text.append('}');
  }
}
