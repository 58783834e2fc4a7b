package dev.stepwell.integration.aws;

import dev.stepwell.asl.json.Json;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkField;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.protocol.MarshallLocation;
import software.amazon.awssdk.core.traits.DefaultValueTrait;
import software.amazon.awssdk.core.traits.ListTrait;
import software.amazon.awssdk.core.traits.MapTrait;
import tools.jackson.databind.JsonNode;

/** Reads parameters into a request of the SDK, by the SDK's own description of its fields. */
final class RequestReader {
  private static final Set<MarshallLocation> IN_PATH =
      Set.of(MarshallLocation.PATH, MarshallLocation.GREEDY_PATH);

  private final BlobForm blobs;
  private final String idempotencyKey;

  /**
   * A reader for one request.
   *
   * @param idempotencyKey for the fields that the service has for that, where the parameters leave
   *     them out
   */
  RequestReader(BlobForm blobs, String idempotencyKey) {
    this.blobs = blobs;
    this.idempotencyKey = idempotencyKey;
  }

  /** Parameters that do not fit the request. The message is what Step Functions says. */
  static final class UnfitException extends Exception {
    private static final long serialVersionUID = 1L;

    UnfitException(String message) {
      super(message, null, false, false);
    }

    static UnfitException unknown(String field) {
      return new UnfitException("The field '" + field + "' is not supported by Step Functions");
    }

    static UnfitException invalid(String field) {
      return new UnfitException("The value of the field '" + field + "' has an invalid format");
    }
  }

  /** Puts the members of an object into a builder. */
  void read(JsonNode object, SdkPojo builder) throws UnfitException {
    var fields = byName(builder);
    for (var member : object.properties()) {
      var field = fields.remove(member.getKey());
      if (field == null) {
        throw UnfitException.unknown(member.getKey());
      }
      var value = value(member.getKey(), field, member.getValue());
      if (value != null) {
        field.set(builder, value);
      }
    }
    for (var left : fields.values()) {
      // The trait of nothing but tokens that the SDK would draw at random.
      if (left.containsTrait(DefaultValueTrait.class)) {
        left.set(builder, idempotencyKey);
      }
    }
  }

  /**
   * What the SDK calls otherwise than the service, such as the Bucket of a copy, has both names.
   */
  private static Map<String, SdkField<?>> byName(SdkPojo builder) {
    var fields =
        builder.sdkFields().stream()
            .collect(
                Collectors.<SdkField<?>, String, SdkField<?>, Map<String, SdkField<?>>>toMap(
                    SdkFields::name, Function.identity(), (first, _) -> first, LinkedHashMap::new));
    for (var field : builder.sdkFields()) {
      if (IN_PATH.contains(field.location())) {
        fields.putIfAbsent(field.locationName(), field);
      }
    }
    return fields;
  }

  private @Nullable Object value(String name, SdkField<?> field, JsonNode node)
      throws UnfitException {
    if (node.isNull()) {
      return null;
    }
    return switch (field.marshallingType().getKnownType()) {
      case STRING -> node.isString() ? node.stringValue() : Json.text(node);
      case BOOLEAN -> require(node.isBoolean(), name, node).booleanValue();
      case INTEGER -> require(node.canConvertToInt(), name, node).intValue();
      case LONG -> require(node.canConvertToLong(), name, node).longValue();
      case SHORT ->
          (short) require(isBetween(node, Short.MIN_VALUE, Short.MAX_VALUE), name, node).intValue();
      case BYTE ->
          (byte) require(isBetween(node, Byte.MIN_VALUE, Byte.MAX_VALUE), name, node).intValue();
      case FLOAT -> require(node.isNumber(), name, node).floatValue();
      case DOUBLE -> require(node.isNumber(), name, node).doubleValue();
      case BIG_DECIMAL -> require(node.isNumber(), name, node).decimalValue();
      case INSTANT -> instant(name, node);
      case SDK_BYTES -> bytes(name, node);
      case LIST -> list(name, field, require(node.isArray(), name, node));
      case MAP -> map(name, field, require(node.isObject(), name, node));
      case SDK_POJO -> object(field, require(node.isObject(), name, node));
      case DOCUMENT -> document(node);
      case NULL -> null;
    };
  }

  private static JsonNode require(boolean fits, String name, JsonNode node) throws UnfitException {
    if (!fits) {
      throw UnfitException.invalid(name);
    }
    return node;
  }

  private static boolean isBetween(JsonNode node, int least, int most) {
    return node.canConvertToInt() && node.intValue() >= least && node.intValue() <= most;
  }

  /** A text as RFC 3339 has it, or seconds since 1970. */
  private static Instant instant(String name, JsonNode node) throws UnfitException {
    try {
      if (node.isNumber()) {
        var millis = node.decimalValue().movePointRight(3);
        return Instant.ofEpochMilli(millis.toBigInteger().longValueExact());
      }
      require(node.isString(), name, node);
      return DateTimeFormatter.ISO_OFFSET_DATE_TIME.parse(node.stringValue(), Instant::from);
    } catch (DateTimeException | ArithmeticException wrong) {
      throw UnfitException.invalid(name);
    }
  }

  private Object bytes(String name, JsonNode node) throws UnfitException {
    try {
      return blobs.bytes(node.isString() ? node.stringValue() : Json.text(node));
    } catch (IllegalArgumentException notBase64) {
      throw UnfitException.invalid(name);
    }
  }

  private Object list(String name, SdkField<?> field, JsonNode node) throws UnfitException {
    var member = field.getTrait(ListTrait.class).memberFieldInfo();
    var list = new ArrayList<@Nullable Object>();
    for (var element : node) {
      list.add(value(name, member, element));
    }
    return list;
  }

  private Object map(String name, SdkField<?> field, JsonNode node) throws UnfitException {
    var member = field.getTrait(MapTrait.class).valueFieldInfo();
    var map = new LinkedHashMap<String, @Nullable Object>();
    for (var entry : node.properties()) {
      map.put(entry.getKey(), value(name, member, entry.getValue()));
    }
    return map;
  }

  private Object object(SdkField<?> field, JsonNode node) throws UnfitException {
    var builder = field.constructor().get();
    read(node, builder);
    return SdkFields.built(builder);
  }

  private static Document document(JsonNode node) {
    if (node.isObject()) {
      var map = new LinkedHashMap<String, Document>();
      node.properties().forEach(entry -> map.put(entry.getKey(), document(entry.getValue())));
      return Document.fromMap(map);
    }
    if (node.isArray()) {
      return Document.fromList(node.valueStream().map(RequestReader::document).toList());
    }
    if (node.isNumber()) {
      BigDecimal number = node.decimalValue();
      return Document.fromNumber(number);
    }
    if (node.isBoolean()) {
      return Document.fromBoolean(node.booleanValue());
    }
    return node.isString() ? Document.fromString(node.stringValue()) : Document.fromNull();
  }
}
