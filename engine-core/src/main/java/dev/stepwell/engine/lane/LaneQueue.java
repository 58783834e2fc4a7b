package dev.stepwell.engine.lane;

import dev.stepwell.engine.thread.Bell;
import dev.stepwell.engine.thread.Threads;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.locks.ReentrantLock;

/**
 * What waits for a lane. Requests from outside are refused when too many wait; the engine's own
 * commands are always taken, for their number is bounded where they come from (open polls, timers
 * in flight, inbox rows in flight). Commands to running executions go before starts, so that what
 * was begun is finished first, and have room of their own: starts that flood in refuse no results.
 */
final class LaneQueue {
  private final int capacity;
  private final ReentrantLock lock = new ReentrantLock();
  private final Bell filled;
  private final Deque<Submission.Order> orders = new ArrayDeque<>();
  private final StartLine starts;
  // The lane waits for the bell; while it is at work nobody needs to ring.
  private boolean idle;
  private boolean closed;

  /**
   * An empty queue.
   *
   * @param capacity requests of either kind from outside that may wait
   */
  LaneQueue(int capacity, Threads threads) {
    this.capacity = capacity;
    this.starts = new StartLine(capacity);
    this.filled = new Bell(threads);
  }

  /**
   * Takes a request from outside.
   *
   * @return false when there is no room, or the lane is closing
   */
  boolean offer(Submission submission) {
    return add(submission, false);
  }

  /**
   * Takes one of the engine's own commands.
   *
   * @return false when the lane is closing
   */
  boolean offerInternal(Submission submission) {
    return add(submission, true);
  }

  private boolean add(Submission submission, boolean internal) {
    boolean wasIdle;
    lock.lock();
    try {
      if (closed || !(internal || hasRoomFor(submission))) {
        return false;
      }
      switch (submission) {
        case Submission.Order order -> orders.addLast(order);
        case Submission.Start start -> starts.addLast(start);
      }
      wasIdle = idle;
      idle = false;
    } finally {
      lock.unlock();
    }
    if (wasIdle) {
      filled.ring();
    }
    return true;
  }

  private boolean hasRoomFor(Submission submission) {
    return switch (submission) {
      case Submission.Order _ -> orders.size() < capacity;
      case Submission.Start start -> starts.hasRoomFor(start);
    };
  }

  /**
   * Takes back what must be tried again, before everything that came later. Works on a closed queue
   * too.
   */
  void putBack(Collection<? extends Submission> submissions) {
    lock.lock();
    try {
      for (var submission : List.copyOf(submissions).reversed()) {
        switch (submission) {
          case Submission.Order order -> orders.addFirst(order);
          case Submission.Start start -> starts.addFirst(start);
        }
      }
    } finally {
      lock.unlock();
    }
  }

  int size() {
    lock.lock();
    try {
      return orders.size() + starts.size();
    } finally {
      lock.unlock();
    }
  }

  /** Waits for submissions and takes up to {@code max}; empty only when closed and drained. */
  List<Submission> take(int max) {
    while (true) {
      lock.lock();
      try {
        if (closed || !orders.isEmpty() || !starts.isEmpty()) {
          return takeWaiting(max);
        }
        idle = true;
      } finally {
        lock.unlock();
      }
      filled.await();
    }
  }

  private List<Submission> takeWaiting(int max) {
    var taken = new ArrayList<Submission>(Math.min(max, orders.size() + starts.size()));
    while (taken.size() < max && !orders.isEmpty()) {
      taken.add(orders.removeFirst());
    }
    // A share of every batch is kept for starts, so that a stream of results cannot lock them out.
    var most = Math.max(max, taken.size() + max / 4);
    while (taken.size() < most && !starts.isEmpty()) {
      taken.add(starts.removeFirst());
    }
    return taken;
  }

  /** Takes nothing more; what waits is still served. */
  void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
    filled.ring();
  }
}
