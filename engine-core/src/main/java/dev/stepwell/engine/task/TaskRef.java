package dev.stepwell.engine.task;

import dev.stepwell.engine.model.ExecutionId;

/** A task that waits for a worker; {@code scheduledEventId} names it within the execution. */
public record TaskRef(ExecutionId executionId, long scheduledEventId) {}
