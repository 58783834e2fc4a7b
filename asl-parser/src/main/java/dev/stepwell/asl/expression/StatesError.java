package dev.stepwell.asl.expression;

import org.jspecify.annotations.Nullable;

/**
 * An error of the language, as data.
 *
 * @param name what {@code ErrorEquals} is compared with; null when the failing party gave none
 * @param cause text for people, often JSON; null when none was given
 */
public record StatesError(@Nullable String name, @Nullable String cause) {
  /** The error of everything that goes wrong in an expression itself. Source: asl.md §14. */
  public static final String RUNTIME = "States.Runtime";

  /** A ResultPath that cannot be applied to the input. Source: asl.md §14. */
  public static final String RESULT_PATH_MATCH_FAILURE = "States.ResultPathMatchFailure";
}
