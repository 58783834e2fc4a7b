package dev.stepwell.http.rest.route;

import dev.stepwell.asl.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonToken;
import tools.jackson.databind.JsonNode;

/**
 * The JSON object that a request carries; one that is empty counts as {@code {}}.
 *
 * @param schemaName what the OpenAPI document calls it
 */
public record Body(String schemaName, List<Member> members) {
  private static final String IN = "body";

  /** What the object may have. */
  public sealed interface Member {
    String name();

    Schema schema();

    boolean isRequired();

    /** One value. */
    record Value(Parameter<?> parameter, boolean isRequired) implements Member {
      @Override
      public String name() {
        return parameter.name();
      }

      @Override
      public Schema schema() {
        return parameter.schema().describedAs(parameter.description());
      }
    }

    /** An object of texts. */
    record Group(String name, String description, List<Parameter<?>> parameters) implements Member {
      @Override
      public Schema schema() {
        var schema = Schema.object().describedAs(description);
        for (var parameter : parameters) {
          schema =
              schema.withOptional(
                  parameter.name(), parameter.schema().describedAs(parameter.description()));
        }
        return schema;
      }

      @Override
      public boolean isRequired() {
        return false;
      }
    }
  }

  public static Member required(Parameter<?> parameter) {
    return new Member.Value(parameter, true);
  }

  public static Member optional(Parameter<?> parameter) {
    return new Member.Value(parameter, false);
  }

  /** What the OpenAPI document says of it. */
  public Schema schema() {
    var schema = Schema.object().named(schemaName);
    for (var member : members) {
      schema =
          member.isRequired()
              ? schema.with(member.name(), member.schema())
              : schema.withOptional(member.name(), member.schema());
    }
    return schema;
  }

  /**
   * Reads a body.
   *
   * @param violations gets what is wrong
   */
  void read(byte[] bytes, Arguments arguments, List<Violation> violations) {
    JsonNode json;
    try {
      var text = new String(bytes, StandardCharsets.UTF_8);
      json = text.isBlank() ? Json.object() : Json.parseWithoutDuplicates(text);
    } catch (JacksonException malformed) {
      violations.add(
          new Violation(IN, IN, "must be valid JSON: " + malformed.getOriginalMessage()));
      return;
    }
    if (!json.isObject()) {
      violations.add(new Violation(IN, IN, "must be an object"));
      return;
    }
    var names = members.stream().map(Member::name).toList();
    Arguments.refuseUnknown(IN, "", names, given(json), violations);
    for (var member : members) {
      var value = json.path(member.name());
      if (value.isMissingNode() || (value.isNull() && !member.schema().isAny())) {
        if (member.isRequired()) {
          violations.add(new Violation(IN, member.name(), "is missing"));
        }
      } else {
        switch (member) {
          case Member.Value(var parameter, _) ->
              read(parameter.name(), parameter, value, bytes, arguments, violations);
          case Member.Group group -> read(group, value, bytes, arguments, violations);
        }
      }
    }
  }

  private static void read(
      Member.Group group,
      JsonNode value,
      byte[] bytes,
      Arguments arguments,
      List<Violation> violations) {
    if (!value.isObject()) {
      violations.add(new Violation(IN, group.name(), "must be an object"));
      return;
    }
    var prefix = group.name() + ".";
    var names = group.parameters().stream().map(Parameter::name).toList();
    Arguments.refuseUnknown(IN, prefix, names, given(value), violations);
    for (var parameter : group.parameters()) {
      var member = value.path(parameter.name());
      if (!member.isMissingNode() && !member.isNull()) {
        read(prefix + parameter.name(), parameter, member, bytes, arguments, violations);
      }
    }
  }

  private static LinkedHashMap<String, JsonNode> given(JsonNode object) {
    return object.properties().stream()
        .collect(
            Collectors.toMap(
                entry -> entry.getKey(),
                entry -> entry.getValue(),
                (first, _) -> first,
                LinkedHashMap::new));
  }

  private static void read(
      String name,
      Parameter<?> parameter,
      JsonNode value,
      byte[] bytes,
      Arguments arguments,
      List<Violation> violations) {
    if (parameter.schema().isAny()) {
      arguments.read(IN, name, parameter, text(bytes, parameter.name(), value), violations);
    } else if (parameter.schema().hasTypeOf(value)) {
      arguments.read(IN, name, parameter, value.asString(), violations);
    } else {
      violations.add(new Violation(IN, name, parameter.rule()));
    }
  }

  /** A member's own text where that can be told; payloads keep their text. */
  private static String text(byte[] bytes, String name, JsonNode value) {
    if (!value.isContainer()) {
      return Json.text(value);
    }
    try (var parser = Json.mapper().createParser(bytes)) {
      parser.nextToken();
      while (parser.nextToken() == JsonToken.PROPERTY_NAME) {
        var isWanted = parser.currentName().equals(name);
        parser.nextToken();
        var begin = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        if (isWanted) {
          var end = (int) parser.currentLocation().getByteOffset();
          return new String(Arrays.copyOfRange(bytes, begin, end), StandardCharsets.UTF_8);
        }
      }
    }
    throw new IllegalStateException("a member that was read is not there: " + name);
  }
}
