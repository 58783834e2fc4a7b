package dev.stepwell.engine.thread;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** The threads of this JVM, and its time. */
public final class JvmThreads implements Threads {
  private record Started(Thread thread, CompletableFuture<Void> ended) implements Running {
    @Override
    public void interrupt() {
      thread.interrupt();
    }
  }

  @Override
  public Running startPlatform(String name, Runnable work) {
    return start(Thread.ofPlatform().name(name), work);
  }

  @Override
  public Running startVirtual(String name, Runnable work) {
    return start(Thread.ofVirtual().name(name), work);
  }

  private static Running start(Thread.Builder builder, Runnable work) {
    var ended = new CompletableFuture<Void>();
    var thread =
        builder.start(() -> {
          try {
            work.run();
          } finally {
            ended.complete(null);
          }
        });
    return new Started(thread, ended);
  }

  @Override
  public void await(CompletableFuture<?> event) throws InterruptedException {
    try {
      var _ = event.get();
    } catch (ExecutionException there) {
      // Who asks the event for its value is told.
    }
  }

  @Override
  public boolean await(CompletableFuture<?> event, Duration atMost) throws InterruptedException {
    try {
      var _ = event.get(atMost.toNanos(), TimeUnit.NANOSECONDS);
      return true;
    } catch (ExecutionException there) {
      return true;
    } catch (TimeoutException tooLate) {
      return event.isDone();
    }
  }
}
