package dev.stepwell.integration.http.connection;

import dev.stepwell.integration.net.WebRequest.Header;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a connection gives to one request. */
public sealed interface Prepared {

  /**
   * All of it, in the clear: never to be shown.
   *
   * @param query by name, not encoded
   * @param body members of the body
   * @param idempotencyHeader see {@link Connection}
   */
  record Ready(
      List<Header> headers,
      Map<String, String> query,
      Map<String, String> body,
      @Nullable String idempotencyHeader)
      implements Prepared {
    /** For requests without a connection. */
    public static final Ready NOTHING = new Ready(List.of(), Map.of(), Map.of(), null);

    /** Without the secrets. */
    @Override
    public String toString() {
      return "Ready";
    }
  }

  /**
   * It has nothing to give; no request was made with it.
   *
   * @param error what Retry and Catch see
   */
  record Failed(String error, String cause) implements Prepared {}
}
