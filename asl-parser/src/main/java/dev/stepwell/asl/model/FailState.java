package dev.stepwell.asl.model;

import dev.stepwell.asl.expression.Expression;
import org.jspecify.annotations.Nullable;

/**
 * Ends the execution, or the branch or iteration that it is in, with an error.
 *
 * @param error {@code Error} or {@code ErrorPath}; null when absent: the failure then carries no
 *     error name
 * @param cause {@code Cause} or {@code CausePath}; null when absent
 */
public record FailState(
    String name,
    @Nullable String comment,
    QueryLanguage queryLanguage,
    @Nullable Expression error,
    @Nullable Expression cause)
    implements State {}
