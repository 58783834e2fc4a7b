package dev.stepwell.engine.service;

import dev.stepwell.asl.json.Json;
import dev.stepwell.engine.model.ExecutionStatus;
import java.time.Instant;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Filters as they are stored. */
final class FilterText {
  private FilterText() {}

  static String write(ExecutionFilter filter) {
    var json = Json.object();
    put(json, "stateMachineArn", filter.stateMachineArn());
    put(json, "status", filter.status());
    put(json, "startedFrom", filter.startedFrom());
    put(json, "startedBefore", filter.startedBefore());
    put(json, "stoppedFrom", filter.stoppedFrom());
    put(json, "stoppedBefore", filter.stoppedBefore());
    var tag = filter.tag();
    put(json, "tagKey", tag == null ? null : tag.key());
    put(json, "tagValue", tag == null ? null : tag.value());
    put(json, "error", filter.error());
    put(json, "search", filter.search());
    return Json.text(json);
  }

  private static void put(ObjectNode json, String name, @Nullable Object value) {
    if (value != null) {
      json.put(name, value.toString());
    }
  }

  static ExecutionFilter read(String text) {
    var json = Json.parse(text);
    var tagKey = get(json, "tagKey", Function.identity());
    return new ExecutionFilter(
        get(json, "stateMachineArn", Function.identity()),
        get(json, "status", ExecutionStatus::valueOf),
        get(json, "startedFrom", Instant::parse),
        get(json, "startedBefore", Instant::parse),
        get(json, "stoppedFrom", Instant::parse),
        get(json, "stoppedBefore", Instant::parse),
        tagKey == null ? null : new Tags.Tag(tagKey, json.required("tagValue").asString()),
        get(json, "error", Function.identity()),
        get(json, "search", Function.identity()));
  }

  private static <T> @Nullable T get(JsonNode json, String name, Function<String, T> reader) {
    var value = json.get(name);
    return value == null ? null : reader.apply(value.asString());
  }
}
