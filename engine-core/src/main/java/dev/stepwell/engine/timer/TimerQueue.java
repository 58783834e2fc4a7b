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
import java.util.PriorityQueue;
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
  private final PriorityQueue<Entry> queue = new PriorityQueue<>(Comparator.comparing(Entry::at));
  // The earliest time at which each execution is to be woken; entries of the queue that differ from
  // it are dead.
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
   * earlier.
   */
  public void schedule(ExecutionId id, Instant at) {
    if (at.isAfter(clock.instant().plus(horizon))) {
      return;
    }
    boolean isFirst;
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
      isFirst = entry.equals(queue.peek());
    } finally {
      lock.unlock();
    }
    if (isFirst) {
      changed.ring();
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
      while (!closed) {
        var next = queue.peek();
        if (next == null) {
          return new Look.Empty();
        }
        var left = Duration.between(clock.instant(), next.at());
        if (left.isPositive()) {
          return new Look.NotYet(left);
        }
        queue.remove();
        if (times.remove(next.id(), next.at())) {
          return new Look.Due(next.id());
        }
      }
      return new Look.Closed();
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
