package dev.stepwell.benchmarks;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.function.Consumer;

/**
 * Executions that are there while others are measured: one half waits for a time a year away, the
 * other for a task that nobody does.
 */
final class Crowd {
  private static final int CALLERS = 64;
  private static final Duration LONGEST = Duration.ofHours(1);
  private static final double MEGABYTE = 1024.0 * 1024.0;

  private final Api api;
  private final String runId;
  private final Consumer<String> tell;

  Crowd(Api api, String runId, Consumer<String> tell) {
    this.api = api;
    this.runId = runId;
    this.tell = tell;
  }

  /**
   * Starts them all.
   *
   * @return figures by their names in the result
   */
  Map<String, Double> gather(int executions, ServerProcess server, Database database)
      throws InterruptedException {
    var before = database.bytes();
    var activity = api.createActivity("bench-" + runId + "-crowd");
    var machine =
        api.createStateMachine("bench-crowd-" + runId, "STANDARD", Definitions.rest(activity));
    var timer = "{\"until\":\"" + Instant.now().plus(365, ChronoUnit.DAYS) + "\"}";
    var loop =
        new ClosedLoop(
            executions,
            LONGEST,
            number -> api.startExecution(machine, number % 2 == 0 ? timer : "{}"));
    Measurement started;
    try (var _ = new Progress(tell, () -> "crowd: %,d executions".formatted(loop.over()))) {
      started = loop.run(CALLERS);
    }
    var figures = new LinkedHashMap<String, Double>();
    figures.put("crowd", (double) started.executions());
    figures.put("crowd_starts_per_s", started.executions() / Seconds.of(started.nanos()));
    figures.put("crowd_peak_rss_mb", server.peakMemoryBytes() / MEGABYTE);
    figures.put(
        "crowd_database_bytes_each",
        (database.bytes() - before) / (double) Math.max(1, started.executions()));
    return figures;
  }
}
