package dev.stepwell.integration.spi;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * One call of an operation.
 *
 * @param parameters what the state's {@code Parameters} or {@code Arguments} came to, or its input
 *     where it has none; not to be modified
 * @param executionArn of the execution that calls
 * @param roleArn the role of the state's {@code Credentials}, or null where it has none
 * @param idempotencyKey names this attempt of this visit to this state, in 36 characters as a UUID
 *     has them: for services that recognise a request that they have seen. Another attempt has
 *     another
 * @param maxResultBytes a result whose JSON text is longer, in bytes of UTF-8, fails the task with
 *     {@code States.DataLimitExceeded}; there is no use in reading more of an answer
 */
public record Call(
    Operation operation,
    JsonNode parameters,
    String executionArn,
    @Nullable String roleArn,
    String idempotencyKey,
    int maxResultBytes) {}
