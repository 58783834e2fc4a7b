package dev.stepwell.integration.http;

import dev.stepwell.engine.call.ServiceCaller.Onlooker;
import dev.stepwell.integration.ObservedIntegration;
import dev.stepwell.integration.http.HttpRequests.Merged;
import dev.stepwell.integration.http.connection.Connections;
import dev.stepwell.integration.http.connection.Prepared;
import dev.stepwell.integration.net.WebAnswer;
import dev.stepwell.integration.net.WebClient;
import dev.stepwell.integration.net.WebRequest;
import dev.stepwell.integration.spi.Call;
import dev.stepwell.integration.spi.Operation;
import dev.stepwell.integration.spi.Outcome;
import dev.stepwell.integration.spi.Support;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** {@code arn:aws:states:::http:invoke}. */
public final class HttpTasks implements ObservedIntegration {
  /** As long as AWS gives an HTTP Task. Source: quotas.md. */
  public static final Duration LIMIT = Duration.ofSeconds(60);

  private static final int UNAUTHORIZED = 401;
  private static final Operation INVOKE =
      new Operation("http", "invoke", Operation.Pattern.REQUEST_RESPONSE);

  private final WebClient client;
  private final Connections connections;
  private final HttpRequests requests;

  /**
   * Tasks of one server.
   *
   * @param client closed with this
   * @param region named in the requests
   * @param limit of each request
   */
  public HttpTasks(WebClient client, Connections connections, String region, Duration limit) {
    this.client = client;
    this.connections = connections;
    this.requests = new HttpRequests(region, limit);
  }

  @Override
  public Support support(Operation operation) {
    return operation.equals(INVOKE) ? Support.SUPPORTED : Support.UNKNOWN;
  }

  @Override
  public Outcome call(Call call) throws InterruptedException {
    return read(call, null);
  }

  @Override
  public Outcome call(Call call, Onlooker onlooker) throws InterruptedException {
    return read(call, onlooker);
  }

  private Outcome read(Call call, @Nullable Onlooker onlooker) throws InterruptedException {
    return switch (HttpParameters.read(call.parameters())) {
      case ReadParameters.Wrong<HttpParameters>(var problem) ->
          HttpResults.wrong(call.parameters(), problem);
      case ReadParameters.Usable<HttpParameters>(var task) -> call(call, task, onlooker);
    };
  }

  private Outcome call(Call call, HttpParameters task, @Nullable Onlooker onlooker)
      throws InterruptedException {
    var refusal = client.policy().refusal(task.url());
    if (refusal.isPresent()) {
      return HttpResults.wrong(
          call.parameters(),
          "The value of the field 'ApiEndpoint' cannot be used: " + refusal.get());
    }
    var arn = task.connectionArn();
    var prepared = arn == null ? Prepared.Ready.NOTHING : connections.prepare(arn);
    return switch (prepared) {
      case Prepared.Failed(var error, var cause) -> new Outcome.Failed(error, cause);
      case Prepared.Ready ready ->
          switch (merge(call, task, ready)) {
            case Merged.Wrong(var problem) -> HttpResults.wrong(call.parameters(), problem);
            case Merged.Request(var request) -> {
              var answer = send(task, request);
              if (onlooker != null) {
                var shown = onlooker.revealsSecrets() ? request : own(call, task);
                onlooker.see(Exchanges.shown(shown, answer));
              }
              yield HttpResults.of(answer);
            }
          };
    };
  }

  private Merged merge(Call call, HttpParameters task, Prepared.Ready connection) {
    return requests.merge(task, connection, call.idempotencyKey(), call.maxResultBytes());
  }

  /** The request without what the connection adds. */
  private WebRequest own(Call call, HttpParameters task) {
    return switch (merge(call, task, Prepared.Ready.NOTHING)) {
      case Merged.Request(var request) -> request;
      case Merged.Wrong(var problem) -> throw new IllegalStateException(problem);
    };
  }

  private WebAnswer send(HttpParameters task, WebRequest request) throws InterruptedException {
    var answer = client.send(request);
    if (task.connectionArn() != null
        && answer instanceof WebAnswer.Received received
        && received.status() == UNAUTHORIZED) {
      // Whoever tries again gets another token; this request is not sent a second time.
      connections.refused(task.connectionArn());
    }
    return answer;
  }

  @Override
  public void close() {
    client.close();
  }
}
