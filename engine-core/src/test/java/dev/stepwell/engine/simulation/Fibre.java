package dev.stepwell.engine.simulation;

import dev.stepwell.engine.thread.Threads;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * One line of work. It has a thread of the JVM to keep its stack, but only one fibre ever runs: who
 * has the baton.
 */
final class Fibre implements Threads.Running {
  private static final ThreadLocal<Fibre> CURRENT = new ThreadLocal<>();

  final Machine machine;
  final String name;
  private final Scheduler scheduler;
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Thread thread;
  private boolean isBegun;

  /** Number of the present wait: who would end an earlier one comes too late. */
  long wait;

  boolean isWaiting;
  boolean isInterrupted;
  boolean isKilled;

  /** Unwinds the stack of a fibre whose machine has crashed. Nothing in the engine catches it. */
  static final class Killed extends Error {
    private static final long serialVersionUID = 1L;

    Killed() {
      super("killed", null, false, false);
    }
  }

  Fibre(Scheduler scheduler, Machine machine, String name, Runnable work) {
    this.scheduler = scheduler;
    this.machine = machine;
    this.name = name;
    this.thread = Thread.ofVirtual().name(machine.name() + "/" + name).unstarted(() -> run(work));
  }

  private void run(Runnable work) {
    CURRENT.set(this);
    awaitBaton();
    try {
      if (!isKilled) {
        work.run();
      }
    } catch (Killed _) {
      // Its machine is no more.
    } catch (Throwable broken) {
      scheduler.fail(broken);
    }
    ended.complete(null);
    scheduler.passOnForGood(this);
  }

  /** Whose thread this is; null: no fibre's. */
  static @Nullable Fibre current() {
    return CURRENT.get();
  }

  /** Ends the simulation that this fibre belongs to. */
  void complain(String error) {
    scheduler.fail(new AssertionError("the engine logs an error: " + error));
  }

  /** Ends the fibre where it waits. */
  void kill() {
    isKilled = true;
    scheduler.wake(this, wait);
  }

  boolean isBegun() {
    return isBegun;
  }

  /** Gives this fibre the baton. */
  void resume() {
    if (isBegun) {
      LockSupport.unpark(thread);
    } else {
      isBegun = true;
      thread.start();
    }
  }

  /** Stops until this fibre has the baton again. */
  void awaitBaton() {
    while (!scheduler.isRunning(this)) {
      LockSupport.park(this);
      isInterrupted |= Thread.interrupted();
    }
  }

  @Override
  public CompletableFuture<Void> ended() {
    return ended;
  }

  @Override
  public void interrupt() {
    isInterrupted = true;
    scheduler.wake(this, wait);
  }

  StackTraceElement[] stack() {
    return thread.getStackTrace();
  }
}
