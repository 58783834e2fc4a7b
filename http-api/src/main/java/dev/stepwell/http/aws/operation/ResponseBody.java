package dev.stepwell.http.aws.operation;

import dev.stepwell.asl.json.Json;
import java.math.BigDecimal;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.core.util.ByteArrayBuilder;

/** What an operation answers: one JSON object, as it goes over the wire. */
public final class ResponseBody {
  /** Of operations that answer nothing. */
  public static final ResponseBody EMPTY = new ResponseBody("{}".getBytes(StandardCharsets.UTF_8));

  private static final int MILLIS_SCALE = 3;

  private final byte[] json;

  private ResponseBody(byte[] json) {
    this.json = json;
  }

  /**
   * A body that is there already.
   *
   * @param json UTF-8, not to be modified afterwards
   */
  public static ResponseBody ofBytes(byte[] json) {
    return new ResponseBody(json);
  }

  /**
   * A body that is written now.
   *
   * @param members writes the members of the object
   */
  public static ResponseBody of(Consumer<JsonGenerator> members) {
    var bytes = new ByteArrayBuilder();
    try (var generator = Json.mapper().createGenerator(bytes)) {
      generator.writeStartObject();
      members.accept(generator);
      generator.writeEndObject();
    }
    return new ResponseBody(bytes.toByteArray());
  }

  /** UTF-8, not to be modified. */
  public byte[] json() {
    return json;
  }

  /**
   * Writes a timestamp as AWS does: epoch seconds with milliseconds as the fraction. Absent ones
   * are left out.
   */
  static void writeTime(JsonGenerator json, String name, @Nullable Instant time) {
    if (time != null) {
      json.writeNumberProperty(name, BigDecimal.valueOf(time.toEpochMilli(), MILLIS_SCALE));
    }
  }

  /** Writes a text that may be absent; then the member is left out. */
  public static void writeText(JsonGenerator json, String name, @Nullable String text) {
    if (text != null) {
      json.writeStringProperty(name, text);
    }
  }
}
