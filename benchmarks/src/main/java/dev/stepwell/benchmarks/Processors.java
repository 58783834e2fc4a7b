package dev.stepwell.benchmarks;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What the processors of the whole machine did: whether anything was left, and what other guests of
 * the host took away. Linux alone tells it.
 *
 * @param all ticks of all processors since the machine was started
 * @param idle of these, with nothing to do, or nothing but to wait for a disk
 * @param stolen of these, those in which this machine wanted to work and was not let
 */
record Processors(long all, long idle, long stolen) {
  private static final Path STAT = Path.of("/proc/stat");
  private static final int IDLE = 3;
  private static final int WAITS_FOR_DISK = 4;
  private static final int STOLEN = 7;

  /** Guests' time is part of the user's, and must not be counted twice. */
  private static final int FIELDS = 8;

  private static final double PERCENT = 100;

  /** Until now; all zero where the kernel does not say. */
  static Processors now() {
    try {
      return Files.exists(STAT) ? of(Files.readAllLines(STAT)) : new Processors(0, 0, 0);
    } catch (IOException e) {
      throw new BenchException("The use of the processors cannot be read: " + e.getMessage(), e);
    }
  }

  static Processors of(List<String> stat) {
    var fields = stat.getFirst().replaceFirst("^cpu +", "").split(" ", -1);
    var all = 0L;
    for (var i = 0; i < FIELDS; i++) {
      all += Long.parseLong(fields[i]);
    }
    return new Processors(
        all,
        Long.parseLong(fields[IDLE]) + Long.parseLong(fields[WAITS_FOR_DISK]),
        Long.parseLong(fields[STOLEN]));
  }

  Processors since(Processors before) {
    return new Processors(all - before.all, idle - before.idle, stolen - before.stolen);
  }

  /** Percent of the machine, by the names that the JSON has; nothing where nothing is known. */
  Map<String, Double> shares() {
    var shares = new LinkedHashMap<String, Double>();
    if (all > 0) {
      shares.put("machine_idle_percent", PERCENT * idle / all);
      shares.put("machine_stolen_percent", PERCENT * stolen / all);
    }
    return shares;
  }
}
