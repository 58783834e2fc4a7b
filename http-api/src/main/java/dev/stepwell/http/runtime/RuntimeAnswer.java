package dev.stepwell.http.runtime;

import dev.stepwell.asl.json.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * An answer to a runtime.
 *
 * @param headers beside those of every answer
 * @param body JSON in UTF-8, not to be modified
 * @param undelivered to be run when the runtime did not get the answer
 */
public record RuntimeAnswer(
    int status, Map<String, String> headers, byte[] body, Runnable undelivered) {
  private static final int ACCEPTED = 202;
  private static final int CONTAINER_ERROR = 500;

  static RuntimeAnswer accepted() {
    return new RuntimeAnswer(
        ACCEPTED, Map.of(), "{\"status\":\"OK\"}".getBytes(StandardCharsets.UTF_8), () -> {});
  }

  /** What a server says that has no room, or is about to stop. */
  public static RuntimeAnswer unavailable(String message) {
    return error(CONTAINER_ERROR, "ServiceUnavailable", message);
  }

  static RuntimeAnswer error(int status, String type, String message) {
    var body = Json.text(Json.object().put("errorMessage", message).put("errorType", type));
    return new RuntimeAnswer(status, Map.of(), body.getBytes(StandardCharsets.UTF_8), () -> {});
  }
}
