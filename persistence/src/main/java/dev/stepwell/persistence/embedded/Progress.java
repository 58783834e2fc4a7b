package dev.stepwell.persistence.embedded;

import java.time.Duration;
import java.util.function.Consumer;

/** Tells whoever waits what is being waited for, when it takes longer than two seconds. */
record Progress(Consumer<String> listener) {
  private static final Duration EVERY = Duration.ofSeconds(2);

  void say(String message) {
    listener.accept(message);
  }

  Wait waitingFor(String what) {
    return new Wait(what, listener);
  }

  /** One thing that may take long; {@link #tick} is called often while it does. */
  static final class Wait {
    private final String what;
    private final Consumer<String> listener;
    private final long startNanos = System.nanoTime();
    private long toldNanos = startNanos;

    private Wait(String what, Consumer<String> listener) {
      this.what = what;
      this.listener = listener;
    }

    void tick() {
      long now = System.nanoTime();
      if (now - toldNanos >= EVERY.toNanos()) {
        toldNanos = now;
        listener.accept("%s (%d s)".formatted(what, elapsed().toSeconds()));
      }
    }

    Duration elapsed() {
      return Duration.ofNanos(System.nanoTime() - startNanos);
    }
  }
}
