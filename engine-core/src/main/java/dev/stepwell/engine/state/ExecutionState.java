package dev.stepwell.engine.state;

import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.Redrives;
import java.time.Instant;
import org.jspecify.annotations.Nullable;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * All that is remembered of one execution between two commands. Immutable; its maps share
 * structure, so that changing one of ten thousand scopes copies a handful of nodes.
 *
 * @param nextEventId id of the next event; 1 before the start
 * @param nextScopeId id of the next scope
 * @param lastEventAt time of the newest event
 * @param timeoutAt end of the machine's own TimeoutSeconds or of the longest duration allowed
 * @param wakeAt not later than the earliest deadline; it moves earlier at once but later only when
 *     it fires, so that the index on it is touched seldom; null when closed
 * @param redrives how often the execution went on after it was closed
 * @param open scopes that run, by id; of an execution that was closed without success those that a
 *     redrive goes on with, as they were before the failure that closed it. Their documents stay
 *     where they are, so that closing writes no more than the failed one; in return they take their
 *     room until the execution is removed
 * @param finished outputs of scopes that wait for their siblings, by scope id
 * @param forks progress of each Parallel and Map that runs, by the id of the scope that is in it
 * @param variableBytes size of the variables of all scopes together, in bytes of UTF-8; derived
 *     from the scopes, so it is never stored
 * @param outcome null while running
 */
public record ExecutionState(
    ExecutionHeader header,
    long nextEventId,
    int nextScopeId,
    Instant lastEventAt,
    Instant timeoutAt,
    @Nullable Instant wakeAt,
    Redrives redrives,
    PSortedMap<Integer, Scope> open,
    PMap<Integer, Payload> finished,
    PMap<Integer, Fork> forks,
    long variableBytes,
    @Nullable Outcome outcome) {

  /** An execution about which nothing has been decided. */
  public static ExecutionState beforeStart(ExecutionHeader header, Instant timeoutAt) {
    return new ExecutionState(
        header,
        1,
        Scope.ROOT_ID + 1,
        header.startedAt(),
        timeoutAt,
        null,
        Redrives.NONE,
        TreePMap.empty(),
        HashTreePMap.empty(),
        HashTreePMap.empty(),
        0,
        null);
  }

  public boolean isClosed() {
    return outcome != null;
  }

  public ExecutionStatus status() {
    return outcome == null ? ExecutionStatus.RUNNING : outcome.status();
  }
}
