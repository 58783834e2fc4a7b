package dev.stepwell.engine.codec;

import dev.stepwell.asl.json.Json;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.state.Scope;
import dev.stepwell.engine.state.Scope.Phase;
import dev.stepwell.engine.state.Variables;
import dev.stepwell.engine.state.Visit;
import dev.stepwell.engine.state.Waiting;
import java.io.ByteArrayOutputStream;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** Scopes as documents. Payloads are kept as text, so that they come back byte for byte. */
public final class ScopeCodec {
  /** Written into every document; readers know all versions up to their own. */
  static final int FORMAT_VERSION = 4;

  private ScopeCodec() {}

  public static byte[] encode(Scope scope) {
    return document(json -> write(json, scope));
  }

  /** Writes a scope as members of a document. */
  static void write(JsonGenerator json, Scope scope) {
    json.writeNumberProperty("parent", scope.parentId());
    json.writeNumberProperty("index", scope.index());
    json.writeNumberProperty("last", scope.lastEventId());
    writeVariables(json, scope.variables());
    switch (scope.phase()) {
      case Phase.Entering(var stateName, var input) -> {
        json.writeStringProperty("entering", stateName);
        json.writeStringProperty("input", input.text());
      }
      case Phase.Visiting(var visit, var waiting) -> {
        json.writeStringProperty("visiting", visit.stateName());
        json.writeStringProperty("input", visit.input().text());
        json.writeNumberProperty("before", visit.previousEventId());
        json.writeNumberProperty("entered", visit.enteredEventId());
        json.writeNumberProperty("at", visit.enteredAt().toEpochMilli());
        writeRetries(json, visit);
        writeWaiting(json, waiting);
      }
    }
  }

  /** The document of a scope at its end. */
  public static byte[] encodeFinished(Payload output) {
    return document(json -> json.writeStringProperty("finished", output.text()));
  }

  /** What a document of a scope holds. */
  public sealed interface Decoded {
    record Open(Scope scope) implements Decoded {}

    record Finished(Payload output) implements Decoded {}
  }

  public static Decoded decode(int scopeId, byte[] document) {
    var node = read(document);
    var finished = node.get("finished");
    if (finished != null) {
      return new Decoded.Finished(Payload.ofText(finished.stringValue()));
    }
    return new Decoded.Open(read(scopeId, node));
  }

  /** The scope whose members {@link #write} wrote. */
  static Scope read(int scopeId, JsonNode node) {
    var input = Payload.ofText(node.required("input").stringValue());
    var entering = node.get("entering");
    var phase =
        entering == null
            ? readVisiting(node, input)
            : new Phase.Entering(entering.stringValue(), input);
    return new Scope(
        scopeId,
        node.required("parent").intValue(),
        node.required("index").intValue(),
        node.required("last").longValue(),
        phase,
        readVariables(node));
  }

  private static void writeVariables(JsonGenerator json, Variables variables) {
    if (!variables.isEmpty()) {
      json.writeObjectPropertyStart("variables");
      variables.values().forEach((name, value) -> json.writeStringProperty(name, value.text()));
      json.writeEndObject();
    }
  }

  private static Variables readVariables(JsonNode node) {
    var values = new TreeMap<String, Payload>();
    for (var variable : node.path("variables").properties()) {
      values.put(variable.getKey(), Payload.ofText(variable.getValue().stringValue()));
    }
    return Variables.NONE.with(values);
  }

  private static void writeRetries(JsonGenerator json, Visit visit) {
    if (!visit.retryCounts().isEmpty()) {
      json.writeArrayPropertyStart("retries");
      visit.retryCounts().forEach(json::writeNumber);
      json.writeEndArray();
    }
  }

  private static void writeWaiting(JsonGenerator json, Waiting waiting) {
    switch (waiting) {
      case Waiting.OnTask task -> {
        json.writeObjectPropertyStart("task");
        json.writeStringProperty("activity", task.activityArn());
        json.writeNumberProperty("scheduled", task.scheduledEventId());
        if (task.isStarted()) {
          json.writeNumberProperty("started", task.startedEventId());
        }
        writePayload(json, "input", task.input());
        writeDeadlines(json, task);
      }
      case Waiting.OnCall call -> {
        json.writeObjectPropertyStart("call");
        json.writeNumberProperty("scheduled", call.scheduledEventId());
        if (call.submittedEventId() != 0) {
          json.writeNumberProperty("submitted", call.submittedEventId());
        }
        writeDeadlines(json, call);
        if (call.child() != null) {
          json.writeNumberProperty("childShard", call.child().shard());
          json.writeNumberProperty("child", call.child().number());
        }
        if (call.early() != null) {
          json.writeObjectPropertyStart("early");
          OutcomeCodec.write(json, call.early());
          json.writeEndObject();
        }
        if (call.handover() != null) {
          write(json, call.handover());
        }
      }
      case Waiting.OnTimer(var until) -> {
        json.writeObjectPropertyStart("timer");
        writeTime(json, "until", until);
      }
      case Waiting.OnRetry(var until) -> {
        json.writeObjectPropertyStart("retry");
        writeTime(json, "until", until);
      }
      case Waiting.OnRedrive() -> json.writeObjectPropertyStart("redrive");
      case Waiting.OnScopes scopes -> {
        json.writeObjectPropertyStart("scopes");
        json.writeNumberProperty("first", scopes.firstScopeId());
        json.writeNumberProperty("total", scopes.total());
        json.writeNumberProperty("concurrency", scopes.concurrency());
        json.writeNumberProperty("started", scopes.startedEventId());
        writePayload(json, "items", scopes.items());
      }
    }
    json.writeEndObject();
  }

