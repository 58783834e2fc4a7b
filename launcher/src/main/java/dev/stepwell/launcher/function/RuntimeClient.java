package dev.stepwell.launcher.function;

import dev.stepwell.http.runtime.RuntimeApi;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;

/** Takes invocations of one function from a server, and answers them. Safe for any thread. */
final class RuntimeClient {
  private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(5);
  private static final Duration ANSWER_TIMEOUT = Duration.ofSeconds(30);
  private static final String HEADERS = "lambda-runtime-";
  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final int SERVER_ERROR = 500;

  private final HttpClient http;
  private final URI runtime;

  /**
   * A client of one function.
   *
   * @param http shared by all functions
   * @param server where the server is
   */
  RuntimeClient(HttpClient http, URI server, String function) {
    this.http = http;
    var base = server.toString();
    this.runtime =
        URI.create(
            (base.endsWith("/") ? base.substring(0, base.length() - 1) : base)
                + RuntimeApi.ROOT
                + "/"
                + function
                + "/2018-06-01/runtime/");
  }

  /** What all clients of a process share. */
  static HttpClient http() {
    return HttpClient.newBuilder()
        .version(HttpClient.Version.HTTP_1_1)
        .connectTimeout(CONNECT_TIMEOUT)
        .build();
  }

  /**
   * Waits for the next invocation, as long as that takes.
   *
   * @throws IOException when the server cannot be reached, or has none to give; the message says
   *     why
   */
  Invocation next() throws IOException, InterruptedException {
    var request = HttpRequest.newBuilder(runtime.resolve("invocation/next")).build();
    var answer = http.send(request, BodyHandlers.ofByteArray());
    if (answer.statusCode() != OK) {
      throw new IOException(
          "%s answered %d: %s"
              .formatted(
                  request.uri(),
                  answer.statusCode(),
                  new String(answer.body(), StandardCharsets.UTF_8)));
    }
    var headers = new LinkedHashMap<String, String>();
    answer
        .headers()
        .map()
        .forEach((spelled, values) -> {
          var name = spelled.toLowerCase(Locale.ROOT);
          if (name.startsWith(HEADERS)) {
            headers.put(name, values.getFirst());
          }
        });
    var deadline = Long.parseLong(headers.getOrDefault(HEADERS + "deadline-ms", "0"));
    return new Invocation(
        headers.getOrDefault(HEADERS + "aws-request-id", ""),
        Instant.ofEpochMilli(deadline),
        headers,
        answer.body());
  }

  /**
   * Tells the end of an invocation, and before it what the handler has printed.
   *
   * @return false where the server does not wait for it any more
   * @throws IOException when the server could not be told; it may be told again
   */
  boolean end(Invocation invocation, InvocationEnd end, LogBuffer log)
      throws IOException, InterruptedException {
    var here = runtime.resolve("invocation/" + invocation.requestId() + "/");
    var printed = log.bytes();
    if (printed.length > 0) {
      var _ =
          post(
              HttpRequest.newBuilder(here.resolve("log"))
                  .header(RuntimeApi.LOG_CUT, String.valueOf(log.isCut()))
                  .POST(BodyPublishers.ofByteArray(printed)));
    }
    var status =
        post(
            HttpRequest.newBuilder(here.resolve(end.isError() ? "error" : "response"))
                .header("Content-Type", "application/json")
                .header(RuntimeApi.LOG_TAIL, log.tail())
                .POST(BodyPublishers.ofByteArray(end.body())));
    return status == ACCEPTED;
  }

  /** Tells that the handler cannot be started. */
  void initFailed(InvocationEnd error) throws IOException, InterruptedException {
    var _ =
        post(
            HttpRequest.newBuilder(runtime.resolve("init/error"))
                .POST(BodyPublishers.ofByteArray(error.body())));
  }

  private int post(HttpRequest.Builder request) throws IOException, InterruptedException {
    var built = request.timeout(ANSWER_TIMEOUT).build();
    var answer = http.send(built, BodyHandlers.ofString());
    if (answer.statusCode() >= SERVER_ERROR) {
      throw new IOException(
          "%s answered %d: %s".formatted(built.uri(), answer.statusCode(), answer.body()));
    }
    return answer.statusCode();
  }
}
