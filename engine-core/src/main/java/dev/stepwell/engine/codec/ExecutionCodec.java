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

/**
 * Executions as they are stored: a document for the root scope or the outcome, one for each scope
 * below.
 */
public final class ExecutionCodec {
  private ExecutionCodec() {}

  public static byte[] encode(Outcome outcome) {
    return ScopeCodec.document(json -> {
      var output = outcome.output();
      ScopeCodec.writeOptional(json, "output", output == null ? null : output.text());
      ScopeCodec.writeOptional(json, "error", outcome.error());
      ScopeCodec.writeOptional(json, "cause", outcome.cause());
    });
  }

  /** How a closed execution closed. */
  public static Outcome decodeOutcome(StoredExecution stored) {
    var node = ScopeCodec.read(stored.document());
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

  /** As {@link #decodeOutcome}, without the output being read. */
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
   * The state of an execution that was loaded with its scopes.
   *
   * @param timeoutAt follows from the machine that the execution runs
   */
  public static ExecutionState decode(StoredExecution stored, Instant timeoutAt) {
    var open = new TreeMap<Integer, Scope>();
    var finished = new TreeMap<Integer, Payload>();
    if (!stored.status().isClosed()) {
      read(Scope.ROOT_ID, stored.document(), open, finished);
      for (var scope : stored.scopes()) {
        read(scope.scopeId(), scope.document(), open, finished);
      }
    }
    return new ExecutionState(
        stored.header(),
        stored.nextEventId(),
        stored.nextScopeId(),
        stored.lastEventAt(),
        timeoutAt,
        stored.wakeAt(),
        TreePMap.from(open),
        HashTreePMap.from(finished),
        HashTreePMap.from(forks(open, finished)),
        open.values().stream().mapToLong(scope -> scope.variables().utf8Bytes()).sum(),
        stored.status().isClosed() ? decodeOutcome(stored) : null);
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
