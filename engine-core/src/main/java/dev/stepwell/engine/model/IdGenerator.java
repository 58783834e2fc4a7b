package dev.stepwell.engine.model;

import java.time.Clock;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * Makes 64-bit ids without asking anybody: milliseconds (42 bits), a random node part (11 bits), a
 * counter (10 bits). Ids of one node never repeat while the process lives, clocks that step back
 * included; a clash between nodes is possible in theory and caught by the primary key.
 */
public final class IdGenerator {
  private static final int COUNTER_BITS = 10;
  private static final int NODE_BITS = 11;

  /** Ids are made later than a time when they are greater than its milliseconds times 2 to this. */
  public static final int TIME_SHIFT = COUNTER_BITS + NODE_BITS;

  private final Clock clock;
  private final long nodePart;
  private final long firstSalt;
  private final long secondSalt;
  private final AtomicLong last = new AtomicLong();

  public IdGenerator(Clock clock, RandomGenerator random) {
    this.clock = clock;
    this.nodePart = (long) random.nextInt(1 << NODE_BITS) << COUNTER_BITS;
    this.firstSalt = random.nextLong();
    this.secondSalt = random.nextLong();
  }

  /** A UUID of the next id and 128 random bits of this generator: nobody else makes the same. */
  public UUID nextUuid() {
    var id = next();
    return Uuids.of(id + firstSalt, id + secondSalt);
  }

  /** Positive, larger than every id this generator made before. */
  public long next() {
    // Time and counter advance as one number, so that more than 1,024 ids in a millisecond borrow
    // from the next one.
    var ticks =
        last.updateAndGet(previous -> Math.max(previous + 1, clock.millis() << COUNTER_BITS));
    var counter = ticks & ((1L << COUNTER_BITS) - 1);
    return (ticks >>> COUNTER_BITS) << TIME_SHIFT | nodePart | counter;
  }
}
