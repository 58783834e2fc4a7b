package dev.stepwell.engine.service;

import dev.stepwell.asl.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * What the operations of one service answer, by AWS's own description of it: shapes of members,
 * which of them must be there, and the bounds of their values. Names begin with a capital, as those
 * of results in states do.
 */
final class ResultModel {
  private static final ConcurrentMap<String, Optional<ResultModel>> MODELS =
      new ConcurrentHashMap<>();

  private final JsonNode operations;
  private final JsonNode shapes;

  private ResultModel(JsonNode model) {
    this.operations = model.required("operations");
    this.shapes = model.required("shapes");
  }

  /**
   * The description of a service, if it is one of those that are here.
   *
   * @param service as in {@code aws-sdk:SERVICE}
   */
  static Optional<ResultModel> of(String service) {
    return MODELS.computeIfAbsent(service, ResultModel::read);
  }

  private static Optional<ResultModel> read(String service) {
    try (var stream = ResultModel.class.getResourceAsStream("results/" + service + ".json")) {
      return stream == null
          ? Optional.empty()
          : Optional.of(
              new ResultModel(
                  Json.parse(new String(stream.readAllBytes(), StandardCharsets.UTF_8))));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /**
   * What is wrong with an answer, first in the order of its members; empty where nothing is, or
   * nothing is known of the operation.
   *
   * @param requires whether what must be there has to be there
   * @param ignored members of the answer that may be anything
   */
  Optional<String> fault(String operation, JsonNode answer, boolean requires, Set<String> ignored) {
    var shape = operations.path(operation).asString("");
    return shape.isEmpty() || !answer.isObject()
        ? Optional.empty()
        : Optional.ofNullable(faultInside(shapes.required(shape), answer, requires, ignored));
  }

  private @Nullable String faultInside(
      JsonNode structure, JsonNode value, boolean requires, Set<String> ignored) {
    if (requires) {
      for (var name :
          structure.path("required").valueStream().map(JsonNode::asString).sorted().toList()) {
        if (!value.has(name)) {
          return "Required field '" + name + "' is missing";
        }
      }
    }
    for (var member : value.properties()) {
      var shape = structure.path("members").path(member.getKey()).asString("");
      if (!shape.isEmpty() && !ignored.contains(member.getKey())) {
        var fault = fault(shapes.required(shape), member.getKey(), member.getValue(), requires);
        if (fault != null) {
          return fault;
        }
      }
    }
    return null;
  }

  private @Nullable String fault(JsonNode shape, String field, JsonNode value, boolean requires) {
    return switch (shape.required("type").asString()) {
      case "structure" ->
          value.isObject()
              ? faultInside(shape, value, requires, Set.of())
              : mustBe(field, "an object");
      case "map" ->
          value.isObject()
              ? faultOfEach(shape, "value", field, value, requires)
              : mustBe(field, "an object");
      case "list" ->
          value.isArray()
              ? faultOfEach(shape, "member", field, value, requires)
              : mustBe(field, "an array");
      case "integer", "long", "float", "double" ->
          value.isNumber() ? faultOfNumber(shape, field, value) : mustBe(field, "a number");
      case "boolean" -> value.isBoolean() ? null : mustBe(field, "a boolean");
      case "string", "blob" ->
          value.isString() ? faultOfText(shape, field, value) : mustBe(field, "a string");
      case "timestamp" -> value.isString() ? null : mustBe(field, "a string");
      case String type -> throw new IllegalStateException("unknown type: " + type);
    };
  }

  private @Nullable String faultOfEach(
      JsonNode shape, String of, String field, JsonNode values, boolean requires) {
    var element = shapes.required(shape.required(of).asString());
    for (var value : values) {
      var fault = fault(element, field, value, requires);
      if (fault != null) {
        return fault;
      }
    }
    return null;
  }

  private static @Nullable String faultOfNumber(JsonNode shape, String field, JsonNode value) {
    if (shape.has("min") && value.doubleValue() < shape.path("min").doubleValue()) {
      return of(field, "is less than the minimum value");
    }
    return shape.has("max") && value.doubleValue() > shape.path("max").doubleValue()
        ? of(field, "exceeds the maximum value")
        : null;
  }

  private static @Nullable String faultOfText(JsonNode shape, String field, JsonNode value) {
    var text = value.stringValue();
    if (shape.has("enum")
        && shape.path("enum").valueStream().noneMatch(each -> each.asString().equals(text))) {
      return of(field, "is not an expected value");
    }
    var length = text.codePointCount(0, text.length());
    if (length < shape.path("min").asLong(0)) {
      return of(field, "is smaller than the minimum length");
    }
    return length > shape.path("max").asLong(Long.MAX_VALUE)
        ? of(field, "exceeds the maximum length")
        : null;
  }

  private static String mustBe(String field, String type) {
    return of(field, "must be " + type);
  }

  private static String of(String field, String fault) {
    return "Field '" + field + "' " + fault;
  }
}
