package dev.stepwell.benchmarks;

import java.util.LinkedHashMap;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** Executions that wait for workers; each takes its time from the start to the last report. */
final class TaskChainLoad extends Load {
  private final AtomicLong numbers = new AtomicLong();
  private final TaskChainWorkers workers;

  /** From sending a StartExecution to its answer. */
  private final Queue<Long> startNanos = new ConcurrentLinkedQueue<>();

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
    startNanos.clear();
    var measured = measure("measured", number -> one());
    var starts = Latencies.ofNanos(startNanos.stream().mapToLong(Long::longValue).toArray());
    var more = new LinkedHashMap<>(measured.more());
    more.put("start_p50_ms", starts.percentileMillis(50));
    more.put("start_p99_ms", starts.percentileMillis(99));
    return new Measurement(measured.executions(), measured.nanos(), measured.latencies(), more);
  }

  private void one() throws InterruptedException {
    var number = numbers.getAndIncrement();
    var closed = workers.expect(number);
    var sent = System.nanoTime();
    start(settings().size().payload(number));
    startNanos.add(System.nanoTime() - sent);
    workers.awaitClosed(closed);
  }

  @Override
  public void close() {
    workers.close();
  }
}
