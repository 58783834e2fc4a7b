package dev.stepwell.engine.history;

import dev.stepwell.asl.json.Json;
import dev.stepwell.engine.model.Payload;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/**
 * Writes events in their stored form, which is their wire form: a UTF-8 JSON array of the objects
 * that GetExecutionHistory returns. Readers copy the objects out; nothing is ever written again.
 */
public final class HistoryWriter {
  private HistoryWriter() {}

  public static byte[] write(List<HistoryEvent> events) {
    var bytes = new ByteArrayOutputStream(256 * events.size());
    try (var json = Json.mapper().createGenerator(bytes)) {
      json.writeStartArray();
      for (var event : events) {
        writeEvent(json, event);
      }
      json.writeEndArray();
    }
    return bytes.toByteArray();
  }

  private static void writeEvent(JsonGenerator json, HistoryEvent event) {
    json.writeStartObject();
    json.writeName("timestamp");
    json.writeNumber(epochSeconds(event.timestamp()));
    json.writeStringProperty("type", event.type().wireName());
    json.writeNumberProperty("id", event.id());
    json.writeNumberProperty("previousEventId", event.previousEventId());
    var key = event.type().detailsKey();
    if (key != null) {
      json.writeObjectPropertyStart(key);
      writeDetails(json, event.details());
      json.writeEndObject();
    }
    json.writeEndObject();
  }

  /** Epoch seconds with three decimals, as number text: the API's form of a time. */
  static String epochSeconds(Instant time) {
    var millis = time.toEpochMilli();
    var fraction = Math.floorMod(millis, 1000L);
    var text = new StringBuilder(16).append(Math.floorDiv(millis, 1000L)).append('.');
    if (fraction < 100) {
      text.append('0');
    }
    if (fraction < 10) {
      text.append('0');
    }
    return text.append(fraction).toString();
  }

  private static void writeDetails(JsonGenerator json, EventDetails details) {
    switch (details) {
      case EventDetails.None() -> {}
      case EventDetails.ExecutionStarted(var input, var roleArn) -> {
        writePayload(json, "input", input.text());
        json.writeStringProperty("roleArn", roleArn);
      }
      case EventDetails.ExecutionRedriven(var count) ->
          json.writeNumberProperty("redriveCount", count);
      case EventDetails.Output(var output) -> writePayload(json, "output", output.text());
      case EventDetails.Failure(var error, var cause) -> {
        writeOptional(json, "error", error);
        writeOptional(json, "cause", cause);
      }
      case EventDetails.StateEntered(var name, var input) -> {
        json.writeStringProperty("name", name);
        writePayload(json, "input", input.text());
      }
      case EventDetails.StateExited(var name, var output, var assigned) -> {
        json.writeStringProperty("name", name);
        writePayload(json, "output", output.text());
        writeVariables(json, assigned);
      }
      case EventDetails.EvaluationFailed failed -> {
        writeOptional(json, "error", failed.error());
        writeOptional(json, "cause", failed.cause());
        writeOptional(json, "location", failed.location());
        json.writeStringProperty("state", failed.state());
      }
      case EventDetails.ActivityScheduled scheduled -> {
        json.writeStringProperty("resource", scheduled.resource());
        writePayload(json, "input", scheduled.input().text());
        writeOptional(json, "timeoutInSeconds", scheduled.timeoutInSeconds());
        writeOptional(json, "heartbeatInSeconds", scheduled.heartbeatInSeconds());
      }
      case EventDetails.LambdaFunctionScheduled scheduled -> {
        json.writeStringProperty("resource", scheduled.resource());
        writePayload(json, "input", scheduled.input().text());
        writeOptional(json, "timeoutInSeconds", scheduled.timeoutInSeconds());
        writeCredentials(json, scheduled.roleArn());
      }
      case EventDetails.TaskScheduled scheduled -> {
        writeService(json, scheduled.service());
        json.writeStringProperty("region", scheduled.region());
        json.writeStringProperty("parameters", scheduled.parameters().text());
        writeOptional(json, "timeoutInSeconds", scheduled.timeoutInSeconds());
        writeOptional(json, "heartbeatInSeconds", scheduled.heartbeatInSeconds());
        writeCredentials(json, scheduled.roleArn());
      }
      case EventDetails.TaskStarted(var service) -> writeService(json, service);
      case EventDetails.TaskOutput(var service, var output) -> {
        writeService(json, service);
        writePayload(json, "output", output.text());
      }
      case EventDetails.TaskFailure(var service, var error, var cause) -> {
        writeService(json, service);
        writeOptional(json, "error", error);
        writeOptional(json, "cause", cause);
      }
      case EventDetails.ActivityStarted(var workerName) ->
          writeOptional(json, "workerName", workerName);
      case EventDetails.MapStateStarted(var length) -> json.writeNumberProperty("length", length);
      case EventDetails.MapIteration(var name, var index) -> {
        json.writeStringProperty("name", name);
        json.writeNumberProperty("index", index);
      }
    }
  }

  private static void writePayload(JsonGenerator json, String name, String text) {
    json.writeStringProperty(name, text);
    writeNotTruncated(json, name);
  }

  private static void writeVariables(JsonGenerator json, Map<String, Payload> assigned) {
    if (!assigned.isEmpty()) {
      json.writeObjectPropertyStart("assignedVariables");
      assigned.forEach((name, value) -> json.writeStringProperty(name, value.text()));
      json.writeEndObject();
      writeNotTruncated(json, "assignedVariables");
    }
  }

  private static void writeNotTruncated(JsonGenerator json, String name) {
    json.writeObjectPropertyStart(name + "Details");
    json.writeBooleanProperty("truncated", false);
    json.writeEndObject();
  }

  private static void writeService(JsonGenerator json, EventDetails.Service service) {
    json.writeStringProperty("resourceType", service.resourceType());
    json.writeStringProperty("resource", service.resource());
  }

  private static void writeCredentials(JsonGenerator json, @Nullable String roleArn) {
    if (roleArn != null) {
      json.writeObjectPropertyStart("taskCredentials");
      json.writeStringProperty("roleArn", roleArn);
      json.writeEndObject();
    }
  }

  private static void writeOptional(JsonGenerator json, String name, @Nullable String value) {
    if (value != null) {
      json.writeStringProperty(name, value);
    }
  }

  private static void writeOptional(JsonGenerator json, String name, @Nullable Long value) {
    if (value != null) {
      json.writeNumberProperty(name, value);
    }
  }
}
