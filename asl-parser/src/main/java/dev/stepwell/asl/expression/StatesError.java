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

  /** A JSONata expression that fails, or has no usable result. Source: asl.md §4. */
  public static final String QUERY_EVALUATION_ERROR = "States.QueryEvaluationError";

  /** An intrinsic function that cannot work on its arguments. Source: asl.md §8. */
  public static final String INTRINSIC_FAILURE = "States.IntrinsicFailure";
}
