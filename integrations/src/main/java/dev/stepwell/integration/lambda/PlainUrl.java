package dev.stepwell.integration.lambda;

import dev.stepwell.asl.json.Json;
import dev.stepwell.integration.lambda.LambdaClient.Answer;
import dev.stepwell.integration.lambda.LambdaClient.Invocation;
import dev.stepwell.integration.lambda.LambdaClient.Response;
import dev.stepwell.integration.net.RequestSigner;
import dev.stepwell.integration.net.TargetUrl;
import dev.stepwell.integration.net.WebAnswer;
import dev.stepwell.integration.net.WebRequest.Header;
import java.nio.charset.StandardCharsets;
import java.util.List;
import tools.jackson.core.JacksonException;

/**
 * Calls functions that are plain URLs: the event is the body of a POST, the result that of the
 * answer. What is not 2xx is the function's own error where its body is JSON with an {@code
 * errorType}, else a refusal by the status.
 */
final class PlainUrl {
  private static final String REQUEST_RESPONSE = "RequestResponse";

  /** As APIs of others have it; draft-ietf-httpapi-idempotency-key-header describes it. */
  private static final String IDEMPOTENCY_KEY = "Idempotency-Key";

  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int TOO_MANY_REQUESTS = 429;
  private static final int FIRST_OF_THE_SERVER = 500;

  private PlainUrl() {}

  /** Makes one call. */
  static Answer invoke(
      RemoteFunctions functions, TargetUrl url, Invocation invocation, String idempotencyKey)
      throws InterruptedException {
    if (!invocation.type().equals(REQUEST_RESPONSE)) {
      return new Answer.Refused(
          BAD_REQUEST,
          "InvalidParameterValueException",
          "A function at a plain URL has no InvocationType but RequestResponse",
          "");
    }
    var headers =
        List.of(
            new Header("Content-Type", "application/json"),
            new Header(IDEMPOTENCY_KEY, idempotencyKey));
    return switch (functions.post(url, headers, invocation.payload(), RequestSigner.NONE)) {
      case WebAnswer.Received received -> read(received);
      case WebAnswer.TooLarge _ -> new Answer.TooLarge();
      case WebAnswer.Unreachable(var reason) -> new Answer.Unreachable(reason);
    };
  }

  private static Answer read(WebAnswer.Received received) {
    var body = new String(received.body(), StandardCharsets.UTF_8);
    if (received.isSuccess()) {
      return new Answer.Invoked(
          new Response(received.status(), body, null, null, null, "", received.headers()));
    }
    return hasErrorType(body)
        ? new Answer.Invoked(
            new Response(OK, body, "Unhandled", null, null, "", received.headers()))
        : new Answer.Refused(
            received.status(), code(received.status()), message(received, body), "");
  }

  private static boolean hasErrorType(String body) {
    try {
      return Json.parse(body).path("errorType").isString();
    } catch (JacksonException notJson) {
      return false;
    }
  }

  /** The names that AWS's own advice for Retry has. */
  private static String code(int status) {
    return switch (status) {
      case NOT_FOUND -> "ResourceNotFoundException";
      case TOO_MANY_REQUESTS -> "TooManyRequestsException";
      default -> status >= FIRST_OF_THE_SERVER ? "ServiceException" : "AWSLambdaException";
    };
  }

  private static String message(WebAnswer.Received received, String body) {
    return body.isBlank() ? received.statusText() : body;
  }
}
