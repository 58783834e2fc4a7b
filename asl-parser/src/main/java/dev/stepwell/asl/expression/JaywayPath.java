package dev.stepwell.asl.expression;

import com.jayway.jsonpath.Configuration;
import com.jayway.jsonpath.EvaluationListener.EvaluationContinuation;
import com.jayway.jsonpath.EvaluationListener.FoundResult;
import com.jayway.jsonpath.JsonPath;
import com.jayway.jsonpath.JsonPathException;
import com.jayway.jsonpath.PathNotFoundException;
import com.jayway.jsonpath.spi.json.Jackson3JsonNodeJsonProvider;
import com.jayway.jsonpath.spi.mapper.Jackson3MappingProvider;
import dev.stepwell.asl.json.Json;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ArrayNode;
import tools.jackson.databind.node.BigIntegerNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.IntNode;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/**
 * A path with wildcards, slices, filters, scans or functions, evaluated by Jayway json-path, the
 * library whose behaviour and messages the live service shows.
 */
final class JaywayPath {
  /**
   * Longest text given to Jayway, in characters. Its compiler recurses once per part of the path:
   * without a limit a long enough text exhausts the stack.
   */
  static final int MAX_LENGTH = 1_024;

  /**
   * Most filters in one path: the time to compile nested ones grows with the cube of their number.
   */
  static final int MAX_FILTERS = 16;

  /** Most scans in one path: each multiplies the time by the depth of the document. */
  static final int MAX_SCANS = 2;

  /** Most values that one path may select; more would not fit into any payload. */
  static final int MAX_RESULTS = 262_144;

  /** What AWS's messages name as the provider; ours works on trees, theirs on Java collections. */
  static final String PROVIDER_NAME = "com.jayway.jsonpath.spi.json.JacksonJsonProvider";

  private static final Map<Class<?>, String> JAVA_TYPES =
      Map.of(
          StringNode.class, "java.lang.String",
          IntNode.class, "java.lang.Integer",
          LongNode.class, "java.lang.Long",
          BigIntegerNode.class, "java.math.BigInteger",
          DecimalNode.class, "java.math.BigDecimal",
          BooleanNode.class, "java.lang.Boolean",
          NullNode.class, "null",
          ArrayNode.class, "java.util.ArrayList",
          ObjectNode.class, "java.util.LinkedHashMap");

  private static final Jackson3MappingProvider MAPPING = new Jackson3MappingProvider(Json.mapper());

  /** The state has used up what its expressions may take; nothing that Jayway handles itself. */
  private static final class Exhausted extends RuntimeException {
    private static final long serialVersionUID = 1;

    Exhausted(String message) {
      super(message, null, false, false);
    }
  }

  /**
   * Jayway's provider of trees, made to treat an index outside an array as missing, not as null,
   * and to count every value that is looked at.
   */
  private static final class TreeProvider extends Jackson3JsonNodeJsonProvider {
    private final Allowance allowance;

    TreeProvider(Allowance allowance) {
      super(Json.mapper());
      this.allowance = allowance;
    }

    private void spend() {
      if (!allowance.spend(1)) {
        throw new Exhausted(allowance.excess());
      }
    }

    @Override
    public Object getArrayIndex(Object array, int index) {
      spend();
      if (index < 0 || index >= length(array)) {
        throw new IndexOutOfBoundsException(index);
      }
      return super.getArrayIndex(array, index);
    }

    @Override
    public Object getMapValue(Object object, String key) {
      spend();
      return super.getMapValue(object, key);
    }

    @Override
    public boolean isMap(Object value) {
      spend();
      return super.isMap(value);
    }
  }

  /** A value, or why there is none. */
  record Outcome(@Nullable JsonNode node, String failure) {}

  private final String text;

  /** Null where Jayway keeps state of an evaluation inside the compiled path. */
  private final @Nullable JsonPath reusable;

  private JaywayPath(String text, @Nullable JsonPath reusable) {
    this.text = text;
    this.reusable = reusable;
  }

