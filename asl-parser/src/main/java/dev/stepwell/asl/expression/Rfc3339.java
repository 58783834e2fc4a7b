package dev.stepwell.asl.expression;

import java.time.Instant;
import java.time.LocalDate;
import java.time.YearMonth;
import java.util.Optional;

/**
 * The time stamps of the language: the RFC 3339 profile of ISO 8601 with upper-case {@code T} and
 * {@code Z}. Source: asl.md §7.
 */
public final class Rfc3339 {
  private static final int MAX_FRACTION_DIGITS = 9;
  private static final int LENGTH_TO_SECONDS = "2016-03-14T01:59:00".length();
  private static final int LENGTH_OF_OFFSET = "+01:00".length();

  private Rfc3339() {}

  /**
   * The moment that a text such as {@code 2016-03-14T01:59:00Z} or {@code
   * 2016-03-14T01:59:00.000000001-07:00} names; empty for anything else. Fractions have at most
   * nine digits.
   */
  public static Optional<Instant> parse(String text) {
    var hasShape =
        text.length() > LENGTH_TO_SECONDS
            && text.charAt(4) == '-'
            && text.charAt(7) == '-'
            && text.charAt(10) == 'T'
            && text.charAt(13) == ':'
            && text.charAt(16) == ':';
    if (!hasShape) {
      return Optional.empty();
    }
    var year = number(text, 0, 4);
    var month = number(text, 5, 7);
    var day = number(text, 8, 10);
    var secondOfDay = secondOfDay(text);
    var isDate =
        year >= 0
            && month >= 1
            && month <= 12
            && day >= 1
            && day <= YearMonth.of(year, month).lengthOfMonth();
    var endOfFraction = endOfFraction(text);
    var offset = offsetSeconds(text, endOfFraction);
    if (!isDate || secondOfDay < 0 || endOfFraction < 0 || offset == Integer.MIN_VALUE) {
      return Optional.empty();
    }
    var epochSecond = LocalDate.of(year, month, day).toEpochDay() * 86_400 + secondOfDay - offset;
    return Optional.of(Instant.ofEpochSecond(epochSecond, nanos(text, endOfFraction)));
  }

  private static int secondOfDay(String text) {
    var hour = number(text, 11, 13);
    var minute = number(text, 14, 16);
    var second = number(text, 17, 19);
    var isTime =
        hour >= 0 && hour <= 23 && minute >= 0 && minute <= 59 && second >= 0 && second <= 59;
    return isTime ? hour * 3600 + minute * 60 + second : -1;
  }

  private static int endOfFraction(String text) {
    if (text.charAt(LENGTH_TO_SECONDS) != '.') {
      return LENGTH_TO_SECONDS;
    }
    var end = LENGTH_TO_SECONDS + 1;
    while (end < text.length() && isDigit(text.charAt(end))) {
      end++;
    }
    var digits = end - LENGTH_TO_SECONDS - 1;
    return digits >= 1 && digits <= MAX_FRACTION_DIGITS ? end : -1;
  }

  private static int nanos(String text, int endOfFraction) {
    var nanos = 0;
    for (var i = 0; i < MAX_FRACTION_DIGITS; i++) {
      var position = LENGTH_TO_SECONDS + 1 + i;
      nanos = nanos * 10 + (position < endOfFraction ? text.charAt(position) - '0' : 0);
    }
    return nanos;
  }

  /** Seconds east of UTC, or {@link Integer#MIN_VALUE} when there is no offset at that place. */
  private static int offsetSeconds(String text, int start) {
    if (start < 0) {
      return Integer.MIN_VALUE;
    }
    var length = text.length() - start;
    if (length == 1 && text.charAt(start) == 'Z') {
      return 0;
    }
    if (length != LENGTH_OF_OFFSET || text.charAt(start + 3) != ':') {
      return Integer.MIN_VALUE;
    }
    var hours = number(text, start + 1, start + 3);
    var minutes = number(text, start + 4, start + 6);
    if (hours < 0 || hours > 23 || minutes < 0 || minutes > 59) {
      return Integer.MIN_VALUE;
    }
    var seconds = hours * 3600 + minutes * 60;
    return switch (text.charAt(start)) {
      case '+' -> seconds;
      case '-' -> -seconds;
      default -> Integer.MIN_VALUE;
    };
  }

  private static int number(String text, int start, int end) {
    var number = 0;
    for (var i = start; i < end; i++) {
      if (!isDigit(text.charAt(i))) {
        return -1;
      }
      number = number * 10 + text.charAt(i) - '0';
    }
    return number;
  }

  private static boolean isDigit(char character) {
    return character >= '0' && character <= '9';
  }
}
