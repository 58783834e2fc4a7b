package dev.stepwell.engine.simulation;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.stream.Collectors;

/** What has happened: the last of it in words, all of it as one number. */
final class Trace {
  private static final int KEPT = 400;

  /** Words are put in lines only when somebody reads them. */
  private record Line(Duration at, String who, String what) {
    @Override
    public String toString() {
      return "%9.3f  %-8s %s".formatted(at.toNanos() / 1e9, who, what);
    }
  }

  private final Deque<Line> lines = new ArrayDeque<>();
  private long fingerprint;

  /** Somebody goes on. */
  void step(long nanos, Fibre fibre) {
    mix(nanos);
    mix(fibre.machine.name().hashCode());
    mix(fibre.name.hashCode());
  }

  /** Something worth to be told. */
  void tell(Duration at, String who, String what) {
    mix(what.hashCode());
    lines.addLast(new Line(at, who, what));
    if (lines.size() > KEPT) {
      lines.removeFirst();
    }
  }

  private void mix(long value) {
    fingerprint = (fingerprint ^ value) * 0x9E3779B97F4A7C15L;
    fingerprint ^= fingerprint >>> 29;
  }

  /** The same for two runs only if both went the same way, step by step. */
  long fingerprint() {
    return fingerprint;
  }

  String lastLines() {
    return lines.stream().map(Line::toString).collect(Collectors.joining("\n"));
  }
}
