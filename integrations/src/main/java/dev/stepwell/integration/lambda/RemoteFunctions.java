package dev.stepwell.integration.lambda;

import dev.stepwell.integration.lambda.LambdaClient.Answer;
import dev.stepwell.integration.lambda.LambdaClient.Invocation;
import dev.stepwell.integration.net.RequestSigner;
import dev.stepwell.integration.net.TargetUrl;
import dev.stepwell.integration.net.WebAnswer;
import dev.stepwell.integration.net.WebClient;
import dev.stepwell.integration.net.WebRequest;
import dev.stepwell.integration.net.WebRequest.Header;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;

/** Calls functions that are behind URLs: servers that speak Lambda's Invoke API, and plain URLs. */
public final class RemoteFunctions implements AutoCloseable {
  /** As long as a function of AWS may run, and the way there and back. Source: quotas.md. */
  public static final Duration LIMIT = Duration.ofSeconds(930);

  private final WebClient client;
  private final Signers signers;
  private final int mostAnswerBytes;
  private final Duration limit;

  /** Who signs the requests to an endpoint of the Invoke API. */
  @FunctionalInterface
  public interface Signers {
    RequestSigner of(TargetUrl endpoint);
  }

  /**
   * Functions behind URLs of any host: who adds functions operates the server.
   *
   * @param client closed with this
   * @param mostAnswerBytes a longer answer is not read to its end
   * @param limit of each call
   */
  public RemoteFunctions(WebClient client, Signers signers, int mostAnswerBytes, Duration limit) {
    this.client = client;
    this.signers = signers;
    this.mostAnswerBytes = mostAnswerBytes;
    this.limit = limit;
  }

  /**
   * Makes one call of a plain URL; never repeats it.
   *
   * @param idempotencyKey names the attempt, by which the server recognises what it has seen
   */
  Answer byPlainUrl(URI url, Invocation invocation, String idempotencyKey)
      throws InterruptedException {
    return switch (TargetUrl.read(url.toString())) {
      case TargetUrl.Reading.Wrong(var problem) -> new Answer.Unreachable(problem);
      case TargetUrl.Reading.Read(var target) ->
          PlainUrl.invoke(this, target, invocation, idempotencyKey);
    };
  }

  /** Who signs the requests to an endpoint of the Invoke API. */
  RequestSigner signer(TargetUrl endpoint) {
    return signers.of(endpoint);
  }

  /** Sends a payload of JSON. */
  WebAnswer post(TargetUrl url, List<Header> headers, String payload, RequestSigner signer)
      throws InterruptedException {
    var body = payload.getBytes(StandardCharsets.UTF_8);
    var plain = new WebRequest("POST", url, headers, body, mostAnswerBytes, limit);
    return switch (signer.sign(plain)) {
      case RequestSigner.Signing.Signed(var request) -> client.send(request);
      case RequestSigner.Signing.Impossible(var reason) -> new WebAnswer.Unreachable(reason);
    };
  }

  @Override
  public void close() {
    client.close();
  }
}
