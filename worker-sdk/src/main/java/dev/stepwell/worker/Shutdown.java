package dev.stepwell.worker;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

/**
 * How far the end of a worker has come: first no more polls, then, when the drain timeout has
 * passed, no more waiting for handlers and reports. Every pause of the worker waits on one of the
 * two, so that closing ends it at once.
 */
final class Shutdown {
  private final CountDownLatch closing = new CountDownLatch(1);
  private final CountDownLatch drainOver = new CountDownLatch(1);

  void beginClosing() {
    closing.countDown();
  }

  void endDrain() {
    drainOver.countDown();
  }

  boolean isClosing() {
    return closing.getCount() == 0;
  }

  boolean isDrainOver() {
    return drainOver.getCount() == 0;
  }

  /** Pauses; true at once when the worker is being closed. */
  boolean awaitClosing(Duration pause) throws InterruptedException {
    return closing.await(pause.toNanos(), TimeUnit.NANOSECONDS);
  }

  /** Pauses; true at once when the drain is over. */
  boolean awaitDrainOver(Duration pause) throws InterruptedException {
    return drainOver.await(pause.toNanos(), TimeUnit.NANOSECONDS);
  }
}
