package dev.stepwell.benchmarks;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import tools.jackson.databind.json.JsonMapper;

/**
 * The figures of one run.
 *
 * @param transitionsPerSecond states entered
 * @param yardstickCommitsPerSecond see {@link Yardstick}
 * @param peakRssMegabytes of the server's process, without its PostgreSQL
 * @param more what only this workload has
 */
record BenchResult(
    String workload,
    int executions,
    double executionsPerSecond,
    double transitionsPerSecond,
    double tasksPerSecond,
    double p50Millis,
    double p99Millis,
    double yardstickCommitsPerSecond,
    double peakRssMegabytes,
    double walBytesPerTransition,
    Map<String, Double> more) {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();

  /**
   * What was measured around a run.
   *
   * @param crowd figures of the executions that were there all the while
   */
  record Surroundings(
      double yardstickCommitsPerSecond,
      long peakRssBytes,
      long walBytes,
      CpuTime cpu,
      Processors processors,
      Map<String, Double> crowd) {}

  static BenchResult of(Workload workload, Size size, Measurement measured, Surroundings around) {
    var seconds = Seconds.of(Math.max(1, measured.nanos()));
    var perSecond = measured.executions() / seconds;
    var transitions = (long) measured.executions() * workload.transitions(size);
    var more = new LinkedHashMap<>(around.cpu().perTransition(transitions));
    more.putAll(around.processors().shares());
    more.putAll(measured.more());
    more.putAll(around.crowd());
    return new BenchResult(
        workload.word(),
        measured.executions(),
        perSecond,
        transitions / seconds,
        perSecond * workload.tasks(size),
        measured.latencies().percentileMillis(50),
        measured.latencies().percentileMillis(99),
        around.yardstickCommitsPerSecond(),
        around.peakRssBytes() / (1024.0 * 1024.0),
        around.walBytes() / (double) Math.max(1, transitions),
        more);
  }

  /** One object on one line. Names and order are a contract; new ones come after them. */
  String json() {
    var object = MAPPER.createObjectNode();
    object.put("workload", workload);
    object.put("executions_per_s", rounded(executionsPerSecond));
    object.put("transitions_per_s", rounded(transitionsPerSecond));
    object.put("tasks_per_s", rounded(tasksPerSecond));
    object.put("p50_ms", rounded(p50Millis));
    object.put("p99_ms", rounded(p99Millis));
    object.put("yardstick_commits_per_s", rounded(yardstickCommitsPerSecond));
    object.put("peak_rss_mb", rounded(peakRssMegabytes));
    object.put("wal_bytes_per_transition", rounded(walBytesPerTransition));
    object.put("executions", executions);
    more.forEach((name, value) -> object.put(name, rounded(value)));
    return MAPPER.writeValueAsString(object);
  }

  /** For people, a figure a line. */
  List<String> lines() {
    var lines = new ArrayList<String>();
    lines.add("%s: %d executions, all succeeded".formatted(workload, executions));
    lines.add(line("executions per second", executionsPerSecond));
    lines.add(line("transitions per second", transitionsPerSecond));
    lines.add(line("tasks per second", tasksPerSecond));
    lines.add(line("p50 (ms)", p50Millis));
    lines.add(line("p99 (ms)", p99Millis));
    lines.add(line("yardstick (commits per second)", yardstickCommitsPerSecond));
    lines.add(line("server peak memory (MB)", peakRssMegabytes));
    lines.add(line("WAL bytes per transition", walBytesPerTransition));
    more.forEach((name, value) -> lines.add(line(name.replace('_', ' '), value)));
    return lines;
  }

  private static String line(String name, double value) {
    return String.format(Locale.ROOT, "  %-32s %,12.1f", name, value);
  }

  private static double rounded(double value) {
    return Math.round(value * 100) / 100.0;
  }
}
