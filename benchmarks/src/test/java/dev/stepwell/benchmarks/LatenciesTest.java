package dev.stepwell.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class LatenciesTest {
  private static final long MILLI = 1_000_000;

  @Test
  void percentilesAreByNearestRankWhateverTheOrder() {
    var hundred = LongStream.rangeClosed(1, 100).map(i -> (101 - i) * MILLI).toArray();

    var latencies = Latencies.ofNanos(hundred);

    assertThat(latencies.percentileMillis(50)).isEqualTo(50);
    assertThat(latencies.percentileMillis(99)).isEqualTo(99);
    assertThat(latencies.percentileMillis(99.1)).isEqualTo(100);
    assertThat(latencies.percentileMillis(100)).isEqualTo(100);
    assertThat(latencies.percentileMillis(0.01)).isEqualTo(1);
  }

  @Test
  void onePercentileOfOneIsThatOne() {
    assertThat(Latencies.ofNanos(new long[] {7 * MILLI}).percentileMillis(50)).isEqualTo(7);
  }

  @Test
  void nothingHasNoLatency() {
    assertThat(Latencies.ofNanos(new long[0]).percentileMillis(99)).isZero();
  }

  @Test
  void aPercentileOutOfRangeIsRefused() {
    var latencies = Latencies.ofNanos(new long[] {1});

    assertThatThrownBy(() -> latencies.percentileMillis(0))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> latencies.percentileMillis(100.5))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
