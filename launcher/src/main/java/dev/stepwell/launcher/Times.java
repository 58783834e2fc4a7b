package dev.stepwell.launcher;

import java.time.Duration;
import java.time.Instant;
import java.util.Locale;
import tools.jackson.databind.JsonNode;

/** Times as people read them. */
final class Times {
  private static final int MILLIS_SCALE = 3;
  private static final long MILLIS_PER_SECOND = 1000;

  private Times() {}

  /** From the seconds since 1970 that the protocol has. */
  static Instant instant(JsonNode epochSeconds) {
    return Instant.ofEpochMilli(
        epochSeconds.decimalValue().movePointRight(MILLIS_SCALE).longValue());
  }

  /** Such as {@code 0.250 s}, {@code 2 min 3 s}, {@code 1 d 4 h}: no more than two units. */
  static String duration(Duration duration) {
    if (duration.toMinutes() == 0) {
      return String.format(Locale.ROOT, "%.3f s", (double) duration.toMillis() / MILLIS_PER_SECOND);
    }
    if (duration.toHours() == 0) {
      return duration.toMinutes() + " min " + duration.toSecondsPart() + " s";
    }
    return duration.toDays() == 0
        ? duration.toHours() + " h " + duration.toMinutesPart() + " min"
        : duration.toDays() + " d " + duration.toHoursPart() + " h";
  }
}
