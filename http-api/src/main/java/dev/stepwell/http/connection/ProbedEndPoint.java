package dev.stepwell.http.connection;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.util.concurrent.locks.ReentrantLock;
import org.eclipse.jetty.io.ManagedSelector;
import org.eclipse.jetty.io.SocketChannelEndPoint;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.thread.Scheduler;
import org.jspecify.annotations.Nullable;

/**
 * An end point that can tell whether the client has closed its connection while a request is being
 * answered. The only way to learn that of a TCP connection is to read: what arrives instead of the
 * end, because a client sends its next request early, is kept and handed out by the next {@link
 * #fill}.
 */
final class ProbedEndPoint extends SocketChannelEndPoint {
  private static final int PROBE_BYTES = 1024;

  private final ReentrantLock lock = new ReentrantLock();
  private @Nullable ByteBuffer kept;

  ProbedEndPoint(
      SocketChannel channel, ManagedSelector selector, SelectionKey key, Scheduler scheduler) {
    super(channel, selector, key, scheduler);
  }

  /**
   * Whether the client can still receive an answer, as far as its side of the connection says.
   * Never blocks.
   */
  boolean isConnected() {
    if (!isOpen()) {
      return false;
    }
    lock.lock();
    try {
      if (kept != null) {
        return true;
      }
      var buffer = ByteBuffer.allocate(PROBE_BYTES);
      var count = getChannel().read(buffer);
      if (count > 0) {
        kept = buffer.flip();
      }
      return count >= 0;
    } catch (IOException e) {
      return false;
    } finally {
      lock.unlock();
    }
  }

  @Override
  public int fill(ByteBuffer buffer) throws IOException {
    lock.lock();
    try {
      var early = kept;
      if (early == null) {
        return super.fill(buffer);
      }
      var position = BufferUtil.flipToFill(buffer);
      var count = BufferUtil.put(early, buffer);
      BufferUtil.flipToFlush(buffer, position);
      if (!early.hasRemaining()) {
        kept = null;
      }
      notIdle();
      return count;
    } finally {
      lock.unlock();
    }
  }

  @Override
  protected void needsFillInterest() {
    if (holdsEarlyBytes()) {
      // The selector will not wake for bytes that were read already.
      getFillInterest().fillable();
    } else {
      super.needsFillInterest();
    }
  }

  private boolean holdsEarlyBytes() {
    lock.lock();
    try {
      return kept != null;
    } finally {
      lock.unlock();
    }
  }
}
