package dev.stepwell.benchmarks;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Executions that wait for workers; each takes its time from the start to the last report. */
final class TaskChainLoad extends Load {
  private static final int PAYLOAD_BYTES = 200;

  private final AtomicLong numbers = new AtomicLong();
  private final TaskChainWorkers workers;

  TaskChainLoad(
      BenchSettings settings,
      Api api,
      String machine,
      TaskChainWorkers workers,
      Consumer<String> tell) {
    super(settings, api, machine, tell);
    this.workers = workers;
  }

  @Override
  Measurement warmUp() throws InterruptedException {
    workers.start();
    return warmUp(number -> one());
  }

  @Override
  Measurement measure() throws InterruptedException {
    return measure("measured", number -> one());
  }

  private void one() throws InterruptedException {
    var number = numbers.getAndIncrement();
    var closed = workers.expect(number);
    start(payload(number));
    workers.awaitClosed(closed);
  }

  /** A JSON object of 200 bytes. */
  static String payload(long number) {
    var head = "{\"number\":" + number + ",\"text\":\"";
    var tail = "\"}";
    return head + "x".repeat(PAYLOAD_BYTES - head.length() - tail.length()) + tail;
  }

  @Override
  public void close() {
    workers.close();
  }
}
