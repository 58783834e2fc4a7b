package dev.stepwell.launcher.function;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Base64;

/** The last bytes of what a handler prints for one invocation. Safe for any thread. */
final class LogBuffer {
  /** As much as Stepwell keeps of a log. */
  private static final int MOST_BYTES = 256 * 1024;

  /** As much as Lambda gives to those who ask for the end of a log. */
  private static final int TAIL_BYTES = 4 * 1024;

  private final byte[] ring = new byte[MOST_BYTES];
  private long written;

  synchronized void add(byte[] chunk, int length) {
    for (var i = Math.max(0, length - MOST_BYTES); i < length; i++) {
      ring[(int) ((written + i) % MOST_BYTES)] = chunk[i];
    }
    written += length;
  }

  /** Forgets all of it. */
  synchronized void clear() {
    written = 0;
  }

  synchronized boolean isCut() {
    return written > MOST_BYTES;
  }

  /** What is kept. */
  synchronized byte[] bytes() {
    var length = (int) Math.min(written, MOST_BYTES);
    var bytes = new byte[length];
    for (var i = 0; i < length; i++) {
      bytes[i] = ring[(int) ((written - length + i) % MOST_BYTES)];
    }
    return bytes;
  }

  /** The end of it, as Lambda has it in {@code X-Amz-Log-Result}. */
  String tail() {
    var bytes = bytes();
    var from = Math.max(0, bytes.length - TAIL_BYTES);
    return Base64.getEncoder().encodeToString(Arrays.copyOfRange(bytes, from, bytes.length));
  }

  String text() {
    return new String(bytes(), StandardCharsets.UTF_8);
  }
}
