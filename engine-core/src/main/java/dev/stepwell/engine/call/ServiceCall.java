package dev.stepwell.engine.call;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.Payload;
import org.jspecify.annotations.Nullable;

/**
 * A call that a committed transition owes.
 *
 * @param scheduledEventId names the task within the execution, and this attempt of it
 * @param resourceArn what is called, as the definition has it
 * @param parameters what the service gets
 * @param roleArn the role of the state's Credentials, or null for the machine's own
 */
public record ServiceCall(
    ExecutionId executionId,
    long scheduledEventId,
    String executionArn,
    String resourceArn,
    Payload parameters,
    @Nullable String roleArn) {}
