package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.Tags;
import java.util.List;
import java.util.Objects;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A request that was checked against the service model: what the model requires is there, and
 * everything has its type.
 *
 * @param members the body
 * @param traceId the value of the {@code X-Amzn-Trace-Id} header, or null
 * @param connected whether the client still waits for the answer
 */
public record Request(JsonNode members, @Nullable String traceId, BooleanSupplier connected) {
  private static final int DEFAULT_PAGE_SIZE = 100;

  /** A member that the model requires. */
  String text(String name) {
    return Objects.requireNonNull(optionalText(name), name);
  }

  String text(String name, String absent) {
    return Objects.requireNonNullElse(optionalText(name), absent);
  }

  @Nullable String optionalText(String name) {
    var value = optional(name);
    return value == null ? null : value.asString();
  }

  /** What the execution that is started is traced by: the HTTP header goes before the member. */
  @Nullable String traceHeader() {
    return traceId == null ? optionalText("traceHeader") : traceId;
  }

  /** A member that may be absent; JSON null counts as absent. */
  @Nullable JsonNode optional(String name) {
    var value = members.get(name);
    return value == null || value.isNull() ? null : value;
  }

  /** A member that the model requires. */
  JsonNode required(String name) {
    return Objects.requireNonNull(optional(name), name);
  }

  boolean flag(String name, boolean absent) {
    var value = optional(name);
    return value == null ? absent : value.asBoolean();
  }

  /** {@code maxResults}, 1–1,000. */
  int pageSize() {
    var value = optional("maxResults");
    var given = value == null ? 0 : value.asInt();
    return given == 0 ? DEFAULT_PAGE_SIZE : given;
  }

  /**
   * Whether the request wants definitions, inputs and outputs: {@code includedData} is not
   * METADATA_ONLY.
   */
  boolean wantsAllData() {
    return !"METADATA_ONLY".equals(optionalText("includedData"));
  }

  List<Tags.Tag> tags() {
    var tags = optional("tags");
    return tags == null
        ? List.of()
        : tags.valueStream()
            .filter(JsonNode::isObject)
            .map(tag -> new Tags.Tag(tag.path("key").asString(""), tag.path("value").asString("")))
            .toList();
  }
}
