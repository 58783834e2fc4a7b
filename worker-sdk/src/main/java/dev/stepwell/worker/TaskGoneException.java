package dev.stepwell.worker;

/**
 * The task is no longer this worker's: it timed out, was answered already, or its execution was
 * stopped.
 *
 * <p>A handler that lets it pass ends without a report; nobody waits for its result any more.
 */
public final class TaskGoneException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public TaskGoneException(String message, Throwable cause) {
    super(message, cause);
  }

  TaskGoneException(String message) {
    super(message);
  }
}
