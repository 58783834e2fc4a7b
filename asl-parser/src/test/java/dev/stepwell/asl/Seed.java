package dev.stepwell.asl;

import java.util.Random;

/**
 * Where generated tests begin. A build repeats itself, so that it fails for what was changed;
 * {@code -Dstepwell.seed=random} searches, {@code -Dstepwell.seed=N} repeats a run that failed.
 */
public final class Seed {
  private static final long OF_THE_BUILD = 20_261_122L;

  private Seed() {}

  /** A seed to be named in every failure. */
  public static long choose() {
    var chosen = System.getProperty("stepwell.seed");
    if (chosen == null) {
      return OF_THE_BUILD;
    }
    return chosen.equals("random") ? new Random().nextLong() : Long.parseLong(chosen);
  }
}
