package dev.stepwell.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

/** Real server processes, a real database, few executions: that the figures can be had at all. */
class BenchCommandTest {
  private final ByteArrayOutputStream out = new ByteArrayOutputStream();
  private final ByteArrayOutputStream err = new ByteArrayOutputStream();

  @Test
  void twentyTaskChainsAreRunAndMeasured() {
    assertThat(bench("--workload", "task-chain")).as(err.toString(UTF_8)).isZero();

    var figures = Json.parse(out.toString(UTF_8));
    assertThat(figures.propertyNames())
        .startsWith(
            "workload",
            "executions_per_s",
            "transitions_per_s",
            "tasks_per_s",
            "p50_ms",
            "p99_ms",
            "yardstick_commits_per_s",
            "peak_rss_mb",
            "wal_bytes_per_transition");
    assertThat(figures.path("executions").asInt()).isEqualTo(20);
    for (var name : figures.propertyNames()) {
      // Nothing may have been left of the machine, and nothing taken from it.
      if (name.startsWith("machine_")) {
        assertThat(figures.path(name).asDouble()).as(name).isBetween(0.0, 100.0);
      } else if (!name.equals("workload")) {
        assertThat(figures.path(name).asDouble()).as(name).isPositive();
      }
    }
  }

  @Test
  void timersOfParkedExecutionsAreAwaited() {
    assertThat(bench("--workload", "parked")).as(err.toString(UTF_8)).isZero();

    assertThat(Json.parse(out.toString(UTF_8)).path("all_fired_after_ms").asDouble()).isPositive();
  }

  @Test
  void aWrongWorkloadIsAUsageError() {
    assertThat(bench("--workload", "chain")).isEqualTo(ExitCode.USAGE);
    assertThat(bench("--workload", "parked", "--rate", "one-at-a-time")).isEqualTo(ExitCode.USAGE);
  }

  private int bench(String... options) {
    var terminal = new Terminal(stream(out), stream(err), false);
    var command = Stepwell.commandLine(terminal, InputStream.nullInputStream());
    var arguments = new java.util.ArrayList<String>();
    arguments.add("bench");
    arguments.addAll(java.util.List.of("--executions", "20", "--warm-up", "0", "--json"));
    arguments.addAll(java.util.List.of(options));
    return command.execute(arguments.toArray(String[]::new));
  }

  private static PrintStream stream(ByteArrayOutputStream bytes) {
    return new PrintStream(bytes, true, UTF_8);
  }
}
