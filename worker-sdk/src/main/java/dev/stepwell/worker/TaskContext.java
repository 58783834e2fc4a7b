package dev.stepwell.worker;

/**
 * One activity task, as its handler sees it. May be used from any thread until the handler returns.
 */
public interface TaskContext {
  /** The task's input, JSON text of at most 262,144 bytes. */
  String input();

  /**
   * The token that answers this task; opaque, good for one outcome.
   *
   * <p>The worker reports for the handler. Who reports with the token elsewhere makes the worker's
   * own report a late one, which the service refuses without harm.
   */
  String taskToken();

  /**
   * Tells the service that the task is still being worked on, which restarts its {@code
   * HeartbeatSeconds}.
   *
   * <p>A service that does not answer is tried a few times within about a second; then the method
   * returns, and the next call tries again: let {@code HeartbeatSeconds} be several times the
   * interval of the calls.
   *
   * @throws TaskGoneException if the task timed out, was answered, or its execution was stopped:
   *     stop working on it
   * @throws InterruptedException if the handler is interrupted, because the worker was closed or
   *     the task is gone
   */
  void heartbeat() throws InterruptedException;

  /** Whether a heartbeat found that the task is no longer this worker's. */
  boolean isGone();
}
