package dev.stepwell.http.rest.route;

import java.time.Instant;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/**
 * One thing that a request may say: a part of its path or query, or a member of its body. A
 * constant: what a request has said of it is found by it.
 *
 * @param rule what the text must be, after its name
 * @param reader makes the value of a text; empty where the text is not what it must be
 */
public record Parameter<T>(
    String name,
    String description,
    Schema schema,
    String rule,
    Function<String, Optional<T>> reader) {
  private static final int MAX_ARN_CHARACTERS = 2_048;

  /** A text of some length. */
  public static Parameter<String> text(
      String name, int minCharacters, int maxCharacters, String description) {
    return new Parameter<>(
        name,
        description,
        Schema.text(minCharacters, maxCharacters),
        "must have " + minCharacters + " to " + maxCharacters + " characters, none of them NUL",
        text ->
            Optional.of(text)
                .filter(it -> it.length() >= minCharacters && it.length() <= maxCharacters)
                // The database has no such texts.
                .filter(it -> it.indexOf('\0') < 0));
  }

  /** An ARN; what it must be of is the engine's to say. */
  public static Parameter<String> arn(String name, String description) {
    return text(name, 1, MAX_ARN_CHARACTERS, description);
  }

  /** A whole number. */
  public static Parameter<Integer> integer(
      String name, int minimum, int maximum, String description) {
    return new Parameter<>(
        name,
        description,
        Schema.integer(minimum, maximum),
        "must be an integer from " + minimum + " to " + maximum,
        text -> integer(text).filter(value -> value >= minimum && value <= maximum));
  }

  private static Optional<Integer> integer(String text) {
    try {
      return Optional.of(Integer.valueOf(text));
    } catch (NumberFormatException notOne) {
      return Optional.empty();
    }
  }

  public static Parameter<Boolean> flag(String name, String description) {
    return new Parameter<>(
        name,
        description,
        Schema.flag(),
        "must be true or false",
        text ->
            switch (text) {
              case "true" -> Optional.of(true);
              case "false" -> Optional.of(false);
              default -> Optional.empty();
            });
  }

  /** A time, cut to the millisecond. */
  public static Parameter<Instant> time(String name, String description) {
    return new Parameter<>(
        name,
        description,
        Schema.time(),
        "must be a time such as 2026-03-01T12:00:00Z",
        Parameter::time);
  }

  private static Optional<Instant> time(String text) {
    try {
      return Optional.of(Instant.ofEpochMilli(Instant.parse(text).toEpochMilli()));
    } catch (DateTimeParseException | ArithmeticException notOne) {
      return Optional.empty();
    }
  }

  /** One of some words. */
  public static <E extends Enum<E>> Parameter<E> choice(
      String name, String description, List<E> values) {
    return new Parameter<>(
        name,
        description,
        Schema.oneOf(values.toArray()),
        "must be one of " + String.join(", ", values.stream().map(Enum::name).toList()),
        text -> values.stream().filter(value -> value.name().equals(text)).findFirst());
  }

  /** Any JSON value; its value is its text. */
  public static Parameter<String> json(String name, String description) {
    return new Parameter<>(name, description, Schema.any(), "must be JSON", Optional::of);
  }

  /** The same with a schema that says more. */
  public Parameter<T> of(Schema newSchema) {
    return new Parameter<>(name, description, newSchema, rule, reader);
  }
}
