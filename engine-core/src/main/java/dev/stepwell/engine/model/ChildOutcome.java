package dev.stepwell.engine.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * How an execution ended that a task had started.
 *
 * @param output set when SUCCEEDED, else null
 */
public record ChildOutcome(
    String executionArn,
    String stateMachineArn,
    String name,
    ExecutionStatus status,
    Payload input,
    @Nullable Payload output,
    @Nullable String error,
    @Nullable String cause,
    Instant startedAt,
    Instant stoppedAt) {}
