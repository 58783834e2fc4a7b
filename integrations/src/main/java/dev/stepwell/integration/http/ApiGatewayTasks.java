package dev.stepwell.integration.http;

import dev.stepwell.asl.json.Json;
import dev.stepwell.asl.model.ErrorNames;
import dev.stepwell.integration.net.AddressPolicy;
import dev.stepwell.integration.net.RequestSigner;
import dev.stepwell.integration.net.RequestSigner.Signing;
import dev.stepwell.integration.net.WebAnswer;
import dev.stepwell.integration.net.WebClient;
import dev.stepwell.integration.net.WebRequest;
import dev.stepwell.integration.net.WebRequest.Header;
import dev.stepwell.integration.spi.Call;
import dev.stepwell.integration.spi.Integration;
import dev.stepwell.integration.spi.Operation;
import dev.stepwell.integration.spi.Outcome;
import dev.stepwell.integration.spi.Support;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * {@code arn:aws:states:::apigateway:invoke}, also with {@code .waitForTaskToken}. The author of a
 * definition chooses the host, so that requests are held to the policy of HTTP tasks.
 */
public final class ApiGatewayTasks implements Integration {
  private static final String PREFIX = "ApiGateway.";
  private static final String NOT_REACHED = PREFIX + "SdkClientException";
  private static final String JSON_TYPE = "application/json";
  private static final Pattern HOST_OF_AWS =
      Pattern.compile("[a-z0-9-]+\\.execute-api\\.([a-z0-9-]+)\\.amazonaws\\.com(\\.cn)?");

  private final WebClient client;
  private final Signers signers;
  private final String region;
  private final Duration limit;

  /** Who signs requests that name an {@code AuthType}. */
  @FunctionalInterface
  public interface Signers {
    /**
     * A signer for {@code execute-api}.
     *
     * @param roleArn of the state's {@code Credentials}, or null for the server's own
     */
    RequestSigner of(String region, @Nullable String roleArn);
  }

  /**
   * Tasks of one server.
   *
   * @param client closed with this
   * @param region for signatures where the host names none
   * @param limit of each request
   */
  public ApiGatewayTasks(WebClient client, Signers signers, String region, Duration limit) {
    this.client = client;
    this.signers = signers;
    this.region = region;
    this.limit = limit;
  }

  @Override
  public Support support(Operation operation) {
    return operation.service().equals("apigateway") && operation.action().equals("invoke")
        ? Support.SUPPORTED
        : Support.UNKNOWN;
  }

  @Override
  public Outcome call(Call call) throws InterruptedException {
    return switch (ApiGatewayParameters.read(call.parameters())) {
      case ReadParameters.Wrong<ApiGatewayParameters>(var problem) ->
          HttpResults.wrong(call.parameters(), problem);
      case ReadParameters.Usable<ApiGatewayParameters>(var task) -> call(call, task);
    };
  }

  private Outcome call(Call call, ApiGatewayParameters task) throws InterruptedException {
    var refusal = policy().refusal(task.url());
    if (refusal.isPresent()) {
      return HttpResults.wrong(
          call.parameters(),
          "The value of the field 'ApiEndpoint' cannot be used: " + refusal.get());
    }
    return switch (signer(call, task).sign(request(call, task))) {
      case Signing.Signed(var request) -> outcome(client.send(request));
      // The words and the error are those of calls of AWS services in the same case.
      case Signing.Impossible(var reason) ->
          new Outcome.Failed(call.roleArn() == null ? NOT_REACHED : ErrorNames.TASK_FAILED, reason);
    };
  }

  private AddressPolicy policy() {
    return client.policy();
  }

  private RequestSigner signer(Call call, ApiGatewayParameters task) {
    if (!task.isSigned()) {
      return RequestSigner.NONE;
    }
    var host = HOST_OF_AWS.matcher(task.url().host());
    return signers.of(host.matches() ? host.group(1) : region, call.roleArn());
  }

  private WebRequest request(Call call, ApiGatewayParameters task) {
    var headers = new ArrayList<>(task.headers());
    headers.add(new Header("User-Agent", "Stepwell|ApiGatewayInvoke|" + region));
    var body = task.body();
    if (body != null && headers.stream().noneMatch(ApiGatewayTasks::isContentType)) {
      headers.add(new Header("Content-Type", JSON_TYPE));
    }
    return new WebRequest(
        task.method(),
        task.url(),
        List.copyOf(headers),
        // A text is sent as JSON, too: in quotes (recorded).
        body == null ? null : Json.text(body).getBytes(StandardCharsets.UTF_8),
        call.maxResultBytes(),
        limit);
  }

  private static boolean isContentType(Header header) {
    return header.name().equalsIgnoreCase("Content-Type");
  }

  private static Outcome outcome(WebAnswer answer) {
    return switch (answer) {
      case WebAnswer.Received received -> HttpResults.ofApiGateway(received, PREFIX);
      case WebAnswer.TooLarge _ -> new Outcome.TooLarge();
      case WebAnswer.Unreachable(var reason) ->
          new Outcome.Failed(NOT_REACHED, "Unable to execute HTTP request: " + reason);
    };
  }

  @Override
  public void close() {
    client.close();
  }
}
