package dev.stepwell.http.rest.route;

import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * A request as it came over the wire.
 *
 * @param path percent-encoded
 * @param query percent-encoded, without the question mark; null when absent
 * @param contentType null when absent
 * @param lastEventId where a reader of a stream was cut off; null when it was not
 * @param body null when it was longer than the server reads
 * @param requestId what the client is told, and what the log says of a failure
 * @param connected whether the client still waits for the answer
 */
public record RestRequest(
    String method,
    String path,
    @Nullable String query,
    @Nullable String contentType,
    @Nullable String lastEventId,
    byte @Nullable [] body,
    String requestId,
    BooleanSupplier connected) {}
