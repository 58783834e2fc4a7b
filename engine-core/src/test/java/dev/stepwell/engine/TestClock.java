package dev.stepwell.engine;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.concurrent.atomic.AtomicReference;

/**
 * A clock that stands still, or ticks when it is read, until it is told how much time has passed.
 */
final class TestClock extends Clock {
  private final AtomicReference<Instant> now =
      new AtomicReference<>(Instant.parse("2026-11-22T10:15:30Z"));
  private final Duration tick;

  private TestClock(Duration tick) {
    this.tick = tick;
  }

  static TestClock standing() {
    return new TestClock(Duration.ZERO);
  }

  /** No two looks at it see the same time. */
  static TestClock ticking() {
    return new TestClock(Duration.ofMillis(1));
  }

  void advance(Duration duration) {
    now.updateAndGet(time -> time.plus(duration));
  }

  @Override
  public Instant instant() {
    return now.updateAndGet(time -> time.plus(tick));
  }

  @Override
  public ZoneId getZone() {
    return ZoneOffset.UTC;
  }

  @Override
  public Clock withZone(ZoneId zone) {
    return this;
  }
}
