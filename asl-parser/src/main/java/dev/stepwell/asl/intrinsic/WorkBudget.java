package dev.stepwell.asl.intrinsic;

import dev.stepwell.asl.expression.Allowance;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * What the calls of one expression may read and make, in characters, out of the state's {@link
 * Allowance}. A definition has room for thousands of calls that each copy their input: without a
 * limit they could fill the memory.
 */
final class WorkBudget {
  /** Sixteen times what fits into a payload. */
  static final int MAX_CHARACTERS = 4_194_304;

  private final Allowance allowance;
  private int left = MAX_CHARACTERS;

  WorkBudget(Allowance allowance) {
    this.allowance = allowance;
  }

  /** Spends about as much as the values are long when written; false once there is too little. */
  boolean spend(List<JsonNode> values) {
    for (var value : values) {
      spend(value);
    }
    return isEnough();
  }

  /** Spends about as much as the value is long when written; false once there is too little. */
  boolean spend(JsonNode node) {
    var before = left;
    take(node);
    allowance.spendCharacters(before - left);
    return isEnough();
  }

  private boolean isEnough() {
    return left >= 0 && !allowance.isExhausted();
  }

  /** Why there is too little, for people. */
  String excess() {
    return left < 0
        ? "The calls read and make more than " + MAX_CHARACTERS + " characters"
        : allowance.excess();
  }

  /** Stops as soon as too much is spent. Recursion is as deep as the document, which is limited. */
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
      return node.stringValue().length() + 1;
    }
    return node.isNumber() ? node.decimalValue().precision() : 1;
  }
}
