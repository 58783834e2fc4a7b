package dev.stepwell.integration.spi;

import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A job that a call has started.
 *
 * @param operation that started it
 * @param ticket as {@link Outcome.Started} had it; not to be modified. One that an older version of
 *     the integration has made must be understood
 * @param roleArn the role of the state's {@code Credentials}, or null where it has none
 * @param maxResultBytes a result whose JSON text is longer, in bytes of UTF-8, fails the task with
 *     {@code States.DataLimitExceeded}
 */
public record Job(
    Operation operation, JsonNode ticket, @Nullable String roleArn, int maxResultBytes) {}
