package dev.stepwell.http.aws.model;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * AWS's description of the API: which operations there are, and what their requests must look like.
 * Read once, at start.
 */
public final class ServiceModel {
  private static final String RESOURCE = "service-model.json";

  /** The model lists values in another order than the recorded message does. */
  private static final Map<String, List<String>> RECORDED_VALUE_ORDER =
      Map.of(
          "ExecutionStatus",
          List.of("SUCCEEDED", "TIMED_OUT", "PENDING_REDRIVE", "ABORTED", "FAILED", "RUNNING"));

  /** The shape of inputs and outputs. */
  private static final String PAYLOAD = "SensitiveData";

  /** The shape of names of machines, executions and activities. */
  private static final String NAME = "Name";

  private final Map<String, Shape.Structure> inputs = new HashMap<>();

  private ServiceModel() {}

  /**
   * The model of AWS Step Functions.
   *
   * @param payloadCharacters longest input or output; AWS's own limit is 262,144
   */
  public static ServiceModel load(int payloadCharacters) {
    try (var stream = ServiceModel.class.getResourceAsStream(RESOURCE)) {
      var root =
          JsonMapper.shared().readTree(Objects.requireNonNull(stream, RESOURCE).readAllBytes());
      var compiler = new Compiler(root.required("shapes"), payloadCharacters);
      var model = new ServiceModel();
      for (var operation : root.required("operations").properties()) {
        var input = operation.getValue().required("input").required("shape").asString();
        model.inputs.put(operation.getKey(), compiler.structure(input));
      }
      return model;
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** The names of all operations of AWS's API, those included that this server does not have. */
  public Set<String> operations() {
    return Set.copyOf(inputs.keySet());
  }

  /** The checker of an operation's requests, if there is such an operation. */
  public Optional<RequestChecker> checker(String operation) {
    return Optional.ofNullable(inputs.get(operation)).map(RequestChecker::new);
  }

  private static final class Compiler {
    private final JsonNode shapes;
    private final int payloadCharacters;
    private final Map<String, Shape> compiled = new HashMap<>();

    Compiler(JsonNode shapes, int payloadCharacters) {
      this.shapes = shapes;
      this.payloadCharacters = payloadCharacters;
    }

    Shape.Structure structure(String name) {
      return (Shape.Structure) shape(name);
    }

    private Shape shape(String name) {
      var known = compiled.get(name);
      if (known != null) {
        return known;
      }
      var shape = compile(name, shapes.required(name));
      compiled.put(name, shape);
      return shape;
    }

    private Shape compile(String name, JsonNode shape) {
      var type = shape.required("type").asString();
      return switch (type) {
        case "structure" -> structure(name, shape);
        case "list" ->
            new Shape.Elements(
                shape(shape.required("member").required("shape").asString()),
                integer(shape, "min"),
                integer(shape, "max"));
        case "map" ->
            new Shape.Entries(shape(shape.required("value").required("shape").asString()));
        case "string" -> text(name, shape);
        case "boolean" -> new Shape.Flag();
        case "integer" -> amount("Integer", shape);
        case "long" -> amount("Long", shape);
        case "float" -> amount("Float", shape);
        case "double" -> amount("Double", shape);
        case "timestamp" -> amount("Date", shape);
        default -> throw new IllegalStateException("unknown type in the service model: " + type);
      };
    }

    private Shape.Structure structure(String name, JsonNode shape) {
      var required =
          shape.path("required").valueStream().map(JsonNode::asString).collect(Collectors.toSet());
      var members = new ArrayList<Shape.Member>();
      for (var member : shape.required("members").properties()) {
        members.add(
            new Shape.Member(
                member.getKey(),
                shape(member.getValue().required("shape").asString()),
                required.contains(member.getKey())));
      }
      return new Shape.Structure(name, List.copyOf(members));
    }

    private Shape text(String name, JsonNode shape) {
      var pattern = shape.path("pattern").asString("");
      var values = shape.path("enum").valueStream().map(JsonNode::asString).toList();
      return new Shape.Text(
          integer(shape, "min"),
          name.equals(PAYLOAD) ? Integer.valueOf(payloadCharacters) : integer(shape, "max"),
          pattern.isEmpty() ? null : Pattern.compile(pattern),
          RECORDED_VALUE_ORDER.getOrDefault(name, values),
          isSensitive(shape),
          name.equals(NAME));
    }

    private static Shape amount(String type, JsonNode shape) {
      return new Shape.Amount(
          type, decimal(shape, "min"), decimal(shape, "max"), isSensitive(shape));
    }

    private static boolean isSensitive(JsonNode shape) {
      return shape.path("sensitive").asBoolean(false);
    }

    private static @Nullable Integer integer(JsonNode shape, String bound) {
      var value = shape.get(bound);
      return value == null ? null : value.asInt();
    }

    private static @Nullable BigDecimal decimal(JsonNode shape, String bound) {
      var value = shape.get(bound);
      return value == null ? null : value.decimalValue();
    }
  }
}
