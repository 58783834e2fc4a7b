package dev.stepwell.benchmarks;

import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Executions that wait for workers; each takes its time from the start to the last report. */
final class TaskChainLoad extends Load {
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
    start(settings().size().payload(number));
    workers.awaitClosed(closed);
  }

  @Override
  public void close() {
    workers.close();
  }
}
