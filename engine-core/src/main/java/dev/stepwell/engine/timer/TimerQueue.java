package dev.stepwell.engine.timer;

import dev.stepwell.engine.model.ExecutionId;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.PriorityQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The near wake-ups of this node, fired on time by one thread. Bounded in time and number: what is
 * farther away, or does not fit, is found by the scan when it comes near. Losing the queue loses
 * nothing.
 */
public final class TimerQueue implements AutoCloseable {
  private record Entry(ExecutionId id, Instant at) {}

  private final InstantSource clock;
  private final Duration horizon;
  private final int capacity;
  private final Consumer<ExecutionId> onDue;
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition changed = lock.newCondition();
  private final PriorityQueue<Entry> queue = new PriorityQueue<>(Comparator.comparing(Entry::at));
  // The earliest time at which each execution is to be woken; entries of the queue that differ from
  // it are dead.
  private final Map<ExecutionId, Instant> times = new HashMap<>();
  private @Nullable Thread thread;
  private boolean closed;

  /**
   * An empty queue.
   *
   * @param horizon wake-ups later than this from now are left to the scan
   * @param capacity wake-ups kept at most
   * @param onDue called on the queue's thread; must not block
   */
  public TimerQueue(
      InstantSource clock, Duration horizon, int capacity, Consumer<ExecutionId> onDue) {
    this.clock = clock;
    this.horizon = horizon;
    this.capacity = capacity;
    this.onDue = onDue;
  }

  public void start() {
    thread = Thread.ofPlatform().name("stepwell-timers").daemon().start(this::run);
  }

  /**
   * Wakes the execution at that time, if it is near; a time that was set before stays if it is
   * earlier.
   */
  public void schedule(ExecutionId id, Instant at) {
    if (at.isAfter(clock.instant().plus(horizon))) {
      return;
    }
    lock.lock();
    try {
      var before = times.get(id);
      if ((before != null && !at.isBefore(before))
          || (before == null && times.size() >= capacity)) {
        return;
      }
      times.put(id, at);
      var entry = new Entry(id, at);
      queue.add(entry);
      if (entry.equals(queue.peek())) {
        changed.signal();
      }
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (true) {
      var due = awaitDue();
      if (due == null) {
        return;
      }
      onDue.accept(due);
    }
  }

  /** The next execution that is due, or null when the queue is closed. */
  private @Nullable ExecutionId awaitDue() {
    lock.lock();
    try {
      while (!closed) {
        var next = queue.peek();
        if (next == null) {
          changed.awaitUninterruptibly();
          continue;
        }
        var nanos = Duration.between(clock.instant(), next.at()).toNanos();
        if (nanos > 0) {
          awaitNanos(nanos);
          continue;
        }
        queue.remove();
        if (times.remove(next.id(), next.at())) {
          return next.id();
        }
      }
      return null;
    } finally {
      lock.unlock();
    }
  }

  @SuppressWarnings("WaitNotInLoop") // the caller loops over the queue
  private void awaitNanos(long nanos) {
    try {
      // Never longer than a second, so that a clock that is set forward is noticed.
      var _ = changed.awaitNanos(Math.min(nanos, TimeUnit.SECONDS.toNanos(1)));
    } catch (InterruptedException stop) {
      closed = true;
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
      changed.signal();
    } finally {
      lock.unlock();
    }
    var running = thread;
    if (running != null) {
      try {
        running.join();
      } catch (InterruptedException stop) {
        Thread.currentThread().interrupt();
      }
    }
  }
}
