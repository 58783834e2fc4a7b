package dev.stepwell.http.server;

import dev.stepwell.asl.json.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Requests made from AWS's service model: for each operation one that is as the model says, and
 * many that are not, each in one place. Reads the model by itself, so that it says what the
 * server's own reading must come to.
 */
final class RequestVariants {
  private static final String MODEL = "/dev/stepwell/http/aws/model/service-model.json";

  /** More do not fit into a request. */
  private static final int MAX_EMOJI = 500_000;

  /** What comes of a request that breaks the model in one place. */
  enum Expected {
    /** A value that breaks a constraint: ValidationException, which names the place. */
    VIOLATION,
    /** A value of the wrong type: SerializationException. */
    UNREADABLE,
    /**
     * A value that the model allows, whatever the operation makes of it: no failure of the server.
     */
    ANSWER
  }

  /**
   * One request.
   *
   * @param place of what is wrong, as messages name it
   */
  record Variant(String operation, String place, String what, JsonNode request, Expected expected) {
    @Override
    public String toString() {
      return operation + " with " + place + " " + what;
    }
  }

  /** A value in the place of a right one. */
  private record Mutation(String place, String what, @Nullable JsonNode value, Expected expected) {}

  private final JsonNode shapes;
  private final JsonNode operations;
  private final Map<String, JsonNode> examples;

