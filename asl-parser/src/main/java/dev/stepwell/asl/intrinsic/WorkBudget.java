package dev.stepwell.asl.intrinsic;

import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What the calls of one expression may read and make, in characters. A definition has room for
 * thousands of calls that each copy their input: without a limit they could fill the memory.
 */
final class WorkBudget {
  /** Sixteen times what fits into a payload. */
  static final int MAX_CHARACTERS = 4_194_304;

  private int left = MAX_CHARACTERS;

  /** Spends about as much as the values are long when written; false once there is too little. */
  boolean spend(List<JsonNode> values) {
    for (var value : values) {
      spend(value);
    }
    return left >= 0;
  }

  /** Stops as soon as too much is spent. Recursion is as deep as the document, which is limited. */
  boolean spend(JsonNode node) {
    left -= own(node);
    for (var entry : node.properties()) {
      if (left < 0) {
        return false;
      }
      left -= entry.getKey().length();
      spend(entry.getValue());
    }
    if (node.isArray()) {
      for (var item : node) {
        if (left < 0) {
          return false;
        }
        spend(item);
      }
    }
    return left >= 0;
  }

  private static int own(JsonNode node) {
    if (node.isString()) {
      return node.stringValue().length() + 1;
    }
    return node.isNumber() ? node.decimalValue().precision() : 1;
  }
}
