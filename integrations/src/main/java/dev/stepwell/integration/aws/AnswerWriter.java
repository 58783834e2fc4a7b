package dev.stepwell.integration.aws;

import dev.stepwell.asl.json.Json;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.core.SdkBytes;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.document.Document;
import software.amazon.awssdk.core.util.SdkAutoConstructList;
import software.amazon.awssdk.core.util.SdkAutoConstructMap;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.BooleanNode;
import tools.jackson.databind.node.DecimalNode;
import tools.jackson.databind.node.DoubleNode;
import tools.jackson.databind.node.FloatNode;
import tools.jackson.databind.node.JsonNodeFactory;
import tools.jackson.databind.node.LongNode;
import tools.jackson.databind.node.NullNode;
import tools.jackson.databind.node.ObjectNode;
import tools.jackson.databind.node.StringNode;

/** Writes an answer of the SDK as JSON, by the SDK's own description of its fields. */
final class AnswerWriter {
  private final BlobForm blobs;
  private final TimeForm times;

  AnswerWriter(BlobForm blobs, TimeForm times) {
    this.blobs = blobs;
    this.times = times;
  }

  /** The members that the answer has; what the service left out is left out. */
  ObjectNode write(SdkPojo answer) {
    var object = Json.object();
    for (var field : answer.sdkFields()) {
      var value = field.getValueOrDefault(answer);
      if (isThere(value)) {
        object.set(SdkFields.name(field), node(value));
      }
    }
    return object;
  }

  /** The SDK has empty lists and maps where the service has none. */
  private static boolean isThere(@Nullable Object value) {
    return value != null
        && !(value instanceof SdkAutoConstructList<?>)
        && !(value instanceof SdkAutoConstructMap<?, ?>);
  }

  private JsonNode node(@Nullable Object value) {
    return switch (value) {
      case null -> NullNode.getInstance();
      case String text -> StringNode.valueOf(text);
      case Boolean truth -> BooleanNode.valueOf(truth);
      case Integer number -> LongNode.valueOf(number);
      case Long number -> LongNode.valueOf(number);
      case Short number -> LongNode.valueOf(number);
      case Byte number -> LongNode.valueOf(number);
      case Float number -> FloatNode.valueOf(number);
      case Double number -> DoubleNode.valueOf(number);
      case BigDecimal number -> DecimalNode.valueOf(number);
      case Instant instant -> times.node(instant);
      case SdkBytes bytes -> StringNode.valueOf(blobs.text(bytes.asByteArrayUnsafe()));
      case Document document -> document(document);
      case SdkPojo object -> write(object);
      case List<?> list -> list(list);
      case Map<?, ?> map -> map(map);
      default -> throw new IllegalArgumentException("no value of the SDK: " + value.getClass());
    };
  }

  private JsonNode list(List<?> list) {
    var array = JsonNodeFactory.instance.arrayNode();
    list.forEach(element -> array.add(node(element)));
    return array;
  }

  private JsonNode map(Map<?, ?> map) {
    var object = Json.object();
    map.forEach((key, value) -> object.set(String.valueOf(key), node(value)));
    return object;
  }

  private JsonNode document(Document document) {
    if (document.isMap()) {
      return map(document.asMap());
    }
    if (document.isList()) {
      return list(document.asList());
    }
    if (document.isNumber()) {
      return DecimalNode.valueOf(document.asNumber().bigDecimalValue());
    }
    if (document.isBoolean()) {
      return BooleanNode.valueOf(document.asBoolean());
    }
    return document.isString() ? StringNode.valueOf(document.asString()) : NullNode.getInstance();
  }
}
