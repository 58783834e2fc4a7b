package dev.stepwell.persistence.testing;

import java.time.Duration;
import java.util.concurrent.Callable;

/** Waits for something that other processes or threads bring about. */
public final class Await {
  private static final Duration PATIENCE = Duration.ofMinutes(1);
  private static final long POLL_MILLIS = 5;

  private Await() {}

  /** Fails after a minute, saying what did not come. */
  public static void until(String what, Callable<Boolean> condition) throws Exception {
    long end = System.nanoTime() + PATIENCE.toNanos();
    while (!condition.call()) {
      if (System.nanoTime() > end) {
        throw new AssertionError("waited in vain until " + what);
      }
      Thread.sleep(POLL_MILLIS);
    }
  }
}
