package dev.stepwell.engine.story;

import java.util.Random;

/**
 * Where generated tests begin. A build repeats itself, so that it fails for what was changed;
 * {@code -Dstepwell.seed=random} searches, {@code -Dstepwell.seed=N} repeats a run that failed.
 */
public final class Seed {
  private static final long OF_THE_BUILD = 20_261_122L;
  private static final String CHOSEN = System.getProperty("stepwell.seed", "");

  private Seed() {}

  /** A seed to be named in every failure. */
  public static long choose() {
    if (CHOSEN.equals("random")) {
      return new Random().nextLong() >>> 16;
    }
    return isGiven() ? Long.parseLong(CHOSEN) : OF_THE_BUILD;
  }

  /** Whether one run is to be repeated. */
  public static boolean isGiven() {
    return !CHOSEN.isEmpty() && !CHOSEN.equals("random");
  }
}
