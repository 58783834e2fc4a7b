package dev.stepwell.asl.jsonata;

import tools.jackson.databind.JsonNode;

/** What a field may expect of its expression, under the names of AWS's error texts. */
public enum ResultType {
  ARRAY("array"),
  BOOLEAN("boolean"),
  NUMBER("number"),
  STRING("string");

  private final String typeName;

  ResultType(String typeName) {
    this.typeName = typeName;
  }

  String typeName() {
    return typeName;
  }

  boolean includes(JsonNode node) {
    return nameOf(node).equals(typeName);
  }

  /** Recorded: null, boolean, number, string, array, object. */
  static String nameOf(JsonNode node) {
    if (node.isNull()) {
      return "null";
    } else if (node.isBoolean()) {
      return BOOLEAN.typeName;
    } else if (node.isNumber()) {
      return NUMBER.typeName;
    } else if (node.isString()) {
      return STRING.typeName;
    } else {
      return node.isArray() ? ARRAY.typeName : "object";
    }
  }
}
