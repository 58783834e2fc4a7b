package dev.stepwell.engine.interpreter;

import dev.stepwell.engine.model.ExecutionId;

/**
 * Issues the tokens of tasks that wait for a callback. Pure: the same attempt has the same token,
 * however often it is asked for.
 */
@FunctionalInterface
public interface TokenIssuer {
  /**
   * The token of one attempt.
   *
   * @param scheduledEventId names the attempt
   * @param startedEventId the event that an execution must have reached to know the attempt
   */
  String issue(ExecutionId executionId, long scheduledEventId, long startedEventId);
}
