package dev.stepwell.benchmarks;

import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/** What is done to the server. */
abstract class Load implements AutoCloseable {
  private static final int MAX_WARM_UP_EXECUTIONS = 1_000_000;

  private final BenchSettings settings;
  private final Api api;
  private final String machine;
  private final Consumer<String> tell;
  private final AtomicLong started = new AtomicLong();

  Load(BenchSettings settings, Api api, String machine, Consumer<String> tell) {
    this.settings = settings;
    this.api = api;
    this.machine = machine;
    this.tell = tell;
  }

  /** The same load, unmeasured: programs compiled, caches filled. */
  abstract Measurement warmUp() throws InterruptedException;

  /** Returns when all its executions are closed. */
  abstract Measurement measure() throws InterruptedException;

  @Override
  public void close() {}

  BenchSettings settings() {
    return settings;
  }

  Api api() {
    return api;
  }

  String machine() {
    return machine;
  }

  /** How many executions the server has acknowledged in all. */
  long started() {
    return started.get();
  }

  /** Starts an execution. @return its ARN */
  String start(String input) throws InterruptedException {
    var arn = api.startExecution(machine, input);
    started.incrementAndGet();
    return arn;
  }

  Measurement warmUp(ClosedLoop.OneExecution one) throws InterruptedException {
    return loop("warm-up", MAX_WARM_UP_EXECUTIONS, settings.warmUp(), one);
  }

  Measurement measure(String what, ClosedLoop.OneExecution one) throws InterruptedException {
    return loop(what, settings.executions(), settings.duration(), one);
  }

  private Measurement loop(
      String what, int executions, Duration longest, ClosedLoop.OneExecution one)
      throws InterruptedException {
    var loop = new ClosedLoop(executions, longest, one);
    try (var _ =
        new Progress(
            tell,
            () ->
                "%s, %s: %,d executions"
                    .formatted(settings.workload().word(), what, loop.over()))) {
      return loop.run(settings.inFlight());
    }
  }

  void tell(String line) {
    tell.accept(line);
  }
}
