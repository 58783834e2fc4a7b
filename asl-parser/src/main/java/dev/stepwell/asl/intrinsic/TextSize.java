package dev.stepwell.asl.intrinsic;

import java.util.List;
import tools.jackson.databind.JsonNode;

/** Measures values about as long as they are written, and stops as soon as there is too much. */
final class TextSize {
  private int left;

  private TextSize(int left) {
    this.left = left;
  }

  /** Whether the values together have no more characters than that. */
  static boolean isWithin(int characters, List<JsonNode> values) {
    var size = new TextSize(characters);
    for (var value : values) {
      size.take(value);
    }
    return size.left >= 0;
  }

  /** Recursion is as deep as the document, whose nesting is limited. */
  private void take(JsonNode node) {
    left -= own(node);
    for (var entry : node.properties()) {
      if (left < 0) {
        return;
      }
      left -= entry.getKey().length();
      take(entry.getValue());
    }
    if (node.isArray()) {
      for (var item : node) {
        if (left < 0) {
          return;
        }
        take(item);
      }
    }
  }

  private static int own(JsonNode node) {
    if (node.isString()) {
      return node.stringValue().length();
    }
    return node.isNumber() ? node.decimalValue().precision() : 1;
  }
}