  /** The compiled path, or empty when the text is not a JSONPath or is too long. */
  static Optional<JaywayPath> compile(String text) {
    if (!text.startsWith("$") || isTooCostly(text)) {
      return Optional.empty();
    }
    try {
      var compiled = JsonPath.compile(text);
      return Optional.of(new JaywayPath(text, keepsState(text) ? null : compiled));
    } catch (RuntimeException _) {
      // Jayway answers bad text with its own exceptions and, now and then, with those of Java.
      return Optional.empty();
    }
  }

  private static boolean isTooCostly(String text) {
    return text.length() > MAX_LENGTH
        || usesRegularExpression(text)
        || occurrences("?", text) > MAX_FILTERS
        || occurrences("..", text) > MAX_SCANS;
  }

  /**
   * A filter with a regular expression is refused: Java's matcher may backtrack for longer than
   * anyone waits, and nothing can interrupt it.
   */
  static boolean usesRegularExpression(String text) {
    return text.contains("=~");
  }

  private static int occurrences(String part, String text) {
    var count = 0;
    for (var at = text.indexOf(part); at >= 0; at = text.indexOf(part, at + part.length())) {
      count++;
    }
    return count;
  }

  /**
   * Scans write array positions and functions write their arguments into the compiled tokens, so
   * that neither may be evaluated twice nor by two threads.
   */
  private static boolean keepsState(String text) {
    return text.contains("..") || text.contains("(");
  }

  Outcome read(JsonNode root, Allowance allowance) {
    if (allowance.isExhausted()) {
      return new Outcome(null, allowance.excess());
    }
    var configuration =
        Configuration.builder()
            .evaluationListener(JaywayPath::continueUnlessTooMany)
            .jsonProvider(new TreeProvider(allowance))
            .mappingProvider(MAPPING)
            .build();
    var path = reusable == null ? JsonPath.compile(text) : reusable;
    try {
      // The function append() changes the array that it is applied to; trees are shared.
      var document = text.contains("append(") ? root.deepCopy() : root;
      var node = asNode(path.read((Object) document, configuration));
      return path.isDefinite() || node.size() < MAX_RESULTS
          ? new Outcome(node, "")
          : new Outcome(null, MAX_RESULTS + " or more results");
    } catch (PathNotFoundException e) {
      // Source: recorded test_json_path_array_wildcard_or_slice_with_no_input.
      return path.isDefinite()
          ? new Outcome(null, inAwsWords(String.valueOf(e.getMessage())))
          : new Outcome(Json.mapper().createArrayNode(), "");
    } catch (JsonPathException e) {
      return new Outcome(null, inAwsWords(String.valueOf(e.getMessage())));
    } catch (RuntimeException e) {
      // A filter or function applied to a value that it does not expect fails with any of
      // Java's exceptions; that is the definition's fault, not ours.
      return new Outcome(null, String.valueOf(e.getMessage()));
    }
  }

  private static EvaluationContinuation continueUnlessTooMany(FoundResult found) {
    return found.index() < MAX_RESULTS - 1
        ? EvaluationContinuation.CONTINUE
        : EvaluationContinuation.ABORT;
  }

  /** Functions give plain Java values. */
  private static JsonNode asNode(@Nullable Object value) {
    return switch (value) {
      case null -> NullNode.getInstance();
      case JsonNode node -> node;
      default -> Json.mapper().valueToTree(value);
    };
  }

  /** The class that AWS's messages name for such a value. */
  static String javaTypeOf(JsonNode node) {
    return JAVA_TYPES.getOrDefault(node.getClass(), node.getClass().getName());
  }

  private static String inAwsWords(String message) {
    var worded = message.replace(TreeProvider.class.getName(), PROVIDER_NAME);
    if (!worded.contains("but found '")) {
      return worded;
    }
    for (var type : JAVA_TYPES.entrySet()) {
      worded = worded.replace("'" + type.getKey().getName() + "'", "'" + type.getValue() + "'");
    }
    return worded;
  }
}
