package dev.stepwell.launcher.function;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;

/**
 * Reads what a process prints. A line that is a mark, which nothing else prints, says that what
 * belongs to an invocation is all there; it is left out.
 */
final class LogReader {
  private static final int CHUNK_BYTES = 8_192;

  private final InputStream stream;
  private final LogBuffer log;

  /** A line by itself; the first byte is at no other place but the end. */
  private final byte[] mark;

  private final Semaphore marks = new Semaphore(0);

  /**
   * Reads into a log from now on.
   *
   * @param mark without line breaks
   */
  LogReader(InputStream stream, LogBuffer log, String mark) {
    this.stream = stream;
    this.log = log;
    this.mark = ("\n" + mark + "\n").getBytes(StandardCharsets.UTF_8);
    Thread.ofVirtual().name("handler-log").start(this::read);
  }

  private void read() {
    var chunk = new byte[CHUNK_BYTES];
    var text = new byte[CHUNK_BYTES + mark.length];
    var matched = 0;
    try (stream) {
      for (var length = stream.read(chunk); length >= 0; length = stream.read(chunk)) {
        var size = 0;
        for (var i = 0; i < length; i++) {
          if (chunk[i] != mark[matched]) {
            System.arraycopy(mark, 0, text, size, matched);
            size += matched;
            matched = 0;
          }
          if (chunk[i] == mark[matched]) {
            matched++;
          } else {
            text[size++] = chunk[i];
          }
          if (matched == mark.length) {
            matched = 0;
            log.add(text, size);
            size = 0;
            marks.release();
          }
        }
        log.add(text, size);
      }
    } catch (IOException ended) {
      // The process has ended.
    } finally {
      marks.release();
    }
  }

  /** Waits for the next mark, or the end of the process, but not for long. */
  void awaitMark(long mostMillis) throws InterruptedException {
    var _ = marks.tryAcquire(mostMillis, TimeUnit.MILLISECONDS);
  }
}