  /**
   * Variants of requests.
   *
   * @param examples right values by the names of members
   */
  RequestVariants(Map<String, JsonNode> examples) {
    this.examples = examples;
    try (var stream = RequestVariants.class.getResourceAsStream(MODEL)) {
      var root =
          Json.parse(
              new String(Objects.requireNonNull(stream).readAllBytes(), StandardCharsets.UTF_8));
      this.shapes = root.required("shapes");
      this.operations = root.required("operations");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  Set<String> operations() {
    return operations.propertyNames().stream().collect(Collectors.toSet());
  }

  /** The errors that an operation may give, by the model. */
  Set<String> errors(String operation) {
    return operations
        .path(operation)
        .path("errors")
        .valueStream()
        .map(error -> error.path("shape").asString())
        .collect(Collectors.toSet());
  }

  /** A request with what is required, as the model says. */
  ObjectNode smallest(String operation) {
    return (ObjectNode) structure(input(operation), "", false);
  }

  private JsonNode input(String operation) {
    return shape(operations.path(operation).path("input").path("shape").asString());
  }

  private JsonNode shape(String name) {
    return shapes.required(name);
  }

  /** All variants of one operation's requests. */
  List<Variant> of(String operation) {
    var variants = new ArrayList<Variant>();
    var base = smallest(operation);
    for (var mutation : structureMutations(input(operation), base, "")) {
      variants.add(
          new Variant(
              operation,
              mutation.place(),
              mutation.what(),
              Objects.requireNonNull(mutation.value()),
              mutation.expected()));
    }
    return variants;
  }

  // ---- right values ----

  private JsonNode structure(JsonNode shape, String place, boolean whole) {
    var required = names(shape);
    var value = Json.object();
    for (var member : shape.path("members").properties()) {
      if (whole || required.contains(member.getKey())) {
        value.set(member.getKey(), example(member.getKey(), member.getValue(), place));
      }
    }
    return value;
  }

  private static Set<String> names(JsonNode shape) {
    return shape.path("required").valueStream().map(JsonNode::asString).collect(Collectors.toSet());
  }

  private JsonNode example(String name, JsonNode member, String place) {
    var known = examples.get(name);
    if (known != null) {
      return known.deepCopy();
    }
    var shape = shape(member.path("shape").asString());
    return switch (shape.path("type").asString()) {
      case "structure" -> structure(shape, place, true);
      case "list" -> {
        ArrayNode list = Json.object().arrayNode();
        yield list.add(example("", shape.path("member"), place));
      }
      case "boolean" -> Json.parse("true");
      case "string" -> text(shape);
      default -> Json.parse(shape.path("min").asString("1"));
    };
  }

  private static JsonNode text(JsonNode shape) {
    var text =
        shape.has("enum")
            ? shape.path("enum").get(0).asString()
            : "x".repeat(shape.path("min").asInt(1));
    return textNode(text);
  }

  /** As JSON of ASCII characters: halves of characters do not travel otherwise. */
  static String escaped(JsonNode json) {
    return Json.text(json)
        .chars()
        .mapToObj(c -> c < 0x7F ? Character.toString(c) : "\\u%04x".formatted(c))
        .collect(Collectors.joining());
  }

  private static JsonNode textNode(String text) {
    return Json.object().put("text", text).required("text");
  }

  // ---- wrong values ----

  private List<Mutation> mutations(String shapeName, JsonNode right, String place) {
    var shape = shape(shapeName);
    return switch (shape.path("type").asString()) {
      case "structure" -> structureMutations(shape, (ObjectNode) right, place);
      case "list" -> listMutations(shape, (ArrayNode) right, place);
      case "string" -> textMutations(shapeName, shape, place);
      case "boolean" -> List.of();
      default -> numberMutations(shape, place);
    };
  }

  private List<Mutation> structureMutations(JsonNode shape, ObjectNode right, String place) {
    var mutations = new ArrayList<Mutation>();
    var required = names(shape);
    for (var member : shape.path("members").properties()) {
      var name = member.getKey();
      var inner = place.isEmpty() ? name : place + "." + name;
      var shapeName = member.getValue().path("shape").asString();
      var value = right.has(name) ? right.required(name) : example(name, member.getValue(), inner);
      if (required.contains(name)) {
        mutations.add(in(right, name, new Mutation(inner, "absent", null, Expected.VIOLATION)));
        mutations.add(in(right, name, wrong(inner, "null", "null", Expected.VIOLATION)));
      } else {
        mutations.add(in(right, name, wrong(inner, "null", "null", Expected.ANSWER)));
        mutations.add(in(right, name, new Mutation(inner, "there", value, Expected.ANSWER)));
      }
      for (var mutation : wrongTypes(shape(shapeName), inner)) {
        mutations.add(in(right, name, mutation));
      }
      for (var mutation : mutations(shapeName, value, inner)) {
        mutations.add(in(right, name, mutation));
      }
    }
    return mutations;
  }

  /** The structure with the mutated member in it. */
  private static Mutation in(ObjectNode right, String name, Mutation member) {
    var changed = right.deepCopy();
    if (member.value() == null) {
      changed.remove(name);
    } else {
      changed.set(name, member.value());
    }
    return new Mutation(member.place(), member.what(), changed, member.expected());
  }

  private static Mutation wrong(String place, String what, String json, Expected expected) {
    return new Mutation(place, what, Json.parse(json), expected);
  }

  private static List<Mutation> wrongTypes(JsonNode shape, String place) {
    var values =
        new TreeMap<>(
            Map.of(
                "structure",
                "{}",
                "list",
                "[]",
                "string",
                "\"text\"",
                "boolean",
                "true",
                "integer",
                "1"));
    values.remove(
        switch (shape.path("type").asString()) {
          case "long", "float", "double", "timestamp" -> "integer";
          case String type -> type;
        });
    return values.entrySet().stream()
        .map(value ->
            wrong(place, "of type " + value.getKey(), value.getValue(), Expected.UNREADABLE))
        .toList();
  }

  private List<Mutation> listMutations(JsonNode shape, ArrayNode right, String place) {
    var mutations = new ArrayList<Mutation>();
    if (shape.has("min")) {
      mutations.add(wrong(place, "too short", "[]", Expected.VIOLATION));
    } else {
      mutations.add(wrong(place, "empty", "[]", Expected.ANSWER));
    }
    if (shape.has("max")) {
      var tooLong = right.deepCopy();
      while (tooLong.size() <= shape.path("max").asInt()) {
        tooLong.add(right.get(0).deepCopy());
      }
      mutations.add(new Mutation(place, "too long", tooLong, Expected.VIOLATION));
    }
    mutations.add(wrong(place, "of null", "[null]", Expected.ANSWER));
    var member = shape.path("member").path("shape").asString();
    var first = place + ".1.member";
    for (var mutation : wrongTypes(shape(member), first)) {
      mutations.add(inList(mutation));
    }
    for (var mutation : mutations(member, right.get(0), first)) {
      mutations.add(inList(mutation));
    }
    return mutations;
  }

  private static Mutation inList(Mutation member) {
    ArrayNode list = Json.object().arrayNode();
    list.add(Objects.requireNonNull(member.value()));
    return new Mutation(member.place(), member.what(), list, member.expected());
  }

  private static List<Mutation> textMutations(String shapeName, JsonNode shape, String place) {
    var mutations = new ArrayList<Mutation>();
    if (shape.path("min").asInt(0) > 0) {
      mutations.add(wrong(place, "empty", "\"\"", Expected.VIOLATION));
    }
    if (shape.has("max")) {
      var max = shape.path("max").asInt();
      mutations.add(
          new Mutation(place, "too long", textNode("x".repeat(max + 1)), Expected.VIOLATION));
      if (max < MAX_EMOJI) {
        // Characters count, not UTF-16 units.
        mutations.add(
            new Mutation(
                place,
                "too long in code points",
                textNode("😀".repeat(max + 1)),
                Expected.VIOLATION));
      }
    }
    if (shape.has("enum")) {
      mutations.add(wrong(place, "none of the values", "\"nobody\"", Expected.VIOLATION));
      return mutations;
    }
    var pattern = shape.path("pattern").asString("");
    for (var text : TEXTS) {
      var length = text.codePointCount(0, text.length());
      var allowed =
          length >= shape.path("min").asInt(0)
              && length <= shape.path("max").asInt(Integer.MAX_VALUE)
              && (text.indexOf('\0') < 0 || shapeName.equals("Name"))
              && (pattern.isEmpty() || text.matches(pattern));
      mutations.add(
          new Mutation(
              place,
              escaped(textNode(text)),
              textNode(text),
              allowed ? Expected.ANSWER : Expected.VIOLATION));
    }
    return mutations;
  }

  /** What somebody may send where a name, an ARN or a document belongs. */
  private static final List<String> TEXTS =
      List.of(
          " ",
          "\0",
          "a\0b",
          "\n",
          "ä",
          "日本語",
          "😀",
          "\ud800",
          "'",
          "\"",
          "\\",
          "%s",
          "{",
          "[]",
          "null",
          "{}",
          "{\"StartAt\":1}",
          "[".repeat(200),
          "-1",
          "99999999999999999999",
          "arn:",
          "arn:aws",
          "arn:aws:states:us-east-1:123456789012:",
          "arn:aws:states:us-east-1:123456789012:stateMachine",
          "arn:aws:states:us-east-1:123456789012:stateMachine:",
          "arn:aws:states:us-east-1:123456789012:stateMachine::",
          "arn:aws:states:us-east-1:123456789012:stateMachine:nobody",
          "arn:aws:states:us-east-1:123456789012:stateMachine:nobody:1",
          "arn:aws:states:us-east-1:123456789012:stateMachine:known:0",
          "arn:aws:states:us-east-1:123456789012:stateMachine:known:99999999999999999999",
          "arn:aws:states:us-east-1:123456789012:stateMachine:known:nobody",
          "arn:aws:states:us-east-1:123456789012:stateMachine:known:1:2",
          "arn:aws:states:us-east-1:123456789012:stateMachine:known/label",
          "arn:aws:states:us-east-1:999999999999:stateMachine:known",
          "arn:aws:states:us-east-1:123456789012:execution:known",
          "arn:aws:states:us-east-1:123456789012:execution:known:nobody",
          "arn:aws:states:us-east-1:123456789012:execution:known:nobody:1",
          "arn:aws:states:us-east-1:123456789012:express:known:nobody:1",
          "arn:aws:states:us-east-1:123456789012:activity:",
          "arn:aws:states:us-east-1:123456789012:activity:nobody",
          "arn:aws:states:us-east-1:123456789012:activity:nobody:1",
          "arn:aws:states:us-east-1:123456789012:mapRun:known/label:1",
          "arn:aws:iam::123456789012:role/a role");

  private static List<Mutation> numberMutations(JsonNode shape, String place) {
    var mutations = new ArrayList<Mutation>();
    if (shape.has("min")) {
      var below = shape.path("min").asLong() - 1;
      mutations.add(wrong(place, "too small", Long.toString(below), Expected.VIOLATION));
      mutations.add(wrong(place, "far too small", "-1000000", Expected.VIOLATION));
    }
    if (shape.has("max")) {
      var above = shape.path("max").asLong() + 1;
      mutations.add(wrong(place, "too large", Long.toString(above), Expected.VIOLATION));
    }
    if (!shape.path("type").asString().equals("float")) {
      mutations.add(wrong(place, "a fraction", "1.5", Expected.UNREADABLE));
      mutations.add(
          wrong(place, "no number of its type", "1000000000000000000000", Expected.UNREADABLE));
    }
    mutations.add(wrong(place, "beyond every type", "1e999", Expected.UNREADABLE));
    mutations.add(
        wrong(
            place,
            "zero",
            "0.0",
            shape.path("min").asLong() > 0 ? Expected.VIOLATION : Expected.ANSWER));
    return mutations;
  }
}
