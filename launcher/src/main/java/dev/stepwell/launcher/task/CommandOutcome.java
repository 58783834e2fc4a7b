package dev.stepwell.launcher.task;

import java.time.Duration;

/**
 * How a command ended that was run for a task.
 *
 * @param error the task's error, or "" when it succeeded
 * @param cause why, or "" when it succeeded
 */
public record CommandOutcome(String error, String cause, Duration duration) {
  public boolean succeeded() {
    return error.isEmpty();
  }
}
