package dev.stepwell.http.live;

import java.time.Duration;

/** What one client is told, piece by piece. For one thread. */
public interface LiveSource extends AutoCloseable {

  /**
   * Some text of the stream.
   *
   * @param bytes whole events; empty when there is nothing to tell
   * @param isLast whether the stream ends with it
   */
  record Piece(byte[] bytes, boolean isLast) {}

  /** What comes next; waits for it, but not for longer than that. */
  Piece next(Duration patience);

  @Override
  void close();
}
