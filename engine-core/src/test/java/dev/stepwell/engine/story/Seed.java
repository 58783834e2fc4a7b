package dev.stepwell.engine.story;

import java.util.Random;

/** Where generated tests begin: {@code -Dstepwell.seed=N} repeats a run that failed. */
public final class Seed {
  private Seed() {}

  /** A seed to be named in every failure. */
  public static long choose() {
    return Long.getLong("stepwell.seed", new Random().nextLong() >>> 16);
  }

  public static boolean isGiven() {
    return Long.getLong("stepwell.seed") != null;
  }
}
