package dev.stepwell.worker;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/**
 * How long to wait before the next attempt: doubles up to a maximum, with half of each delay at
 * random, so that many workers do not come back to a restarted server in one instant. For one
 * thread.
 */
final class Backoff {
  /**
   * Bounds of the delays; the first delay is at most {@code initial}, none is more than {@code
   * max}.
   */
  record Bounds(Duration initial, Duration max) {
    static final Bounds DEFAULT = new Bounds(Duration.ofMillis(100), Duration.ofSeconds(5));

    Bounds {
      if (initial.isNegative() || initial.isZero() || max.compareTo(initial) < 0) {
        throw new IllegalArgumentException(
            "A back-off needs 0 < initial <= max, not " + initial + " and " + max);
      }
    }
  }

  private final Bounds bounds;
  private Duration ceiling;

  Backoff(Bounds bounds) {
    this.bounds = bounds;
    this.ceiling = bounds.initial();
  }

  /** The delay before the next attempt, between half the current ceiling and the ceiling. */
  Duration next() {
    long ceilingNanos = ceiling.toNanos();
    Duration doubled = ceiling.multipliedBy(2);
    ceiling = doubled.compareTo(bounds.max()) > 0 ? bounds.max() : doubled;
    long half = ceilingNanos / 2;
    return Duration.ofNanos(half + ThreadLocalRandom.current().nextLong(ceilingNanos - half + 1));
  }

  /** After a success: the next delay is a first one again. */
  void reset() {
    ceiling = bounds.initial();
  }
}
