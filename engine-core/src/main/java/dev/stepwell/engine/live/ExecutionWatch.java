package dev.stepwell.engine.live;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.store.ExecutionStore.Progress;
import dev.stepwell.engine.thread.Threads;
import org.jspecify.annotations.Nullable;

/** One who waits for an execution to go on. */
public final class ExecutionWatch extends Watch {
  private final ExecutionId id;
  private volatile @Nullable Progress latest;

  ExecutionWatch(Watches home, ExecutionId id, Threads threads) {
    super(home, threads);
    this.id = id;
  }

  public ExecutionId id() {
    return id;
  }

  /** How far the execution has come, as far as is known; null when it is not there. */
  public @Nullable Progress latest() {
    return latest;
  }

  /** What is known does not go back: lanes and store may tell in any order. */
  synchronized void see(Progress progress) {
    var before = latest;
    if (before == null || progress.lastEventId() > before.lastEventId()) {
      latest = progress;
      ring();
    }
  }
}
