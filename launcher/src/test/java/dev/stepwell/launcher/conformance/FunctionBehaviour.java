package dev.stepwell.launcher.conformance;

import dev.stepwell.asl.json.Json;
import java.time.Duration;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** What a function of a case does when it is invoked; a case says it in words. */
sealed interface FunctionBehaviour {

  /** Sleeps, then returns its event. */
  record Echo(Duration sleep) implements FunctionBehaviour {}

  /** Answers with a body, whatever the event. */
  record Fixed(String body) implements FunctionBehaviour {}

  /** Raises an exception, as a Python function does. */
  record Raise(String type, String message, int line, String sourceLine)
      implements FunctionBehaviour {

    /** The body that Lambda answers with: Python's own JSON, with spaces. */
    String body(String requestId) {
      var body = Json.object();
      body.put("errorMessage", message);
      body.put("errorType", type);
      body.put("requestId", requestId);
      body.putArray("stackTrace")
          .add(
              "  File \"/var/task/handler.py\", line %d, in handler\n    %s\n"
                  .formatted(line, sourceLine));
      return SpacedJson.text(body);
    }
  }

  Pattern SLEEPS = Pattern.compile("sleeps (\\d+) seconds, then returns its event");
  Pattern RETURNS = Pattern.compile("returns (\\{.*}) whatever the event");
  Pattern RAW = Pattern.compile("answers with the raw payload (\".*\") \\(.*\\)");
  Pattern LARGE = Pattern.compile("answers with a raw payload of (\\d+)\\*1024 'a' characters.*");
  Pattern FAILS =
      Pattern.compile(
          "fails: errorType (\\w+), errorMessage \"(.*)\", stackTrace of one entry naming"
              + " /var/task/handler.py line (\\d+) in handler(?: and its source line .*|, source line"
              + " '(.*)')");

  /**
   * What the words mean.
   *
   * @throws IllegalArgumentException for words that this host does not know
   */
  static FunctionBehaviour of(String words) {
    if (words.equals("returns its event unchanged")) {
      return new Echo(Duration.ZERO);
    }
    Matcher found = SLEEPS.matcher(words);
    if (found.matches()) {
      return new Echo(Duration.ofSeconds(Long.parseLong(found.group(1))));
    }
    found = RETURNS.matcher(words);
    if (found.matches()) {
      return new Fixed(found.group(1));
    }
    found = RAW.matcher(words);
    if (found.matches()) {
      return new Fixed(found.group(1));
    }
    found = LARGE.matcher(words);
    if (found.matches()) {
      return new Fixed("a".repeat(Integer.parseInt(found.group(1)) * 1024));
    }
    found = FAILS.matcher(words);
    if (found.matches()) {
      var type = found.group(1);
      var message = found.group(2);
      var source = found.group(4);
      return new Raise(
          type,
          message,
          Integer.parseInt(found.group(3)),
          source == null ? "raise %s(\"%s\")".formatted(type, message) : source);
    }
    throw new IllegalArgumentException("A function that " + words + ": this host has none");
  }
}
