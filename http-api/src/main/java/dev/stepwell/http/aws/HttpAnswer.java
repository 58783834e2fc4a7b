package dev.stepwell.http.aws;

import dev.stepwell.http.aws.operation.ResponseBody;
import org.jspecify.annotations.Nullable;

/** A status and a JSON body. */
public final class HttpAnswer {
  public static final String CONTENT_TYPE = "application/x-amz-json-1.0";

  private static final int OK = 200;

  private final int status;
  private final byte[] body;

  private HttpAnswer(int status, byte[] body) {
    this.status = status;
    this.body = body;
  }

  static HttpAnswer success(byte[] body) {
    return new HttpAnswer(OK, body);
  }

  static HttpAnswer error(AwsError error, String message) {
    return error(error, message, null);
  }

  /**
   * An error.
   *
   * @param resourceName what some errors carry beside the message, or null
   */
  static HttpAnswer error(AwsError error, String message, @Nullable String resourceName) {
    var body =
        ResponseBody.of(json -> {
          json.writeStringProperty("__type", error.code());
          json.writeStringProperty("message", message);
          var reason = error.reason();
          if (reason != null) {
            json.writeStringProperty("reason", reason);
          }
          ResponseBody.writeText(json, "resourceName", resourceName);
        });
    return new HttpAnswer(error.status(), body.json());
  }

  /** What a server says that is about to stop: clients repeat the call elsewhere or later. */
  public static HttpAnswer stopping() {
    return error(AwsError.SERVICE_UNAVAILABLE, "The server is stopping");
  }

  /** What a server says when the bodies of other requests fill its memory: SDKs try again. */
  public static HttpAnswer tooMuchAtOnce() {
    return error(AwsError.THROTTLING, "Rate exceeded: too many large requests at once");
  }

  /** What a client gets of a failure that is no fault of its own; the rest is in the log. */
  static HttpAnswer failed(String requestId) {
    return error(
        AwsError.INTERNAL_FAILURE,
        "The server failed to answer; its log says more under the request id " + requestId);
  }

  public int status() {
    return status;
  }

  /** UTF-8, not to be modified. */
  public byte[] body() {
    return body;
  }
}
