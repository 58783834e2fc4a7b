package dev.stepwell.benchmarks;

/** Nanoseconds for people. */
final class Seconds {
  private static final double NANOS = 1e9;
  private static final double NANOS_PER_MILLI = 1e6;

  private Seconds() {}

  static double of(long nanos) {
    return nanos / NANOS;
  }

  static double millis(long nanos) {
    return nanos / NANOS_PER_MILLI;
  }
}
