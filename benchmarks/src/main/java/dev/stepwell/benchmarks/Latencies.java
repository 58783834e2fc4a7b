package dev.stepwell.benchmarks;

import java.util.Arrays;

/** Durations of one run, all of them: percentiles are exact. */
final class Latencies {
  private final long[] sortedNanos;

  private Latencies(long[] sortedNanos) {
    this.sortedNanos = sortedNanos;
  }

  /** Of any order; takes a copy. */
  static Latencies ofNanos(long[] nanos) {
    var sorted = nanos.clone();
    Arrays.sort(sorted);
    return new Latencies(sorted);
  }

  int count() {
    return sortedNanos.length;
  }

  /**
   * The smallest duration that at least this share of all does not exceed (nearest rank), in
   * milliseconds; 0 when there is none.
   *
   * @param percent more than 0, up to 100
   */
  double percentileMillis(double percent) {
    if (percent <= 0 || percent > 100) {
      throw new IllegalArgumentException("percent must be in (0, 100], not " + percent);
    }
    if (sortedNanos.length == 0) {
      return 0;
    }
    var rank = (int) Math.ceil(percent / 100 * sortedNanos.length);
    return Seconds.millis(sortedNanos[Math.max(rank, 1) - 1]);
  }
}
