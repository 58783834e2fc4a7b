package dev.stepwell.engine.codec;

import dev.stepwell.asl.json.Json;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.state.ExecutionState;
import dev.stepwell.engine.state.Fork;
import dev.stepwell.engine.state.Outcome;
import dev.stepwell.engine.state.Scope;
import dev.stepwell.engine.state.Scope.Phase;
import dev.stepwell.engine.state.Waiting;
import dev.stepwell.engine.store.StoredExecution;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.TreePMap;
import tools.jackson.databind.JsonNode;

/**
 * Executions as they are stored: a document for the root scope or the outcome, one for each scope
 * below. Where the execution was closed without success, the outcome's holds the root scope, too,
 * and the documents of those below are as good as before: a redrive goes on with them.
 */
public final class ExecutionCodec {
  private ExecutionCodec() {}

  /**
   * The document of a closed execution.
   *
   * @param root what a redrive goes on with; null when there can be none
   */
  public static byte[] encode(Outcome outcome, @Nullable Scope root) {
    return ScopeCodec.document(
        ScopeCodec.version(root),
        json -> {
          var output = outcome.output();
          ScopeCodec.writeOptional(json, "output", output == null ? null : output.text());
          ScopeCodec.writeOptional(json, "error", outcome.error());
          ScopeCodec.writeOptional(json, "cause", outcome.cause());
          if (root != null) {
            json.writeObjectPropertyStart("root");
            ScopeCodec.write(json, root);
            json.writeEndObject();
          }
        });
  }

  private static Outcome outcome(StoredExecution stored, JsonNode node) {
    var output = ScopeCodec.readOptional(node, "output");
    return new Outcome(
        stored.status(),
        Objects.requireNonNull(stored.stoppedAt()),
        output == null ? null : Payload.ofText(output),
        ScopeCodec.readOptional(node, "error"),
        ScopeCodec.readOptional(node, "cause"));
  }

  /** What the document of a closed execution says. */
  public record Texts(@Nullable String output, @Nullable String error, @Nullable String cause) {
    /** Whether one of them has that text. */
    public boolean contains(String text) {
      return (output != null && output.contains(text))
          || (error != null && error.contains(text))
          || (cause != null && cause.contains(text));
    }
  }

  /** The texts of a closed execution, without the output being read as JSON. */
  public static Texts decodeTexts(byte[] document) {
    var node = ScopeCodec.read(document);
    return new Texts(
        ScopeCodec.readOptional(node, "output"),
        ScopeCodec.readOptional(node, "error"),
        ScopeCodec.readOptional(node, "cause"));
  }

  /** The bytes that a document has for a part of one of its texts. */
  public static byte[] asStored(String part) {
    var quoted = Json.mapper().writeValueAsBytes(part);
    return Arrays.copyOfRange(quoted, 1, quoted.length - 1);
  }

  /**
   * The state of an execution that was loaded with its scopes; without them it has the root alone.
   *
   * @param timeoutAt follows from the machine that the execution runs
   */
  public static ExecutionState decode(StoredExecution stored, Instant timeoutAt) {
    var open = new TreeMap<Integer, Scope>();
    var finished = new TreeMap<Integer, Payload>();
    Outcome outcome = null;
    if (stored.status().isClosed()) {
      var node = ScopeCodec.read(stored.document());
      outcome = outcome(stored, node);
      var root = node.get("root");
      if (root != null) {
        open.put(Scope.ROOT_ID, ScopeCodec.read(Scope.ROOT_ID, root));
      }
    } else {
      read(Scope.ROOT_ID, stored.document(), open, finished);
    }
    for (var scope : stored.scopes()) {
      read(scope.scopeId(), scope.document(), open, finished);
    }
    return new ExecutionState(
        stored.header(),
        stored.nextEventId(),
        stored.nextScopeId(),
        stored.lastEventAt(),
        timeoutAt,
        stored.wakeAt(),
        RedriveCodec.decode(stored.redriven()),
        TreePMap.from(open),
        HashTreePMap.from(finished),
        HashTreePMap.from(forks(open, finished)),
        open.values().stream().mapToLong(scope -> scope.variables().utf8Bytes()).sum(),
        outcome);
  }

  private static void read(
      int scopeId,
      byte[] document,
      NavigableMap<Integer, Scope> open,
      Map<Integer, Payload> finished) {
    switch (ScopeCodec.decode(scopeId, document)) {
      case ScopeCodec.Decoded.Open(var scope) -> open.put(scopeId, scope);
      case ScopeCodec.Decoded.Finished(var output) -> finished.put(scopeId, output);
    }
  }

  /** Scopes begin in index order, so that counting those that exist says how many have begun. */
  private static Map<Integer, Fork> forks(
      NavigableMap<Integer, Scope> open, NavigableMap<Integer, Payload> finished) {
    var forks = new HashMap<Integer, Fork>();
    for (var scope : open.values()) {
      if (scope.phase() instanceof Phase.Visiting(_, Waiting.OnScopes scopes)) {
        var first = scopes.firstScopeId();
        var end = first + scopes.total();
        var fork = new Fork(open.subMap(first, end).size(), 0, 0);
        for (var output : finished.subMap(first, end).values()) {
          fork = fork.withStarted().withFinished(output);
        }
        forks.put(scope.id(), fork);
      }
    }
    return forks;
  }
}
