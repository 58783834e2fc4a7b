package dev.stepwell.asl.json;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.TokenStreamLocation;

/**
 * Why a text is not JSON, worded and located as AWS does it. Source: the recorded cases {@code
 * test_invalid_start_execution_input} and {@code test_validate_state_machine_definition}.
 *
 * @param message Jackson's message in the wording of Jackson 2, which AWS runs
 * @param location such as {@code [Source: (String)"not json"; line: 1, column: 4]}, quoting at most
 *     500 characters; null when Jackson names no place (a limit was exceeded)
 */
public record MalformedJson(String message, @Nullable String location) {
  private static final int MAX_QUOTED_CHARACTERS = 500;
  private static final String UNRECOGNIZED_TOKEN = "Unrecognized token '";
  private static final String UNEXPECTED_CHARACTER = "Unexpected character ";
  private static final String TRAILING_TOKEN = "Trailing token";
  private static final String DUPLICATE = "Duplicate Object property \"";

  /** What Jackson's exception says about that text. */
  public static MalformedJson of(JacksonException exception, String text) {
    var original = exception.getOriginalMessage();
    var message = original == null ? "Invalid JSON" : original;
    return new MalformedJson(inWordsOfJackson2(message), location(exception, message, text));
  }

  private static String inWordsOfJackson2(String message) {
    if (message.startsWith(DUPLICATE) && message.endsWith("\"")) {
      return "Duplicate field '"
          + message.substring(DUPLICATE.length(), message.length() - 1)
          + "'";
    }
    if (message.startsWith(TRAILING_TOKEN)) {
      // The rest names Java classes and settings, which mean nothing to the caller.
      return TRAILING_TOKEN + " found after value";
    }
    return message.replace("to start property name", "to start field name");
  }

  private static @Nullable String location(
      JacksonException exception, String message, String text) {
    var at = exception.getLocation();
    if (at == null || at.getLineNr() < 1) {
      return null;
    }
    return "[Source: (String)"
        + quoted(text)
        + "; line: "
        + at.getLineNr()
        + ", column: "
        + columnBehind(at, message)
        + "]";
  }

  private static String quoted(String text) {
    if (text.length() <= MAX_QUOTED_CHARACTERS) {
      return '"' + text + '"';
    }
    return '"'
        + text.substring(0, MAX_QUOTED_CHARACTERS)
        + "\"[truncated "
        + (text.length() - MAX_QUOTED_CHARACTERS)
        + " chars]";
  }

  /** Jackson 3 points at the beginning of what it refuses, AWS's Jackson 2 behind its end. */
  private static int columnBehind(TokenStreamLocation at, String message) {
    if (message.startsWith(UNRECOGNIZED_TOKEN)) {
      var end = message.indexOf("': was expecting", UNRECOGNIZED_TOKEN.length());
      return at.getColumnNr() + Math.max(0, end - UNRECOGNIZED_TOKEN.length());
    }
    return message.startsWith(UNEXPECTED_CHARACTER) ? at.getColumnNr() + 1 : at.getColumnNr();
  }
}
