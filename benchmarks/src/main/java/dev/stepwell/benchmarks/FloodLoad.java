package dev.stepwell.benchmarks;

import java.util.LinkedHashMap;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/**
 * Many callers start executions of one machine as fast as they can. The latency is that of another:
 * who starts executions of another machine, one at a time.
 */
final class FloodLoad extends Load {
  private static final int MOST_PROBES = 1_000_000;

  private final String otherMachine;

  /**
   * The flood and its neighbour.
   *
   * @param machine that is flooded
   * @param otherMachine one start of it at a time
   */
  FloodLoad(
      BenchSettings settings, Api api, String machine, String otherMachine, Consumer<String> tell) {
    super(settings, api, machine, tell);
    this.otherMachine = otherMachine;
  }

  @Override
  Measurement warmUp() throws InterruptedException {
    return warmUp(this::one);
  }

  @Override
  Measurement measure() throws InterruptedException {
    var over = new AtomicBoolean();
    var probes =
        new ClosedLoop(
            MOST_PROBES,
            settings().duration(),
            over::get,
            number -> api().startExecution(otherMachine, settings().size().input(number)));
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      Callable<Measurement> probing = () -> probes.run(1);
      var probed = threads.submit(probing);
      Measurement flood;
      try {
        flood = measure("started", this::one);
      } finally {
        over.set(true);
      }
      var seen = probed.get();
      var more = new LinkedHashMap<String, Double>();
      more.put("flood_p50_ms", flood.latencies().percentileMillis(50));
      more.put("flood_p99_ms", flood.latencies().percentileMillis(99));
      more.put("probes", (double) seen.executions());
      return new Measurement(flood.executions(), flood.nanos(), seen.latencies(), more);
    } catch (ExecutionException failed) {
      throw new BenchException("The caller beside the flood failed: " + failed.getCause(), failed);
    }
  }

  private void one(int number) throws InterruptedException {
    start(settings().size().input(number));
  }
}
