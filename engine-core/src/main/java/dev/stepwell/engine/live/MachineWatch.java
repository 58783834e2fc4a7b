package dev.stepwell.engine.live;

import dev.stepwell.engine.thread.Threads;

/** One who waits for executions of a state machine to start and to end. */
public final class MachineWatch extends Watch {
  private final long stateMachineId;
  private volatile boolean hasNews = true;

  MachineWatch(Watches home, long stateMachineId, Threads threads) {
    super(home, threads);
    this.stateMachineId = stateMachineId;
  }

  public long stateMachineId() {
    return stateMachineId;
  }

  /** Whether the store may have something new; whoever takes that up reads all there is. */
  public boolean takeNews() {
    var had = hasNews;
    hasNews = false;
    return had;
  }

  /** There is something new, or more than was read. */
  public void putNews() {
    hasNews = true;
    ring();
  }
}
