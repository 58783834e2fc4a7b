package dev.stepwell.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;

class BenchResultTest {
  private static final Latencies LATENCIES =
      Latencies.ofNanos(new long[] {1_000_000, 2_000_000, 12_345_678});
  private static final Size SIZE = new Size(1, 200, 10);
  private static final CpuTime CPU =
      new CpuTime(Duration.ofMillis(20), Duration.ofMillis(10), Duration.ofMillis(5));
  private static final BenchResult.Surroundings SURROUNDINGS =
      new BenchResult.Surroundings(
          1234.5, 300 * 1024 * 1024L, 1_000_000, CPU, new Processors(200, 10, 30), Map.of());

  @Test
  void jsonIsOneLineOfTheNamesThatOthersRead() {
    var measured = new Measurement(100, 2_000_000_000L, LATENCIES, Map.of("starts_per_s", 3.0));

    assertThat(BenchResult.of(Workload.TASK_CHAIN, SIZE, measured, SURROUNDINGS).json())
        .isEqualTo(
            "{\"workload\":\"task-chain\",\"executions_per_s\":50.0,\"transitions_per_s\":250.0,"
                + "\"tasks_per_s\":250.0,\"p50_ms\":2.0,\"p99_ms\":12.35,"
                + "\"yardstick_commits_per_s\":1234.5,\"peak_rss_mb\":300.0,"
                + "\"wal_bytes_per_transition\":2000.0,\"executions\":100,\"server_cpu_us_per_transition\":40.0,"
                + "\"postgres_cpu_us_per_transition\":20.0,\"load_cpu_us_per_transition\":10.0,"
                + "\"machine_idle_percent\":5.0,\"machine_stolen_percent\":15.0,"
                + "\"starts_per_s\":3.0}");
  }

  @Test
  void internalHasTenTransitionsAndNoTask() {
    var measured = new Measurement(100, 1_000_000_000L, LATENCIES, Map.of());

    var result = BenchResult.of(Workload.INTERNAL, SIZE, measured, SURROUNDINGS);

    assertThat(result.transitionsPerSecond()).isEqualTo(1000);
    assertThat(result.tasksPerSecond()).isZero();
    assertThat(result.walBytesPerTransition()).isEqualTo(1000);
  }

  @Test
  void peopleReadTheSameFigures() {
    var measured = new Measurement(100, 1_000_000_000L, LATENCIES, Map.of("starts_per_s", 7.0));

    assertThat(BenchResult.of(Workload.PARKED, SIZE, measured, SURROUNDINGS).lines())
        .anySatisfy(line -> assertThat(line).matches(" +executions per second +100\\.0"))
        .anySatisfy(line -> assertThat(line).matches(" +yardstick .* 1,234\\.5"))
        .anySatisfy(line -> assertThat(line).matches(" +starts per s +7\\.0"));
  }
}
