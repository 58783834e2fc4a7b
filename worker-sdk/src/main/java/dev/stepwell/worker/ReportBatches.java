package dev.stepwell.worker;

import dev.stepwell.worker.TaskMessages.ReportResult;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Sends reports that come at the same time with one request. While one is on its way the next ones
 * gather; nothing waits for a timer.
 */
final class ReportBatches implements AutoCloseable {
  private static final String PATH = "api/v1/activity-tasks/report";

  /** One under way and one being made. */
  private static final int SENDERS = 2;

  /** Together with one more report of the greatest length still well below what servers accept. */
  private static final int MAX_CHARS = 500_000;

  private final StatesClient client;
  private final LinkedBlockingQueue<Waiting> queue = new LinkedBlockingQueue<>();
  private final ExecutorService senders =
      Executors.newFixedThreadPool(SENDERS, TaskThreads.daemons("stepwell-reports-"));
  private boolean started;

  /** A report with whoever waits for its result. */
  private record Waiting(TaskReport report, CompletableFuture<ReportResult> result) {}

  ReportBatches(StatesClient client) {
    this.client = client;
  }

  /**
   * Sends a report, and returns when the service has taken it.
   *
   * @throws StatesException if the service refuses it
   * @throws IOException if nobody knows whether the service has taken it
   */
  void report(TaskReport report) throws IOException, InterruptedException {
    start();
    var waiting = new Waiting(report, new CompletableFuture<>());
    queue.add(waiting);
    ReportResult result;
    try {
      result = waiting.result().get();
    } catch (ExecutionException e) {
      if (e.getCause() instanceof StatesException refusal) {
        throw refusal;
      }
      throw new IOException("A report could not be sent", e.getCause());
    }
    String code = result.code();
    if (code != null) {
      throw new StatesException(code, result.message(), result.status());
    }
  }

  private synchronized void start() {
    if (!started) {
      started = true;
      for (int i = 0; i < SENDERS; i++) {
        senders.execute(this::send);
      }
    }
  }

  private void send() {
    try {
      while (true) {
        var batch = new ArrayList<Waiting>();
        batch.add(queue.take());
        int chars = batch.get(0).report().length();
        while (batch.size() < TaskCalls.MOST && chars < MAX_CHARS) {
          Waiting next = queue.poll();
          if (next == null) {
            break;
          }
          batch.add(next);
          chars += next.report().length();
        }
        send(batch);
      }
    } catch (InterruptedException closed) {
      var left = new ArrayList<Waiting>();
      queue.drainTo(left);
      left.forEach(each -> each.result().completeExceptionally(closed));
    }
  }

  private void send(List<Waiting> batch) throws InterruptedException {
    try {
      byte[] request = TaskMessages.reports(batch.stream().map(Waiting::report).toList());
      List<ReportResult> results =
          TaskMessages.readResults(client.post(PATH, request, StatesClient.DEFAULT_TIMEOUT));
      if (results.size() != batch.size()) {
        throw new IOException("%d reports had %d results".formatted(batch.size(), results.size()));
      }
      for (int i = 0; i < batch.size(); i++) {
        batch.get(i).result().complete(results.get(i));
      }
    } catch (InterruptedException closed) {
      batch.forEach(each -> each.result().completeExceptionally(closed));
      throw closed;
    } catch (IOException | RuntimeException | Error e) {
      batch.forEach(each -> each.result().completeExceptionally(e));
    }
  }

  @Override
  public void close() {
    senders.shutdownNow();
  }
}
