package dev.stepwell.engine.state;

import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.Payload;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an execution closed.
 *
 * @param output set when SUCCEEDED, else null
 * @param error null when absent
 * @param cause null when absent
 */
public record Outcome(
    ExecutionStatus status,
    Instant stoppedAt,
    @Nullable Payload output,
    @Nullable String error,
    @Nullable String cause) {}
