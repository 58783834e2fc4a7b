package dev.stepwell.integration.lambda;

import dev.stepwell.asl.json.Json;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Speaks Lambda's Invoke API ({@code POST /2015-03-31/functions/NAME/invocations}) with whatever
 * offers it: a runtime emulator, SAM, a server of one's own. Requests are not signed.
 */
public final class LambdaClient {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final int OK = 200;
  private static final int END_OF_OK = 300;

  private final URI endpoint;
  private final HttpClient http;

  /**
   * A client of one endpoint.
   *
   * @param endpoint such as {@code http://127.0.0.1:3001}
   */
  public LambdaClient(URI endpoint) {
    this.endpoint = endpoint;
    this.http =
        HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(CONNECT_TIMEOUT)
            .build();
  }

  /**
   * A call of a function.
   *
   * @param function name or ARN
   * @param qualifier version or alias, or null
   * @param type {@code RequestResponse}, {@code Event} or {@code DryRun}
   * @param payload JSON text, or empty for none
   */
  public record Invocation(
      String function,
      @Nullable String qualifier,
      String type,
      @Nullable String logType,
      @Nullable String clientContext,
      String payload) {}

  /** What came back. */
  sealed interface Answer {
    /** The function ran, well or not. */
    record Invoked(Response response) implements Answer {}

    /**
     * The service did not run it.
     *
     * @param errorCode such as {@code ResourceNotFoundException}
     */
    record Refused(int status, String errorCode, String message, String requestId)
        implements Answer {}

    /** No answer; whether the function ran is unknown. */
    record Unreachable(String reason) implements Answer {}
  }

  /**
   * The answer of a function.
   *
   * @param functionError null where it ran well
   */
  record Response(
      int status,
      String body,
      @Nullable String functionError,
      @Nullable String executedVersion,
      @Nullable String logResult,
      String requestId,
      Map<String, List<String>> headers) {}

  /** Makes one call; never repeats it. */
  Answer invoke(Invocation invocation) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(uri(invocation))
            .header("Content-Type", "application/json")
            .header("X-Amz-Invocation-Type", invocation.type())
            .POST(BodyPublishers.ofString(invocation.payload(), StandardCharsets.UTF_8));
    if (invocation.logType() != null) {
      request.header("X-Amz-Log-Type", invocation.logType());
    }
    if (invocation.clientContext() != null) {
      request.header("X-Amz-Client-Context", invocation.clientContext());
    }
    try {
      return read(http.send(request.build(), BodyHandlers.ofString(StandardCharsets.UTF_8)));
    } catch (IOException failed) {
      var message = failed.getMessage();
      return new Answer.Unreachable(message == null ? failed.getClass().getSimpleName() : message);
    }
  }

  private URI uri(Invocation invocation) {
    var base = endpoint.toString();
    var qualifier = invocation.qualifier();
    return URI.create(
        (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
            + "/2015-03-31/functions/"
            + encoded(invocation.function())
            + "/invocations"
            + (qualifier == null ? "" : "?Qualifier=" + encoded(qualifier)));
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static Answer read(HttpResponse<String> response) {
    var headers = response.headers();
    var requestId = headers.firstValue("x-amzn-RequestId").orElse("");
    if (response.statusCode() < OK || response.statusCode() >= END_OF_OK) {
      var type = headers.firstValue("x-amzn-ErrorType").orElse("AWSLambdaException");
      return new Answer.Refused(
          response.statusCode(), type.split(":", 2)[0], message(response.body()), requestId);
    }
    return new Answer.Invoked(
        new Response(
            response.statusCode(),
            response.body(),
            headers.firstValue("X-Amz-Function-Error").orElse(null),
            headers.firstValue("X-Amz-Executed-Version").orElse(null),
            headers.firstValue("X-Amz-Log-Result").orElse(null),
            requestId,
            headers.map()));
  }

  private static String message(String body) {
    try {
      var tree = Json.parse(body);
      var message = tree.has("Message") ? tree.path("Message") : tree.path("message");
      return message.isString() ? message.stringValue() : body;
    } catch (JacksonException notJson) {
      return body;
    }
  }
}
