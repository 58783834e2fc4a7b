package dev.stepwell.launcher.task;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.util.Arrays;

/** The last bytes of a stream that may never end. */
final class Tail {
  private final int maxBytes;
  private byte[] bytes = new byte[0];
  private boolean cut;

  Tail(int maxBytes) {
    this.maxBytes = maxBytes;
  }

  synchronized void add(byte[] chunk, int length) {
    var all = Arrays.copyOf(bytes, bytes.length + length);
    System.arraycopy(chunk, 0, all, bytes.length, length);
    var from = Math.max(0, all.length - maxBytes);
    cut |= from > 0;
    bytes = Arrays.copyOfRange(all, from, all.length);
  }

  /** As text, from the first whole line on where the beginning was cut off. */
  synchronized String text() {
    var text = new String(bytes, UTF_8);
    return cut ? "…" + text.substring(text.indexOf('\n') + 1).strip() : text.strip();
  }
}
