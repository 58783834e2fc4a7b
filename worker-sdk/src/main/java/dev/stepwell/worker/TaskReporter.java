package dev.stepwell.worker;

import java.io.IOException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings outcomes to the service, with as many attempts as it takes.
 *
 * <p>A token is good for one outcome and the first wins, so a report may be repeated when nobody
 * knows whether the first one arrived. Attempts end with an answer that is not transient, or when
 * the drain of a closing worker is over.
 */
final class TaskReporter {
  private static final Logger LOG = LoggerFactory.getLogger(TaskReporter.class);
  private static final int HEARTBEAT_ATTEMPTS = 3;

  private final TaskCalls calls;
  private final Consumer<String> onReported;
  private final Shutdown shutdown;
  private final Backoff.Bounds bounds;

  /** What a handler made of a task. */
  sealed interface Outcome {
    record Succeeded(String output) implements Outcome {}

    record Failed(String error, @Nullable String cause) implements Outcome {}
  }

  /**
   * @param onReported told the token of every task whose outcome the service has taken
   */
  TaskReporter(
      TaskCalls calls, Consumer<String> onReported, Shutdown shutdown, Backoff.Bounds bounds) {
    this.calls = calls;
    this.onReported = onReported;
    this.shutdown = shutdown;
    this.bounds = bounds;
  }

  void report(String taskToken, Outcome outcome) {
    try {
      if (outcome instanceof Outcome.Succeeded succeeded) {
        reportSuccess(taskToken, succeeded.output());
      } else if (outcome instanceof Outcome.Failed failed) {
        reportFailure(taskToken, failed.error(), failed.cause());
      }
    } catch (InterruptedException e) {
      LOG.warn("The worker was closed before a result was reported; the task will time out");
      Thread.currentThread().interrupt();
    }
  }

  private void reportSuccess(String taskToken, String output) throws InterruptedException {
    StatesException refusal = send(new TaskReport.Success(taskToken, output));
    if (refusal == null) {
      return;
    }
    if (refusal.code().equals(ErrorCodes.INVALID_OUTPUT)) {
      // Without this the task would hang until its timeout, and say nothing of the reason.
      reportFailure(taskToken, ErrorCodes.INVALID_OUTPUT, refusal.serviceMessage());
    } else {
      logRefusal(refusal);
    }
  }

  private void reportFailure(String taskToken, String error, @Nullable String cause)
      throws InterruptedException {
    StatesException refusal = send(new TaskReport.Failure(taskToken, error, cause));
    if (refusal != null) {
      logRefusal(refusal);
    }
  }

  /**
   * @return the answer of a service that refused; null if it accepted, or if the worker stopped
   *     trying
   */
  private @Nullable StatesException send(TaskReport report) throws InterruptedException {
    var backoff = new Backoff(bounds);
    while (true) {
      Exception failure;
      try {
        calls.report(report);
        onReported.accept(report.taskToken());
        return null;
      } catch (StatesException e) {
        if (!e.isTransient()) {
          return e;
        }
        failure = e;
      } catch (IOException e) {
        failure = e;
      }
      LOG.debug("{} fails, trying again: {}", report.operation(), failure.toString());
      if (shutdown.awaitDrainOver(backoff.next())) {
        LOG.warn(
            "The worker was closed before {} succeeded: {}",
            report.operation(),
            failure.toString());
        return null;
      }
    }
  }

  private static void logRefusal(StatesException refusal) {
    if (ErrorCodes.isTaskGone(refusal.code())) {
      LOG.info("A result came too late and was dropped: {}", refusal.getMessage());
    } else {
      LOG.error("A result was refused and dropped: {}", refusal.getMessage());
    }
  }

  /**
   * Sends a heartbeat; a few attempts, then it gives up quietly, because the next heartbeat is the
   * better attempt.
   *
   * @throws TaskGoneException if nobody waits for the task any more
   */
  void heartbeat(String taskToken) throws InterruptedException {
    var heartbeat = new TaskReport.Heartbeat(taskToken);
    var backoff = new Backoff(bounds);
    for (int attempt = 1; ; attempt++) {
      Exception failure;
      try {
        calls.report(heartbeat);
        return;
      } catch (StatesException e) {
        if (ErrorCodes.isTaskGone(e.code())) {
          throw new TaskGoneException(e.serviceMessage(), e);
        }
        failure = e;
      } catch (IOException e) {
        failure = e;
      }
      if (attempt == HEARTBEAT_ATTEMPTS || shutdown.awaitDrainOver(backoff.next())) {
        LOG.warn("A heartbeat did not reach the service: {}", failure.toString());
        return;
      }
    }
  }
}
