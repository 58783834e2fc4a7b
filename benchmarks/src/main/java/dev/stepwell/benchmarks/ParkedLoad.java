package dev.stepwell.benchmarks;

import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;

/**
 * Executions that all wait for the same moment. Their latency is the lateness: from that moment to
 * the server's own stop date.
 */
final class ParkedLoad extends Load {
  private static final double START_MARGIN = 1.5;
  private static final long MARGIN_SECONDS = 3;
  private static final double LEAST_STARTS_PER_SECOND = 50;
  private static final Duration PATIENCE = Duration.ofMinutes(2);
  private static final long LOOK_MILLIS = 50;
  private static final BigDecimal MILLIS_PER_SECOND = BigDecimal.valueOf(1000);

  private double startsPerSecond = LEAST_STARTS_PER_SECOND;

  ParkedLoad(BenchSettings settings, Api api, String machine, Consumer<String> tell) {
    super(settings, api, machine, tell);
  }

  @Override
  Measurement warmUp() throws InterruptedException {
    var longAgo = input(Instant.EPOCH);
    var warm = warmUp(number -> start(longAgo));
    startsPerSecond =
        Math.max(LEAST_STARTS_PER_SECOND, warm.executions() / Seconds.of(warm.nanos()));
    awaitNoneRunning(Instant.now());
    return warm;
  }

  @Override
  Measurement measure() throws InterruptedException {
    var begin = Instant.now().truncatedTo(ChronoUnit.MILLIS);
    var due = due(begin);
    var input = input(due);
    var starts = measure("started", number -> start(input));
    var allStarted = Instant.now();
    if (allStarted.isAfter(due)) {
      tell("The starts took longer than foreseen; late ones count from their own start");
    }
    try (var _ = waiting(due)) {
      pauseUntil(due);
      var fired = awaitNoneRunning(due);
      return measurement(starts, begin, due, fired);
    }
  }

  private Measurement measurement(Measurement starts, Instant begin, Instant due, Instant fired)
      throws InterruptedException {
    var lateness = lateness(begin, due);
    var burstNanos = Duration.between(due, fired).toNanos();
    var more = new LinkedHashMap<String, Double>();
    more.put("starts_per_s", starts.executions() / Seconds.of(starts.nanos()));
    more.put("start_p99_ms", starts.latencies().percentileMillis(99));
    more.put("all_fired_after_ms", Seconds.millis(burstNanos));
    return new Measurement(starts.executions(), burstNanos, lateness, more);
  }

  private Instant due(Instant begin) {
    var seconds = settings().executions() / startsPerSecond * START_MARGIN;
    return begin
        .plusSeconds(
            (long) Math.min(seconds, (double) settings().duration().toSeconds()) + MARGIN_SECONDS)
        .truncatedTo(ChronoUnit.SECONDS)
        .plusSeconds(1);
  }

  private static String input(Instant until) {
    return "{\"until\":\"" + until + "\"}";
  }

  private Progress waiting(Instant due) {
    return new Progress(
        this::tell,
        () ->
            "parked: %d s to the common moment"
                .formatted(Math.max(0, Duration.between(Instant.now(), due).toSeconds())));
  }

  private static void pauseUntil(Instant moment) throws InterruptedException {
    var left = Duration.between(Instant.now(), moment);
    if (left.isPositive()) {
      TimeUnit.NANOSECONDS.sleep(left.toNanos());
    }
  }

  /**
   * @return when there were none any more
   */
  private Instant awaitNoneRunning(Instant from) throws InterruptedException {
    while (true) {
      var running = api().anyRunning(machine());
      var now = Instant.now();
      if (!running) {
        return now;
      }
      if (now.isAfter(from.plus(PATIENCE))) {
        throw new BenchException("Executions are still waiting " + PATIENCE + " after their time");
      }
      LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(LOOK_MILLIS));
    }
  }

  /** Of all executions that were started from the given moment on. */
  private Latencies lateness(Instant begin, Instant due) throws InterruptedException {
    var late = new ArrayList<Long>();
    api()
        .forEachExecution(
            machine(),
            execution -> {
              var startedAt = millis(execution, "startDate");
              if (startedAt >= begin.toEpochMilli()) {
                late.add(millis(execution, "stopDate") - Math.max(due.toEpochMilli(), startedAt));
              }
            });
    if (late.stream().anyMatch(millis -> millis < 0)) {
      throw new BenchException("A timer fired before its time");
    }
    return Latencies.ofNanos(late.stream().mapToLong(TimeUnit.MILLISECONDS::toNanos).toArray());
  }

  /** Dates of the protocol are seconds with decimals. */
  private static long millis(JsonNode execution, String member) {
    return execution.path(member).decimalValue().multiply(MILLIS_PER_SECOND).longValue();
  }
}
