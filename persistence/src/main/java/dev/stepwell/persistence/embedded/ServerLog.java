package dev.stepwell.persistence.embedded;

import java.io.IOException;
import java.io.RandomAccessFile;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.util.List;

/**
 * What the server prints, in one file of bounded size and its predecessor {@code pg.log.1}.
 *
 * <p>The server writes to the file itself, not through this process: a stopped JVM must not stop
 * the server, and what it says after a {@code kill -9} of the JVM is the most interesting part.
 */
record ServerLog(Path file, long maxBytes) {
  private static final long MAX_BYTES = 8L * 1024 * 1024;
  private static final int TAIL_LINES = 12;
  private static final int TAIL_BYTES = 8 * 1024;

  ServerLog(Path file) {
    this(file, MAX_BYTES);
  }

  /** Always appends, so that the server goes on at the new end after {@link #bound}. */
  ProcessBuilder.Redirect destination() {
    return ProcessBuilder.Redirect.appendTo(file.toFile());
  }

  long size() throws IOException {
    return Files.exists(file) ? Files.size(file) : 0;
  }

  /**
   * Moves the content away when it has become too large. The server keeps the file open, so it is
   * copied and emptied; lines that are written in between are lost.
   */
  void bound() throws IOException {
    if (size() > maxBytes) {
      Path previous = file.resolveSibling(file.getFileName() + ".1");
      Files.copy(file, previous, StandardCopyOption.REPLACE_EXISTING);
      try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
        channel.truncate(0);
      }
    }
  }

  /** The last lines, but none from before {@code start}. */
  String since(long start) throws IOException {
    if (Files.notExists(file)) {
      return "";
    }
    try (var in = new RandomAccessFile(file.toFile(), "r")) {
      long from = Math.max(Math.min(start, in.length()), in.length() - TAIL_BYTES);
      byte[] bytes = new byte[(int) (in.length() - from)];
      in.seek(from);
      in.readFully(bytes);
      List<String> lines = new String(bytes, StandardCharsets.UTF_8).lines().toList();
      return String.join("\n", lines.subList(Math.max(0, lines.size() - TAIL_LINES), lines.size()));
    }
  }
}
