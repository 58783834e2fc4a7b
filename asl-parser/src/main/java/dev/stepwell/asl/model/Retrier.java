package dev.stepwell.asl.model;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One entry of {@code Retry}.
 *
 * @param intervalSeconds delay before the first retry, ≥ 0 (default 1)
 * @param maxAttempts retries allowed, 0–99,999,999 (default 3; 0: never)
 * @param backoffRate factor between delays, ≥ 1 (default 2)
 * @param maxDelaySeconds cap of a delay, or null
 */
public record Retrier(
    List<String> errorEquals,
    long intervalSeconds,
    long maxAttempts,
    double backoffRate,
    @Nullable Long maxDelaySeconds,
    JitterStrategy jitterStrategy) {

  /** {@code FULL}: uniform between zero and the delay. */
  public enum JitterStrategy {
    NONE,
    FULL
  }

  public Retrier {
    errorEquals = List.copyOf(errorEquals);
  }

  /** Whether an error of that name is retried by this entry. */
  public boolean matches(String errorName) {
    return ErrorMatch.matches(errorEquals, errorName);
  }

  /**
   * The delay before the retry that follows {@code earlierRetries} retries by this entry, before
   * jitter.
   *
   * @return seconds, possibly fractional, never negative
   */
  public double delaySeconds(long earlierRetries) {
    var interval = (double) intervalSeconds;
    // Zero times an overflowing power would be NaN.
    var delay =
        intervalSeconds == 0 ? 0.0 : interval * Math.pow(backoffRate, (double) earlierRetries);
    return maxDelaySeconds == null ? delay : Math.min(delay, maxDelaySeconds.doubleValue());
  }
}
