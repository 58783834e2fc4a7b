package dev.stepwell.engine.thread;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Where the parts of an engine run and wait: threads of the JVM in a server, one scheduler that
 * decides by a seed who goes on in the simulation. Nobody may wait or call a store while holding a
 * lock: the simulation lets others run there.
 */
public interface Threads {

  /** Work that has been started. */
  interface Running {
    /** Done when the work has come to its end, however it ended. */
    CompletableFuture<Void> ended();

    /** Asks the work to give up where it waits. */
    void interrupt();
  }

  /** Starts one of the few loops that live as long as the engine, and must not share a carrier. */
  Running startPlatform(String name, Runnable work);

  /** Starts work of any number. */
  Running startVirtual(String name, Runnable work);

  /** Waits until the event is there, whatever it brings. */
  void await(CompletableFuture<?> event) throws InterruptedException;

  /**
   * Waits for the event, but not for longer than that.
   *
   * @return whether it is there
   */
  boolean await(CompletableFuture<?> event, Duration atMost) throws InterruptedException;

  /** Waits for the end of work; null: it was never started. */
  default void join(@Nullable Running work) {
    if (work != null) {
      try {
        await(work.ended());
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
    }
  }

  /** Waits for the end of work, but not for longer than that; null: it was never started. */
  default void join(@Nullable Running work, Duration atMost) {
    if (work != null) {
      try {
        var _ = await(work.ended(), atMost);
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
