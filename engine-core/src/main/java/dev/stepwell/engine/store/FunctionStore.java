package dev.stepwell.engine.store;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.RegisteredFunction;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * Functions that have a target of their own, and what their handlers print. Safe for any thread.
 */
public interface FunctionStore {

  /** Registers a function, or gives it another target. */
  void put(RegisteredFunction function);

  /**
   * Forgets a function.
   *
   * @return false when there is none
   */
  boolean remove(String name);

  /** All of them, by name. */
  List<RegisteredFunction> list();

  /**
   * What a handler printed while it worked on one attempt of a task.
   *
   * @param scheduledEventId names the attempt within the execution
   * @param text the end of it where it was more than is kept
   */
  record Log(
      ExecutionId executionId,
      long scheduledEventId,
      String function,
      Instant at,
      boolean isCut,
      String text) {}

  /** Keeps what was printed; a second log of the same attempt replaces the first. */
  void putLog(Log log);

  Optional<Log> findLog(ExecutionId executionId, long scheduledEventId);

  /** The logs of an execution in the order of its tasks, those behind an attempt. */
  List<Log> listLogs(ExecutionId executionId, long afterScheduledEventId, int limit);
}
