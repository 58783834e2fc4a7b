package dev.stepwell.benchmarks;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The most resident memory that a process had. */
final class PeakMemory {
  private static final String PEAK = "VmHWM:";
  private static final long KILOBYTE = 1024;

  private final long pid;
  private final Path status;
  private long sampledBytes;

  PeakMemory(long pid) {
    this.pid = pid;
    this.status = Path.of("/proc", Long.toString(pid), "status");
  }

  /**
   * In bytes. Where the kernel keeps the peak it is exact; elsewhere it is the largest that was
   * seen by the calls of this method.
   */
  synchronized long bytes() {
    try {
      if (Files.exists(status)) {
        return peak(Files.readAllLines(status));
      }
      sampledBytes = Math.max(sampledBytes, residentNow());
      return sampledBytes;
    } catch (IOException e) {
      throw new BenchException("The memory of the server cannot be read: " + e.getMessage(), e);
    }
  }

  static long peak(List<String> status) {
    for (var line : status) {
      if (line.startsWith(PEAK)) {
        var kilobytes = line.substring(PEAK.length()).replace("kB", "").strip();
        return Long.parseLong(kilobytes) * KILOBYTE;
      }
    }
    throw new BenchException("The kernel tells no peak memory of the server");
  }

  private long residentNow() throws IOException {
    var ps = new ProcessBuilder("ps", "-o", "rss=", "-p", Long.toString(pid)).start();
    try (var answer = ps.getInputStream()) {
      var kilobytes = new String(answer.readAllBytes(), StandardCharsets.US_ASCII).strip();
      return kilobytes.isEmpty() ? 0 : Long.parseLong(kilobytes) * KILOBYTE;
    }
  }
}
