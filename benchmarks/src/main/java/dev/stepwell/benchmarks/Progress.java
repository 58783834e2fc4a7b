package dev.stepwell.benchmarks;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Supplier;

/** Says every two seconds how far something is, until it is closed. */
final class Progress implements AutoCloseable {
  private static final long INTERVAL_SECONDS = 2;

  private final CountDownLatch over = new CountDownLatch(1);

  Progress(Consumer<String> tell, Supplier<String> line) {
    Thread.ofVirtual().name("bench-progress").start(() -> run(tell, line));
  }

  private void run(Consumer<String> tell, Supplier<String> line) {
    try {
      while (!over.await(INTERVAL_SECONDS, TimeUnit.SECONDS)) {
        tell.accept(line.get());
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  @Override
  public void close() {
    over.countDown();
  }
}
