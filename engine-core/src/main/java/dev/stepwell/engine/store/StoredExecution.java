package dev.stepwell.engine.store;

import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One execution as it is stored; times have millisecond precision.
 *
 * @param version the fence: every write names the version that it builds on
 * @param nextEventId id of the next history event
 * @param nextScopeId id of the next scope
 * @param lastEventAt time of the newest event, so that times in a history never run backwards
 * @param wakeAt not later than the earliest deadline in the state; null when closed
 * @param stoppedAt null while running
 * @param redriven null when it never was
 * @param document the root scope while running, the outcome when closed, with the root scope where
 *     a redrive may follow; the engine's codec reads it
 * @param scopes the scopes below the root, in no order
 */
public record StoredExecution(
    ExecutionHeader header,
    long version,
    ExecutionStatus status,
    long nextEventId,
    int nextScopeId,
    Instant lastEventAt,
    @Nullable Instant wakeAt,
    @Nullable Instant stoppedAt,
    @Nullable Redriven redriven,
    byte[] document,
    List<ScopeDocument> scopes) {

  /** A stored scope; {@code document} is the engine codec's. */
  public record ScopeDocument(int scopeId, byte[] document) {}
}
