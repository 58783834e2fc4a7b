package dev.stepwell.integration.peer;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.Collectors;

/** An API on the loopback address, which remembers what it was asked. */
public final class RecordingServer implements AutoCloseable {
  private final List<Asked> asked = new CopyOnWriteArrayList<>();
  private final HttpServer server;
  private final Function<Asked, Answer> answers;

  /**
   * A request.
   *
   * @param uri path and query, as they came
   * @param headers by their names in lower case, several values joined by commas
   */
  public record Asked(String method, String uri, Map<String, String> headers, String body) {}

  /** What it answers. */
  public record Answer(int status, Map<String, String> headers, byte[] body) {
    public static Answer of(int status, Map<String, String> headers, String body) {
      return new Answer(status, headers, body.getBytes(StandardCharsets.UTF_8));
    }

    public static Answer json(String body) {
      return of(200, Map.of("Content-Type", "application/json"), body);
    }
  }

  /** Answers each request by that function. */
  public RecordingServer(Function<Asked, Answer> answers) {
    this.answers = answers;
    try {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    } catch (IOException noPort) {
      throw new UncheckedIOException(noPort);
    }
    server.setExecutor(Executors.newVirtualThreadPerTaskExecutor());
    server.createContext("/", this::answer);
    server.start();
  }

  /** Answers all requests alike. */
  public static RecordingServer answering(Answer answer) {
    return new RecordingServer(_ -> answer);
  }

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var headers =
          exchange.getRequestHeaders().entrySet().stream()
              .collect(
                  Collectors.toMap(
                      header -> header.getKey().toLowerCase(Locale.ROOT),
                      header -> String.join(",", header.getValue()),
                      (first, _) -> first,
                      TreeMap::new));
      var request =
          new Asked(
              exchange.getRequestMethod(),
              exchange.getRequestURI().toString(),
              headers,
              new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
      asked.add(request);
      var answer = answers.apply(request);
      answer.headers().forEach(exchange.getResponseHeaders()::set);
      var hasBody = answer.body().length > 0;
      exchange.sendResponseHeaders(answer.status(), hasBody ? answer.body().length : -1);
      if (hasBody) {
        exchange.getResponseBody().write(answer.body());
      }
    }
  }

  public int port() {
    return server.getAddress().getPort();
  }

  public String url() {
    return "http://127.0.0.1:" + port();
  }

  /** All requests up to now. */
  public List<Asked> allAsked() {
    return List.copyOf(asked);
  }

  /** The only request. */
  public Asked asked() {
    if (asked.size() != 1) {
      throw new AssertionError("asked " + asked.size() + " times");
    }
    return asked.getFirst();
  }

  @Override
  public void close() {
    server.stop(0);
  }
}
