package dev.stepwell.engine.story;

import dev.stepwell.engine.codec.ExecutionCodec;
import dev.stepwell.engine.codec.RedriveCodec;
import dev.stepwell.engine.codec.ScopeCodec;
import dev.stepwell.engine.interpreter.Transition;
import dev.stepwell.engine.state.ExecutionState;
import dev.stepwell.engine.state.Scope;
import dev.stepwell.engine.store.StoredExecution;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * What a store would hold of one execution: fed with the scopes that each transition says it has
 * written and removed, and with nothing else.
 */
final class StoredCopy {
  private final Map<Integer, byte[]> documents = new TreeMap<>();

  void write(Transition.Applied applied) {
    applied.scopesWritten().forEach(id -> documents.put(id, document(applied.state(), id)));
    applied.scopesRemoved().forEach(documents::remove);
  }

  private static byte[] document(ExecutionState state, int scopeId) {
    var open = state.open().get(scopeId);
    return open == null
        ? ScopeCodec.encodeFinished(Objects.requireNonNull(state.finished().get(scopeId)))
        : ScopeCodec.encode(open);
  }

  /** The state as a node would load it. */
  ExecutionState load(ExecutionState present) {
    var outcome = present.outcome();
    var root =
        outcome == null
            ? Objects.requireNonNull(documents.get(Scope.ROOT_ID))
            : ExecutionCodec.encode(outcome, present.open().get(Scope.ROOT_ID));
    var below =
        documents.entrySet().stream()
            .filter(document -> document.getKey() != Scope.ROOT_ID)
            .map(document ->
                new StoredExecution.ScopeDocument(document.getKey(), document.getValue()))
            .toList();
    var stored =
        new StoredExecution(
            present.header(),
            1,
            present.status(),
            present.nextEventId(),
            present.nextScopeId(),
            present.lastEventAt(),
            present.wakeAt(),
            outcome == null ? null : outcome.stoppedAt(),
            present.redrives().count() == 0 ? null : RedriveCodec.encode(present.redrives()),
            root,
            below);
    return ExecutionCodec.decode(stored, present.timeoutAt());
  }

  /** Documents of scopes that no state knows any more would be garbage for ever. */
  boolean isEmpty() {
    return documents.isEmpty();
  }
}