  private static void write(JsonGenerator json, Waiting.Handover handover) {
    json.writeObjectPropertyStart("handover");
    json.writeStringProperty("queue", handover.queue());
    writePayload(json, "input", handover.input());
    json.writeNumberProperty("answerSeconds", handover.answerSeconds());
    if (handover.isStarted()) {
      json.writeNumberProperty("started", handover.startedEventId());
      writeTime(json, "answerBy", handover.answerBy());
    }
    json.writeEndObject();
  }

  private static Waiting.@Nullable Handover readHandover(@Nullable JsonNode handover) {
    return handover == null
        ? null
        : new Waiting.Handover(
            handover.required("queue").stringValue(),
            readPayload(handover, "input"),
            handover.required("answerSeconds").longValue(),
            handover.path("started").longValue(0),
            readTime(handover, "answerBy"));
  }

  private static void writeDeadlines(JsonGenerator json, Waiting.OnWork work) {
    writeTime(json, "timeoutAt", work.timeoutAt());
    if (work.heartbeatSeconds() != null) {
      json.writeNumberProperty("heartbeat", work.heartbeatSeconds());
    }
    writeTime(json, "heartbeatAt", work.heartbeatAt());
  }

  private static @Nullable Long readHeartbeat(JsonNode work) {
    var heartbeat = work.get("heartbeat");
    return heartbeat == null ? null : heartbeat.longValue();
  }

  private static Phase readVisiting(JsonNode node, Payload input) {
    var retries = new ArrayList<Integer>();
    node.path("retries").forEach(count -> retries.add(count.intValue()));
    var entered = node.required("entered").longValue();
    var visit =
        new Visit(
            node.required("visiting").stringValue(),
            node.path("before").longValue(entered),
            entered,
            Instant.ofEpochMilli(node.required("at").longValue()),
            input,
            List.copyOf(retries));
    return new Phase.Visiting(visit, readWaiting(node));
  }

  private static Waiting readWaiting(JsonNode node) {
    var task = node.get("task");
    if (task != null) {
      return new Waiting.OnTask(
          task.required("activity").stringValue(),
          task.required("scheduled").longValue(),
          task.path("started").longValue(0),
          readPayload(task, "input"),
          readTime(task, "timeoutAt"),
          readHeartbeat(task),
          readTime(task, "heartbeatAt"));
    }
    var call = node.get("call");
    if (call != null) {
      var early = call.get("early");
      return new Waiting.OnCall(
          call.required("scheduled").longValue(),
          call.path("submitted").longValue(0),
          readTime(call, "timeoutAt"),
          readHeartbeat(call),
          readTime(call, "heartbeatAt"),
          call.has("child")
              ? new ExecutionId(
                  call.required("childShard").intValue(), call.required("child").longValue())
              : null,
          early == null ? null : OutcomeCodec.read(early),
          readHandover(call.get("handover")));
    }
    var timer = node.get("timer");
    if (timer != null) {
      return new Waiting.OnTimer(requireTime(timer, "until"));
    }
    var retry = node.get("retry");
    if (retry != null) {
      return new Waiting.OnRetry(requireTime(retry, "until"));
    }
    if (node.has("redrive")) {
      return new Waiting.OnRedrive();
    }
    var scopes = node.required("scopes");
    return new Waiting.OnScopes(
        scopes.required("first").intValue(),
        scopes.required("total").intValue(),
        scopes.required("concurrency").intValue(),
        scopes.required("started").longValue(),
        readPayload(scopes, "items"));
  }

  private static void writePayload(JsonGenerator json, String name, @Nullable Payload payload) {
    writeOptional(json, name, payload == null ? null : payload.text());
  }

  private static @Nullable Payload readPayload(JsonNode node, String name) {
    var text = readOptional(node, name);
    return text == null ? null : Payload.ofText(text);
  }

  private static void writeTime(JsonGenerator json, String name, @Nullable Instant time) {
    if (time != null) {
      json.writeNumberProperty(name, time.toEpochMilli());
    }
  }

  private static @Nullable Instant readTime(JsonNode node, String name) {
    return node.has(name) ? requireTime(node, name) : null;
  }

  private static Instant requireTime(JsonNode node, String name) {
    return Instant.ofEpochMilli(node.required(name).longValue());
  }

  static void writeOptional(JsonGenerator json, String name, @Nullable String value) {
    if (value != null) {
      json.writeStringProperty(name, value);
    }
  }

  static @Nullable String readOptional(JsonNode node, String name) {
    var value = node.get(name);
    return value == null ? null : value.stringValue();
  }

  static byte[] document(Consumer<JsonGenerator> members) {
    var bytes = new ByteArrayOutputStream(512);
    try (var json = Json.mapper().createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberProperty("v", FORMAT_VERSION);
      members.accept(json);
      json.writeEndObject();
    }
    return bytes.toByteArray();
  }

  static JsonNode read(byte[] document) {
    var node = Json.mapper().readTree(document);
    var version = node.required("v").intValue();
    if (version > FORMAT_VERSION) {
      throw new IllegalStateException(
          "a stored document has format version "
              + version
              + ", newer than this server's "
              + FORMAT_VERSION
              + ": upgrade this node");
    }
    return node;
  }
}
