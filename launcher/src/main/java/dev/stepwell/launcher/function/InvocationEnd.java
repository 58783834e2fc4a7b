package dev.stepwell.launcher.function;

import dev.stepwell.asl.json.Json;
import java.nio.charset.StandardCharsets;

/**
 * How an invocation ends.
 *
 * @param isError whether the function has failed
 * @param body the result, or the error
 */
record InvocationEnd(boolean isError, byte[] body) {

  /** As Lambda tells a failure that the handler did not tell. */
  static InvocationEnd failed(String errorType, String message) {
    var body = Json.text(Json.object().put("errorType", errorType).put("errorMessage", message));
    return new InvocationEnd(true, body.getBytes(StandardCharsets.UTF_8));
  }
}
