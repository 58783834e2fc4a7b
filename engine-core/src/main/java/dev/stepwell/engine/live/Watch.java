package dev.stepwell.engine.live;

import dev.stepwell.engine.thread.Bell;
import dev.stepwell.engine.thread.Threads;
import java.time.Duration;

/** One who waits for something to go on. For one thread; others tell it. */
public abstract sealed class Watch implements AutoCloseable permits ExecutionWatch, MachineWatch {
  private final Watches home;
  private final Bell told;
  private volatile boolean ended;

  Watch(Watches home, Threads threads) {
    this.home = home;
    this.told = new Bell(threads);
  }

  /** Whether nothing more will be told: what is watched was removed, or the node stops. */
  public boolean isEnded() {
    return ended;
  }

  /** Waits until there is something new; the caller looks again in any case. */
  public void await(Duration atMost) {
    told.await(atMost);
  }

  void ring() {
    told.ring();
  }

  void end() {
    ended = true;
    told.ring();
  }

  @Override
  public void close() {
    home.remove(this);
  }
}
