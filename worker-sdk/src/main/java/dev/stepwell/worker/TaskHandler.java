package dev.stepwell.worker;

import org.jspecify.annotations.Nullable;

/**
 * Does the work of one activity task, JSON text in, JSON text out. Called by many threads at a
 * time.
 *
 * <p>What it throws fails the task: a {@link TaskFailure} with its own error name and cause;
 * anything else with the simple name of its class and its message. A {@link TaskGoneException}
 * reports nothing.
 */
@FunctionalInterface
public interface TaskHandler {
  /**
   * Works on one task.
   *
   * @return the output, JSON text of at most 262,144 bytes in UTF-8; {@code null} is sent as JSON
   *     {@code null}. Larger output fails the task with the error {@code OutputTooLarge}, text that
   *     is not JSON with {@code InvalidOutput}
   */
  @Nullable String handle(TaskContext context, String input) throws Exception;
}
