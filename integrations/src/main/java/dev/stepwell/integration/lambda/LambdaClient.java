package dev.stepwell.integration.lambda;

import dev.stepwell.asl.json.Json;
import dev.stepwell.integration.net.FormText;
import dev.stepwell.integration.net.TargetUrl;
import dev.stepwell.integration.net.WebAnswer;
import dev.stepwell.integration.net.WebRequest.Header;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Speaks Lambda's Invoke API ({@code POST /2015-03-31/functions/NAME/invocations}) with whatever
 * offers it: AWS itself, a runtime emulator, SAM, a server of one's own.
 */
public final class LambdaClient {
  private static final int BAD_REQUEST = 400;

  private final RemoteFunctions functions;
  private final URI endpoint;

  /**
   * A client of one endpoint.
   *
   * @param endpoint such as {@code http://127.0.0.1:3001}
   */
  public LambdaClient(RemoteFunctions functions, URI endpoint) {
    this.functions = functions;
    this.endpoint = endpoint;
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

    /** The function ran, and answers with more than any result may have. */
    record TooLarge() implements Answer {}

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
    return switch (TargetUrl.read(endpoint.toString())) {
      case TargetUrl.Reading.Wrong(var problem) -> new Answer.Unreachable(problem);
      case TargetUrl.Reading.Read(var url) -> invoke(url, invocation);
    };
  }

  private Answer invoke(TargetUrl base, Invocation invocation) throws InterruptedException {
    var headers = new ArrayList<Header>();
    headers.add(new Header("Content-Type", "application/json"));
    headers.add(new Header("X-Amz-Invocation-Type", invocation.type()));
    if (invocation.logType() != null) {
      headers.add(new Header("X-Amz-Log-Type", invocation.logType()));
    }
    if (invocation.clientContext() != null) {
      headers.add(new Header("X-Amz-Client-Context", invocation.clientContext()));
    }
    if (!headers.stream().allMatch(header -> Header.isValue(header.value()))) {
      return new Answer.Refused(
          BAD_REQUEST, "InvalidParameterValueException", "A parameter is no text of ASCII", "");
    }
    var answer =
        functions.post(
            url(base, invocation),
            List.copyOf(headers),
            invocation.payload(),
            functions.signer(base));
    return switch (answer) {
      case WebAnswer.Received received -> read(received);
      case WebAnswer.TooLarge _ -> new Answer.TooLarge();
      case WebAnswer.Unreachable(var reason) -> new Answer.Unreachable(reason);
    };
  }

  private static TargetUrl url(TargetUrl base, Invocation invocation) {
    var prefix = base.pathAndQuery();
    var path =
        (prefix.endsWith("/") ? prefix.substring(0, prefix.length() - 1) : prefix)
            + "/2015-03-31/functions/"
            + FormText.encoded(invocation.function())
            + "/invocations";
    var qualifier = invocation.qualifier();
    return base.withPathAndQuery(
        qualifier == null ? path : path + "?" + FormText.pair("Qualifier", qualifier));
  }

  private static Answer read(WebAnswer.Received received) {
    var body = new String(received.body(), StandardCharsets.UTF_8);
    var requestId = received.header("x-amzn-requestid").orElse("");
    if (!received.isSuccess()) {
      var type = received.header("x-amzn-errortype").orElse("AWSLambdaException");
      return new Answer.Refused(received.status(), type.split(":", 2)[0], message(body), requestId);
    }
    return new Answer.Invoked(
        new Response(
            received.status(),
            body,
            received.header("x-amz-function-error").orElse(null),
            received.header("x-amz-executed-version").orElse(null),
            received.header("x-amz-log-result").orElse(null),
            requestId,
            received.headers()));
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
