package dev.stepwell.http.server;

import java.time.Duration;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/** Counts the requests that are being answered, so that a stopping server can let them finish. */
final class RequestGate {
  private final ReentrantLock lock = new ReentrantLock();
  private final Condition left = lock.newCondition();
  private int inside;
  private boolean closed;

  /**
   * Lets a request in. @return false when the gate is closed; then {@link #leave} must not be
   * called
   */
  boolean enter() {
    lock.lock();
    try {
      if (!closed) {
        inside++;
      }
      return !closed;
    } finally {
      lock.unlock();
    }
  }

  void leave() {
    lock.lock();
    try {
      inside--;
      left.signalAll();
    } finally {
      lock.unlock();
    }
  }

  /** Lets nobody in any more. */
  void close() {
    lock.lock();
    try {
      closed = true;
    } finally {
      lock.unlock();
    }
  }

  /** Waits until nobody is inside. @return false when somebody still was after that time */
  boolean awaitEmpty(Duration patience) {
    lock.lock();
    try {
      var remaining = patience.toNanos();
      while (inside > 0) {
        if (remaining <= 0) {
          return false;
        }
        remaining = left.awaitNanos(remaining);
      }
      return true;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    } finally {
      lock.unlock();
    }
  }
}
