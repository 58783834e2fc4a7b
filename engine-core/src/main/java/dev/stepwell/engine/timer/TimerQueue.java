package dev.stepwell.engine.timer;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.thread.Bell;
import dev.stepwell.engine.thread.Threads;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.TreeSet;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The near wake-ups of this node, fired on time by one thread. Bounded in time and number: what is
 * farther away, or does not fit, is found by the scan when it comes near. Losing the queue loses
 * nothing.
 */
public final class TimerQueue implements AutoCloseable {
  /** A clock that is set forward is noticed within that time. */
  private static final Duration LONGEST_WAIT = Duration.ofSeconds(1);

  private record Entry(ExecutionId id, Instant at) {}

  private final Threads threads;
  private final InstantSource clock;
  private final Duration horizon;
  private final int capacity;
  private final Consumer<ExecutionId> onDue;
  private final ReentrantLock lock = new ReentrantLock();
  private final Bell changed;
  private final TreeSet<Entry> queue =
      new TreeSet<>(
          Comparator.comparing(Entry::at)
              .thenComparingInt(entry -> entry.id().shard())
              .thenComparingLong(entry -> entry.id().number()));
  // The earliest time at which each execution is to be woken: what is in the queue, by execution.
  private final Map<ExecutionId, Instant> times = new HashMap<>();
  private Threads.@Nullable Running thread;
  private boolean closed;

  /**
   * An empty queue.
   *
   * @param horizon wake-ups later than this from now are left to the scan
   * @param capacity wake-ups kept at most
   * @param onDue called on the queue's thread; must not block
   */
  public TimerQueue(
      Threads threads,
      InstantSource clock,
      Duration horizon,
      int capacity,
      Consumer<ExecutionId> onDue) {
    this.threads = threads;
    this.clock = clock;
    this.changed = new Bell(threads);
    this.horizon = horizon;
    this.capacity = capacity;
    this.onDue = onDue;
  }

  public void start() {
    thread = threads.startPlatform("stepwell-timers", this::run);
  }

  /**
   * Wakes the execution at that time, if it is near; a time that was set before stays if it is
   * earlier. Where there is no room the latest goes, so that what is overdue is never kept out by
   * what comes soon.
   *
   * @return whether there was room for all
   */
  public boolean schedule(ExecutionId id, Instant at) {
    if (at.isAfter(clock.instant().plus(horizon))) {
      return true;
    }
    boolean isFirst;
    boolean hadRoom;
    lock.lock();
    try {
      var before = times.get(id);
      if (before != null && !at.isBefore(before)) {
        return true;
      }
      if (before != null) {
        queue.remove(new Entry(id, before));
      }
      var entry = new Entry(id, at);
      times.put(id, at);
      queue.add(entry);
      hadRoom = queue.size() <= capacity;
      if (!hadRoom) {
        times.remove(queue.removeLast().id());
      }
      isFirst = !queue.isEmpty() && entry.equals(queue.first());
    } finally {
      lock.unlock();
    }
    if (isFirst) {
      changed.ring();
    }
    return hadRoom;
  }

  /** Whether at least half of the room is free. */
  public boolean isHalfEmpty() {
    lock.lock();
    try {
      return queue.size() <= capacity / 2;
    } finally {
      lock.unlock();
    }
  }

  private void run() {
    while (true) {
      switch (look()) {
        case Look.Due(var id) -> onDue.accept(id);
        case Look.NotYet(var left) ->
            changed.await(left.compareTo(LONGEST_WAIT) < 0 ? left : LONGEST_WAIT);
        case Look.Empty() -> changed.await();
        case Look.Closed() -> {
          return;
        }
      }
    }
  }

  /** What the head of the queue says. */
  private sealed interface Look {
    record Due(ExecutionId id) implements Look {}

    record NotYet(Duration left) implements Look {}

    record Empty() implements Look {}

    record Closed() implements Look {}
  }

  private Look look() {
    lock.lock();
    try {
      if (closed) {
        return new Look.Closed();
      }
      if (queue.isEmpty()) {
        return new Look.Empty();
      }
      var next = queue.first();
      var left = Duration.between(clock.instant(), next.at());
      if (left.isPositive()) {
        return new Look.NotYet(left);
      }
      queue.remove(next);
      times.remove(next.id());
      return new Look.Due(next.id());
    } finally {
      lock.unlock();
    }
  }

  @Override
  public void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    changed.ring();
    threads.join(thread);
  }
}
