package dev.stepwell.worker;

import dev.stepwell.worker.TaskMessages.PolledTask;
import java.io.IOException;
import java.time.Duration;
import java.util.List;

/**
 * How the workers of one client poll and report: many tasks with one request where the service is a
 * Stepwell server, one with each where it is not. The first poll finds out.
 */
final class TaskCalls implements AutoCloseable {
  /** Most tasks of one request. */
  static final int MOST = 100;

  private static final String POLL_PATH = "api/v1/activity-tasks/poll";
  private static final int CLIENT_ERROR = 400;
  private static final int SERVER_ERROR = 500;

  private final StatesClient client;
  private final ReportBatches batches;
  private volatile boolean known;
  private volatile boolean batched;

  TaskCalls(StatesClient client) {
    this.client = client;
    this.batches = new ReportBatches(client);
  }

  /** Whether a poll may bring more than one task. */
  boolean isBatched() {
    return batched;
  }

  /**
   * Waits for tasks.
   *
   * @param most tasks wanted; a service that knows single calls only brings one
   * @return empty if the poll ended without one
   */
  List<PolledTask> poll(String activityArn, String workerName, int most, Duration timeout)
      throws IOException, InterruptedException {
    if (batched || !known) {
      byte[] request = TaskMessages.poll(activityArn, workerName, Math.min(most, MOST));
      try {
        List<PolledTask> tasks = TaskMessages.readTasks(client.post(POLL_PATH, request, timeout));
        isKnown(true);
        return tasks;
      } catch (StatesException refusal) {
        boolean isOfStepwell = !refusal.code().equals(StatesException.NO_CODE);
        if (isOfStepwell && !ErrorCodes.isUnknownOperation(refusal.code())) {
          isKnown(true);
          throw refusal;
        }
        if (refusal.httpStatus() < CLIENT_ERROR || refusal.httpStatus() >= SERVER_ERROR) {
          throw refusal;
        }
        isKnown(false);
      }
    }
    byte[] request = TaskMessages.getActivityTask(activityArn, workerName);
    PolledTask task = TaskMessages.readTask(client.call("GetActivityTask", request, timeout));
    return task == null ? List.of() : List.of(task);
  }

  private void isKnown(boolean hasBatches) {
    batched = hasBatches;
    known = true;
  }

  /**
   * Sends a report, and returns when the service has taken it.
   *
   * @throws StatesException if the service refuses it
   * @throws IOException if nobody knows whether the service has taken it
   */
  void report(TaskReport report) throws IOException, InterruptedException {
    if (batched) {
      batches.report(report);
    } else {
      client.call(report.operation(), TaskMessages.report(report));
    }
  }

  @Override
  public void close() {
    batches.close();
  }
}
