package dev.stepwell.integration.aws;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Executors;

/**
 * A server that stands where a service would, by the SDK's own settings: it notes every request,
 * and answers as the test says.
 */
final class ServicePeer implements AutoCloseable {
  private static final Map<String, String> SETTINGS =
      Map.of(
          "aws.accessKeyId", "an-id",
          "aws.secretAccessKey", "a-secret",
          "aws.region", "eu-north-1");

  /** A request as it came. */
  record Received(String method, String uri, Map<String, List<String>> headers, String body) {
    String header(String name) {
      return headers.entrySet().stream()
          .filter(header -> header.getKey().equalsIgnoreCase(name))
          .map(header -> header.getValue().getFirst())
          .findFirst()
          .orElse("");
    }
  }

  /** Answers a request. */
  @FunctionalInterface
  interface Answer {
    void to(HttpExchange exchange) throws IOException;

    static Answer of(int status, String contentType, String body) {
      return of(status, contentType, body.getBytes(StandardCharsets.UTF_8));
    }

    static Answer of(int status, String contentType, byte[] body) {
      return exchange -> {
        exchange.getResponseHeaders().add("Content-Type", contentType);
        exchange.getResponseHeaders().add("x-amzn-RequestId", "request-1");
        exchange.getResponseHeaders().add("x-amz-request-id", "request-1");
        exchange.sendResponseHeaders(status, body.length == 0 ? -1 : body.length);
        if (body.length > 0) {
          exchange.getResponseBody().write(body);
        }
      };
    }

    static Answer json(int status, String body) {
      return of(status, "application/x-amz-json-1.0", body);
    }
  }

  private final HttpServer server;
  private final List<Received> received = new ArrayList<>();
  private volatile Answer answer = Answer.json(200, "{}");

  ServicePeer() {
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    server.createContext("/", this::handle);
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.start();
    SETTINGS.forEach(System::setProperty);
    System.setProperty("aws.endpointUrl", url());
  }

  String url() {
    return "http://127.0.0.1:" + server.getAddress().getPort();
  }

  void answers(Answer next) {
    answer = next;
  }

  synchronized List<Received> received() {
    return List.copyOf(received);
  }

  Received onlyRequest() {
    var requests = received();
    if (requests.size() != 1) {
      throw new AssertionError("not one request, but " + requests);
    }
    return requests.getFirst();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      synchronized (this) {
        received.add(
            new Received(
                exchange.getRequestMethod(),
                exchange.getRequestURI().toString(),
                Map.copyOf(exchange.getRequestHeaders()),
                body));
      }
      answer.to(exchange);
    }
  }

  @Override
  public void close() {
    System.clearProperty("aws.endpointUrl");
    SETTINGS.keySet().forEach(System::clearProperty);
    server.stop(0);
  }
}
