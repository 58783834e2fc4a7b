package dev.stepwell.http.rest.route;

import dev.stepwell.asl.json.Json;
import java.util.Arrays;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What a value may be, as JSON Schema (2020-12), which OpenAPI 3.1 uses. Immutable.
 *
 * @param name under which the document has it once for all; empty: it is written where it is used
 * @param json not to be modified
 */
public record Schema(String name, ObjectNode json) {
  private static final String TYPE = "type";
  private static final String PROPERTIES = "properties";
  private static final String REQUIRED = "required";
  private static final String DESCRIPTION = "description";

  private static Schema of(ObjectNode json) {
    return new Schema("", json);
  }

  public static Schema text() {
    return of(Json.object().put(TYPE, "string"));
  }

  public static Schema text(int minLength, int maxLength) {
    return of(
        Json.object().put(TYPE, "string").put("minLength", minLength).put("maxLength", maxLength));
  }

  /** One of some words. */
  public static Schema oneOf(Object... words) {
    var json = Json.object().put(TYPE, "string");
    var array = json.putArray("enum");
    Arrays.stream(words).forEach(word -> array.add(word.toString()));
    return of(json);
  }

  public static Schema integer() {
    return of(Json.object().put(TYPE, "integer").put("minimum", 0));
  }

  public static Schema integer(int minimum, int maximum) {
    return of(Json.object().put(TYPE, "integer").put("minimum", minimum).put("maximum", maximum));
  }

  public static Schema flag() {
    return of(Json.object().put(TYPE, "boolean"));
  }

  /** ISO 8601, such as {@code 2026-03-01T12:00:00Z}. */
  public static Schema time() {
    return of(Json.object().put(TYPE, "string").put("format", "date-time"));
  }

  /** Any JSON value. */
  public static Schema any() {
    return of(Json.object());
  }

  public static Schema arrayOf(Schema items) {
    var json = Json.object().put(TYPE, "array");
    json.set("items", items.reference());
    return of(json);
  }

  /** An object that has the members that are said next, and no others. */
  public static Schema object() {
    var json = Json.object().put(TYPE, "object");
    json.putObject(PROPERTIES);
    json.put("additionalProperties", false);
    return of(json);
  }

  /** An object of whose members nothing is known here. */
  public static Schema anyObject() {
    return of(Json.object().put(TYPE, "object"));
  }

  /** With a member that is always there. */
  public Schema with(String member, Schema schema) {
    var copy = json.deepCopy();
    copy.withObjectProperty(PROPERTIES).set(member, schema.reference());
    copy.withArrayProperty(REQUIRED).add(member);
    return new Schema(name, copy);
  }

  /** With a member that may be absent. */
  public Schema withOptional(String member, Schema schema) {
    var copy = json.deepCopy();
    copy.withObjectProperty(PROPERTIES).set(member, schema.reference());
    return new Schema(name, copy);
  }

  /** The same, explained. */
  public Schema describedAs(String description) {
    return new Schema(name, json.deepCopy().put(DESCRIPTION, description));
  }

  /** The same under a name. */
  public Schema named(String newName) {
    return new Schema(newName, json);
  }

  /** Whether every JSON value will do. */
  boolean isAny() {
    return !json.has(TYPE);
  }

  /** Whether a JSON value is of the right type, whatever else is to be said of it. */
  boolean hasTypeOf(JsonNode value) {
    return switch (json.path(TYPE).asString()) {
      case "string" -> value.isString();
      case "boolean" -> value.isBoolean();
      case "integer" -> value.isIntegralNumber();
      default -> throw new IllegalStateException("not the type of a parameter: " + json);
    };
  }

  /** What stands where it is used. */
  public ObjectNode reference() {
    return name.isEmpty() ? json : Json.object().put("$ref", "#/components/schemas/" + name);
  }
}
