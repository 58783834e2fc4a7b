package dev.stepwell.engine.codec;

import dev.stepwell.asl.json.Json;
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
  /** Readers know all versions up to this one. */
  private static final int FORMAT_VERSION = 5;

  /**
   * Written where a reader of that version would understand the document: nodes of two releases
   * share a database, and the older ones refuse what is newer.
   */
  private static final int COMMON_VERSION = 4;

  private ScopeCodec() {}

  public static byte[] encode(Scope scope) {
    return document(version(scope), json -> write(json, scope));
  }

  /** The oldest version that a document with that scope can have: jobs came with the fifth. */
  static int version(@Nullable Scope scope) {
    return scope != null
            && scope.phase() instanceof Phase.Visiting(_, Waiting.OnCall call)
            && call.asking() != null
        ? FORMAT_VERSION
        : COMMON_VERSION;
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
        WaitingCodec.write(json, waiting);
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
    return new Phase.Visiting(visit, WaitingCodec.read(node));
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
    return document(COMMON_VERSION, members);
  }

  static byte[] document(int version, Consumer<JsonGenerator> members) {
    var bytes = new ByteArrayOutputStream(512);
    try (var json = Json.mapper().createGenerator(bytes)) {
      json.writeStartObject();
      json.writeNumberProperty("v", version);
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
