package dev.stepwell.integration.lambda;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stepwell.engine.model.FunctionTarget;
import dev.stepwell.integration.net.AddressPolicy;
import dev.stepwell.integration.net.RequestSigner;
import dev.stepwell.integration.net.WebClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;

/** Answers every call alike, and remembers what it was asked. */
final class LambdaServer implements AutoCloseable {
  static final LambdaFunctions.Later NOT_LATER =
      parameters -> {
        throw new AssertionError("the server sees to no invocation: " + parameters.text());
      };

  private static final int MOST_BYTES = 512 * 1024;

  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final int status;
  private final Map<String, String> headers;
  private final String body;

  /**
   * A request.
   *
   * @param uri path and query, as they came
   * @param headers names in the spelling of the JDK's server, such as {@code X-amz-log-type}
   */
  record Asked(String method, String uri, Map<String, List<String>> headers, String body) {
    String header(String name) {
      return headers.getOrDefault(name, List.of("none")).getFirst();
    }
  }

  LambdaServer(int status, Map<String, String> headers, String body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
    server.createContext("/", this::answer);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  LambdaFunctions functions() {
    return functions(url());
  }

  /** Functions that are all at one endpoint. */
  static LambdaFunctions functions(URI endpoint) {
    return new LambdaFunctions(
        _ -> Optional.of(new FunctionTarget.InvokeApi(endpoint)),
        remote(),
        (_, _, invocation) -> {
          throw new AssertionError("no runtime is asked: " + invocation);
        },
        NOT_LATER);
  }

  /** Functions behind URLs, anywhere. */
  static RemoteFunctions remote() {
    var client = WebClient.ofThisProcess(AddressPolicy.everything());
    return new RemoteFunctions(client, _ -> RequestSigner.NONE, MOST_BYTES, RemoteFunctions.LIMIT);
  }

  /** The only request. */
  Asked asked() {
    if (asked.size() != 1) {
      throw new AssertionError("asked " + asked.size() + " times");
    }
    return asked.getFirst();
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      asked.add(
          new Asked(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              Map.copyOf(exchange.getRequestHeaders()),
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8)));
      headers.forEach(exchange.getResponseHeaders()::set);
      var bytes = body.getBytes(StandardCharsets.UTF_8);
      exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
      exchange.getResponseBody().write(bytes);
    }
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
