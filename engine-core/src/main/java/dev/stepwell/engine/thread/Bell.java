package dev.stepwell.engine.thread;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

/**
 * Wakes the one loop that waits for it. Whoever has changed what the loop looks at rings
 * afterwards; a ring while nobody waits is remembered, several are one. The loop looks again after
 * every wait: it may have been woken for something that it has seen already.
 */
public final class Bell {
  private final Threads threads;
  private volatile CompletableFuture<Void> rung = new CompletableFuture<>();

  public Bell(Threads threads) {
    this.threads = threads;
  }

  public void ring() {
    rung.complete(null);
  }

  /** Waits for a ring. */
  public void await() {
    try {
      threads.await(rung);
    } catch (InterruptedException unexpected) {
      throw interrupted(unexpected);
    }
    rung = new CompletableFuture<>();
  }

  /** Waits for a ring, but not for longer than that. */
  public void await(Duration atMost) {
    try {
      if (!threads.await(rung, atMost)) {
        return;
      }
    } catch (InterruptedException unexpected) {
      throw interrupted(unexpected);
    }
    rung = new CompletableFuture<>();
  }

  private static IllegalStateException interrupted(InterruptedException unexpected) {
    Thread.currentThread().interrupt();
    return new IllegalStateException("nobody interrupts a loop of the engine", unexpected);
  }
}
