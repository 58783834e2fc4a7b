package dev.stepwell.engine.store;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.StartedThrough;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Executions: the doors of the lanes, what the pumps look for, and what the API reads. Safe for any
 * thread.
 */
public interface ExecutionStore {

  /** A door for one lane. */
  LaneStore openLane();

  // ---- what the pumps look for ----

  /**
   * Executions to be woken until that time, the earliest first.
   *
   * @param shards only these
   */
  List<Wakeup> findWakeups(Collection<Integer> shards, Instant until, int limit);

  record Wakeup(ExecutionId id, Instant wakeAt) {}

  /** Tasks of a queue (an activity's ARN, or a node's own), in order of scheduling. */
  List<WaitingTask> findWaitingTasks(String queue, int limit);

  /**
   * The queues that hold tasks.
   *
   * @param from the first one, by the order of their characters' codes
   * @param end the first one that is not wanted any more
   */
  List<String> findQueues(String from, String end);

  record WaitingTask(ExecutionId id, long scheduledEventId, Instant scheduledAt) {}

  /** Commands that wait in the inbox, the oldest first. */
  List<InboxEntry> findInbox(Collection<Integer> shards, int limit);

  /**
   * A command on its way to an execution.
   *
   * @param command the engine codec's document
   */
  record InboxEntry(ExecutionId target, long inboxId, byte[] command) {}

  /** Removes a command whose execution is not there any more. */
  void removeInbox(ExecutionId target, long inboxId);

  /**
   * Puts the same command into the inbox of every running execution of a state machine, in one
   * statement.
   *
   * @return how many
   */
  int sendToRunning(long stateMachineId, byte[] command);

  // ---- what the API reads ----

  /** One execution without its scopes. */
  Optional<StoredExecution> find(ExecutionName name);

  /**
   * Executions of one machine, the newest start first.
   *
   * @param after the last row of the page before, or null
   */
  List<Summary> list(Listing listing, @Nullable Position after, int limit);

  /**
   * Which executions a list has.
   *
   * @param status null for any
   * @param version only those started through that version, or through an alias that chose it;
   *     null: all
   * @param alias only those started through that alias; null: all
   */
  record Listing(
      long stateMachineId,
      @Nullable ExecutionStatus status,
      @Nullable Integer version,
      @Nullable String alias) {}

  /** A place in the order of {@link #list}. */
  record Position(Instant startedAt, ExecutionId id) {}

  /**
   * A row of a list.
   *
   * @param redriveCount 0 when it was never redriven
   * @param redrivenAt the last time; null when there is none
   * @param through null when the start named the machine itself
   */
  record Summary(
      ExecutionId id,
      String name,
      ExecutionStatus status,
      Instant startedAt,
      @Nullable Instant stoppedAt,
      int redriveCount,
      @Nullable Instant redrivenAt,
      @Nullable StartedThrough through) {
    public Position position() {
      return new Position(startedAt, id);
    }
  }

  /**
   * History chunks that hold events from {@code fromEventId} on, in the order asked for, at least
   * {@code minEvents} events where there are as many. Chunks are whole: the first may begin before
   * {@code fromEventId} (after it, in reverse).
   */
  List<ExecutionWrite.HistoryChunk> readHistory(
      ExecutionId id, long fromEventId, boolean reverse, int minEvents);

  /**
   * Removes a deleted machine's closed executions and everything of theirs, at most {@code limit}
   * of them.
   *
   * @return how many were removed
   */
  int removeClosed(long stateMachineId, int limit);

  /**
   * Removes executions of a shard that have been closed for longer than {@code age} by the store's
   * clock, and everything of theirs: at most {@code limit} of them, the earliest stop first. Leaves
   * out those that another node is removing.
   *
   * @return how many were removed
   */
  int removeStopped(int shard, Duration age, int limit);
}
