package dev.stepwell.engine.store;

import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.StartedThrough;
import java.time.Duration;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Express executions: those that were accepted and have not come to their end, of which all else is
 * in the memory of the node that runs them, and those that have ended. Safe for any thread.
 */
public interface ExpressStore {

  /** Keeps an execution for the node that runs it; durable when this returns. */
  void accept(ExecutionHeader execution, String nodeId);

  /**
   * An execution that has come to its end.
   *
   * @param document what became of it, in the stored form
   */
  record Ended(
      ExecutionHeader execution, ExecutionStatus status, Instant stoppedAt, byte[] document) {}

  /**
   * Keeps executions that have ended, accepted ones or others, for those who look. One that has run
   * twice keeps its first end.
   */
  void end(Collection<Ended> executions);

  /**
   * An execution as far as it is known here.
   *
   * @param stoppedAt null while it runs, as is {@code document}
   * @param document what became of it, in the stored form
   */
  record Seen(
      ExecutionStatus status,
      Instant startedAt,
      @Nullable Instant stoppedAt,
      Payload input,
      @Nullable StartedThrough through,
      byte @Nullable [] document) {}

  /** An execution that was accepted or has ended; of others that run, only their node knows. */
  Optional<Seen> find(ExecutionId id);

  /**
   * Removes executions that have ended of machines that are gone.
   *
   * @return how many were removed, at most {@code limit}
   */
  int removeEndedOfNoMachine(int limit);

  /** Where those that have ended are searched. */
  SearchStore ended();

  /**
   * Removes executions that were started long ago and have ended, the oldest first.
   *
   * @param age by the clock of the store
   * @return how many were removed, at most {@code limit}
   */
  int removeEnded(int shard, Duration age, int limit);

  /** Forgets accepted executions that nobody is to run; those that are gone are no error. */
  void remove(Collection<ExecutionId> ids);

  /** The nodes that have executions. */
  List<String> nodes();

  /**
   * Hands executions of a node over to another, each to one.
   *
   * @param limit most executions at once
   * @return those that are the other's now, the oldest first
   */
  List<ExecutionHeader> takeOver(String fromNode, String byNode, int limit);
}
