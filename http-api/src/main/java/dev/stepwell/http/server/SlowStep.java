package dev.stepwell.http.server;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/**
 * Something that may take long: those who wait are told every two seconds that it still goes on.
 */
final class SlowStep {
  private static final Duration EVERY = Duration.ofSeconds(2);

  private SlowStep() {}

  /**
   * Does the work and tells about it.
   *
   * @param what such as {@code Opening the database}
   */
  static <T> T run(String what, Consumer<String> progress, Supplier<T> work) {
    var done = new CountDownLatch(1);
    var teller = Thread.ofVirtual().name("progress").start(() -> tell(what, progress, done));
    try {
      return work.get();
    } finally {
      done.countDown();
      teller.interrupt();
    }
  }

  private static void tell(String what, Consumer<String> progress, CountDownLatch done) {
    try {
      for (var seconds = EVERY.toSeconds();
          !done.await(EVERY.toSeconds(), TimeUnit.SECONDS);
          seconds += EVERY.toSeconds()) {
        progress.accept(what + " (" + seconds + " s)");
      }
    } catch (InterruptedException e) {
      // The work is done.
    }
  }
}
