package dev.stepwell.engine.store;

import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.ExecutionStatus;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Everything that one commit changes about one execution: the merged outcome of one or more
 * transitions.
 *
 * @param inserted the header where the execution is new; null for an update
 * @param expectedVersion the version that the write builds on; 0 for an insert. The row's version
 *     becomes one more.
 * @param redriven what this write makes of it; null to leave it as it is (always null for an
 *     insert)
 * @param document new root document, or null to leave the stored one as it is (never null for an
 *     insert)
 * @param scopesWritten scopes below the root that are new or changed
 * @param scopesRemoved ids of scopes that are gone
 * @param history the new events, or null when there are none
 * @param tasksAdded activity tasks that wait for a poller, and calls that this node makes
 * @param tasksRemoved event ids of tasks that wait no longer, and of calls that have ended
 * @param inboxRemoved inbox rows that this write has applied
 * @param inboxAdded commands for other executions
 */
public record ExecutionWrite(
    ExecutionId id,
    @Nullable ExecutionHeader inserted,
    long expectedVersion,
    ExecutionStatus status,
    long nextEventId,
    int nextScopeId,
    Instant lastEventAt,
    @Nullable Instant wakeAt,
    @Nullable Instant stoppedAt,
    @Nullable Redriven redriven,
    byte @Nullable [] document,
    List<StoredExecution.ScopeDocument> scopesWritten,
    int[] scopesRemoved,
    @Nullable HistoryChunk history,
    List<OpenTask> tasksAdded,
    long[] tasksRemoved,
    long[] inboxRemoved,
    List<ExecutionStore.InboxEntry> inboxAdded) {

  /**
   * The events of one persisted step.
   *
   * @param firstEventId ids are dense, so the chunk holds firstEventId … firstEventId + count - 1
   * @param mark random number of the write, by which its writer recognises it when the outcome of
   *     the commit is unknown; two nodes may well write the same events
   * @param events UTF-8 JSON array of AWS history events
   */
  public record HistoryChunk(long firstEventId, int count, long mark, byte[] events) {}

  /**
   * A task that waits for a poller, or a call that a node makes.
   *
   * @param scheduledEventId its name within the execution
   * @param queue the activity's ARN; for a call, the node's own queue
   */
  public record OpenTask(long scheduledEventId, String queue, Instant scheduledAt) {}
}
