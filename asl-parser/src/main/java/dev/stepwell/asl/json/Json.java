package dev.stepwell.asl.json;

import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.StreamReadFeature;
import tools.jackson.core.StreamWriteConstraints;
import tools.jackson.core.exc.StreamReadException;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.cfg.JsonNodeFeature;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.ObjectNode;

/**
 * Reads and writes JSON trees. Numbers keep their digits ({@code 1.10} stays {@code 1.10}); a tree
 * is treated as immutable once it is handed out, so that it can be shared.
 *
 * <p>Limits: nesting {@value #MAX_NESTING_DEPTH}; otherwise those of Jackson's {@link
 * StreamReadConstraints}. Refused text gives a {@link JacksonException}; {@link MalformedJson}
 * turns it into the words that AWS uses.
 */
public final class Json {
  /** Deepest nesting accepted in any document. */
  public static final int MAX_NESTING_DEPTH = 500;

  private static final JsonMapper MAPPER =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING_DEPTH).build())
                  // What is written must be readable again.
                  .streamWriteConstraints(
                      StreamWriteConstraints.builder().maxNestingDepth(MAX_NESTING_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          // AWS's messages quote the text that they complain about.
          .enable(StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION)
          .disable(JsonNodeFeature.STRIP_TRAILING_BIGDECIMAL_ZEROES)
          // Numbers are not written in plain notation: 1e99999 is a valid 7-character payload, and
          // must neither be refused on writing nor grow to 100,000 digits.
          .build();

  private static final ObjectReader WITHOUT_DUPLICATES =
      MAPPER.reader().with(StreamReadFeature.STRICT_DUPLICATE_DETECTION).forType(JsonNode.class);

  private Json() {}

  /**
   * Parses one JSON value; nothing but white space may follow it. Of a name that an object has
   * twice, the last value counts, as with AWS's own parser.
   */
  public static JsonNode parse(String text) throws JacksonException {
    return read(() -> MAPPER.readTree(text));
  }

  /**
   * As {@link #parse}, but an object that has a name twice is refused. For definitions: there the
   * value that is dropped would be a state or a field that somebody wrote and expects to run.
   */
  public static JsonNode parseWithoutDuplicates(String text) throws JacksonException {
    return read(() -> WITHOUT_DUPLICATES.readTree(text));
  }

  /** Compact JSON text: no spaces. */
  public static String text(JsonNode node) {
    return MAPPER.writeValueAsString(node);
  }

  /**
   * Compact JSON text, or null when it would have more characters than that. A small tree may have
   * a text that fills the memory: it can hold another one a thousand times.
   */
  public static @Nullable String textWithin(JsonNode node, int maxCharacters) {
    try {
      var writer = new BoundedWriter(maxCharacters);
      MAPPER.writeValue(writer, node);
      return writer.toString();
    } catch (BoundedWriter.FullException full) {
      return null;
    }
  }

  /** The mapper, for streaming readers and writers that share its settings. */
  public static JsonMapper mapper() {
    return MAPPER;
  }

  public static ObjectNode object() {
    return JsonNodeFactory.instance.objectNode();
  }

  private static JsonNode read(Supplier<JsonNode> reading) {
    JsonNode node;
    try {
      node = reading.get();
    } catch (NumberFormatException | ArithmeticException tooLarge) {
      // Jackson lets these through for numbers such as 1E+4000000000000000.
      throw new StreamReadException(
          null, "A number is too large or too small to be read", tooLarge);
    }
    // Jackson gives a "missing" node for blank text; it would be written as nothing at all.
    if (node.isMissingNode()) {
      throw new StreamReadException("No content to map due to end-of-input");
    }
    return node;
  }
}
