package dev.stepwell.http.server;

import java.util.concurrent.atomic.AtomicLong;

/**
 * Memory for the bodies of requests that are being read or answered. Small ones are not counted, so
 * that clients who send large ones slowly, or many of them, cannot keep others out.
 */
final class BodyBudget {
  /** The largest body, in bytes, that is not counted. */
  static final int SMALL = 16 * 1024;

  /** A body costs several times its size, as text, tree and event, before it is stored. */
  private static final int SHARE_OF_HEAP = 16;

  private final AtomicLong left;

  /**
   * A budget that nobody uses.
   *
   * @param bytes of all counted bodies together
   */
  BodyBudget(long bytes) {
    this.left = new AtomicLong(bytes);
  }

  static BodyBudget ofThisHeap() {
    return new BodyBudget(Runtime.getRuntime().maxMemory() / SHARE_OF_HEAP);
  }

  /**
   * Takes a body's bytes.
   *
   * @return what to give back when the request is answered; -1 when there is no room
   */
  long take(long bytes) {
    if (bytes <= SMALL) {
      return 0;
    }
    var before = left.getAndUpdate(room -> room >= bytes ? room - bytes : room);
    return before >= bytes ? bytes : -1;
  }

  void giveBack(long bytes) {
    left.addAndGet(bytes);
  }
}
