package dev.stepwell.benchmarks;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.BooleanSupplier;

/** Keeps a number of executions going: when one is over, the next begins. */
final class ClosedLoop {
  /** One execution from its start to its end. */
  @FunctionalInterface
  interface OneExecution {
    /** Returns when it is over. */
    void run(int number) throws InterruptedException;
  }

  private final int executions;
  private final long deadline;
  private final BooleanSupplier ended;
  private final OneExecution one;
  private final AtomicInteger begun = new AtomicInteger();
  private final AtomicInteger over = new AtomicInteger();
  private final long[] nanos;
  private volatile boolean failed;

  /**
   * @param executions how many at most
   * @param longest when it is over no other execution begins
   */
  ClosedLoop(int executions, Duration longest, OneExecution one) {
    this(executions, longest, () -> false, one);
  }

  /**
   * @param executions how many at most
   * @param longest when it is over no other execution begins
   * @param ended true when no other is to begin
   */
  ClosedLoop(int executions, Duration longest, BooleanSupplier ended, OneExecution one) {
    this.ended = ended;
    this.executions = executions;
    this.deadline = System.nanoTime() + longest.toNanos();
    this.one = one;
    this.nanos = new long[executions];
  }

  /** How many are over; for the progress line. */
  int over() {
    return over.get();
  }

  /**
   * Runs all.
   *
   * @param inFlight how many at a time
   * @throws BenchException the first failure, after which no other execution begins
   */
  Measurement run(int inFlight) throws InterruptedException {
    var from = System.nanoTime();
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var loops = new ArrayList<Future<?>>();
      for (int i = 0; i < Math.min(inFlight, executions); i++) {
        loops.add(
            threads.submit(() -> {
              loop();
              return null;
            }));
      }
      for (var loop : loops) {
        await(loop);
      }
    }
    var elapsed = System.nanoTime() - from;
    var latencies = Latencies.ofNanos(Arrays.copyOf(nanos, over.get()));
    return new Measurement(over.get(), elapsed, latencies, Map.of());
  }

  private void loop() throws InterruptedException {
    while (!failed) {
      var number = begun.getAndIncrement();
      if (number >= executions || System.nanoTime() >= deadline || ended.getAsBoolean()) {
        return;
      }
      var completed = false;
      try {
        var from = System.nanoTime();
        one.run(number);
        nanos[over.getAndIncrement()] = System.nanoTime() - from;
        completed = true;
      } finally {
        failed |= !completed;
      }
    }
  }

  private static void await(Future<?> loop) throws InterruptedException {
    try {
      loop.get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof BenchException known
          ? known
          : new BenchException("The load failed: " + e.getCause(), e);
    }
  }
}
