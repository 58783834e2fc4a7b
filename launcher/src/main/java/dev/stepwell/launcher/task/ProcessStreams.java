package dev.stepwell.launcher.task;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.concurrent.CompletableFuture;

/**
 * Writes to one process and reads what it says, all at a time: a process that writes before it has
 * read its input must not wait for ever.
 */
final class ProcessStreams {
  private static final int CHUNK_BYTES = 8_192;

  private final Process process;
  private final int maxOutputBytes;
  private final OutputStream standardError;
  private final Tail tail;
  private final ByteArrayOutputStream output = new ByteArrayOutputStream();
  private final CompletableFuture<Void> ended;
  private volatile boolean tooLong;

  /**
   * Begins to read.
   *
   * @param maxOutputBytes what the process may write to its standard output; with more, it is ended
   * @param tailBytes how much of the end of its standard error is kept
   * @param standardError where its standard error is copied to
   */
  ProcessStreams(Process process, int maxOutputBytes, int tailBytes, OutputStream standardError) {
    this.process = process;
    this.maxOutputBytes = maxOutputBytes;
    this.standardError = standardError;
    this.tail = new Tail(tailBytes);
    this.ended =
        CompletableFuture.allOf(
            inBackground(() -> read(process.getInputStream(), this::takeOutput)),
            inBackground(() -> read(process.getErrorStream(), this::takeError)));
  }

  private interface Taker {
    void take(byte[] chunk, int length) throws IOException;
  }

  /** Writes the standard input, in the background. */
  void write(String input) {
    var _ =
        inBackground(() -> {
          try (var stream = process.getOutputStream()) {
            stream.write(input.getBytes(UTF_8));
          } catch (IOException e) {
            // The process does not want it, or has ended: its exit code tells what that means.
          }
        });
  }

  /** Done when the process, and whoever has its streams from it, has closed both. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  boolean isTooLong() {
    return tooLong;
  }

  String output() {
    return output.toString(UTF_8).strip();
  }

  String standardErrorTail() {
    return tail.text();
  }

  private void takeOutput(byte[] chunk, int length) {
    if (output.size() + length > maxOutputBytes) {
      tooLong = true;
      ProcessTree.kill(process);
    } else {
      output.write(chunk, 0, length);
    }
  }

  private void takeError(byte[] chunk, int length) throws IOException {
    tail.add(chunk, length);
    synchronized (standardError) {
      standardError.write(chunk, 0, length);
      standardError.flush();
    }
  }

  private static void read(InputStream stream, Taker taker) {
    var chunk = new byte[CHUNK_BYTES];
    try (stream) {
      for (var length = stream.read(chunk); length >= 0; length = stream.read(chunk)) {
        taker.take(chunk, length);
      }
    } catch (IOException e) {
      // The process was ended.
    }
  }

  private static CompletableFuture<Void> inBackground(Runnable work) {
    return CompletableFuture.runAsync(work, Thread::startVirtualThread);
  }
}
