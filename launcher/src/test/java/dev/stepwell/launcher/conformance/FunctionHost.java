package dev.stepwell.launcher.conformance;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stepwell.asl.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/** Hosts the functions of the cases and speaks Lambda's Invoke API, as AWS answers it. */
final class FunctionHost implements AutoCloseable {
  private static final String ARN_PREFIX =
      "arn:aws:lambda:us-east-1:" + Tokens.ACCOUNT + ":function:";
  private static final Pattern PATH = Pattern.compile("/2015-03-31/functions/([^/]+)/invocations");
  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final int NOT_FOUND = 404;

  private final Map<String, FunctionBehaviour> functions = new ConcurrentHashMap<>();
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final HttpServer server;

  FunctionHost() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  static String arn(String name) {
    return ARN_PREFIX + name;
  }

  /** From now on there is such a function. */
  void add(String name, FunctionBehaviour behaviour) {
    functions.put(name, behaviour);
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = PATH.matcher(exchange.getRequestURI().getRawPath());
      if (!path.matches()) {
        throw new IllegalArgumentException("No such call: " + exchange.getRequestURI());
      }
      var given = URLDecoder.decode(path.group(1), StandardCharsets.UTF_8);
      var name = given.startsWith(ARN_PREFIX) ? given.substring(ARN_PREFIX.length()) : given;
      var event = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var requestId = UUID.randomUUID().toString();
      exchange.getResponseHeaders().set("Content-Type", "application/json");
      exchange.getResponseHeaders().set("x-amzn-RequestId", requestId);
      var behaviour = functions.get(name);
      if (behaviour == null) {
        refuse(exchange, name);
      } else {
        invoke(exchange, behaviour, event, requestId);
      }
    } catch (InterruptedException _) {
      // The host is closed, and nobody waits for the answer.
      Thread.currentThread().interrupt();
    }
  }

  private static void refuse(HttpExchange exchange, String name) throws IOException {
    exchange.getResponseHeaders().set("x-amzn-ErrorType", "ResourceNotFoundException");
    var body = Json.object();
    body.put("Message", "Function not found: " + arn(name) + ":$LATEST");
    body.put("Type", "User");
    send(exchange, NOT_FOUND, Json.text(body));
  }

  private static void invoke(
      HttpExchange exchange, FunctionBehaviour behaviour, String event, String requestId)
      throws IOException, InterruptedException {
    var headers = exchange.getResponseHeaders();
    if ("Event".equals(exchange.getRequestHeaders().getFirst("X-Amz-Invocation-Type"))) {
      send(exchange, ACCEPTED, "");
      return;
    }
    headers.set("X-Amz-Executed-Version", "$LATEST");
    headers.set("X-Amzn-Trace-Id", "Root=1-" + requestId.substring(0, 8) + ";Sampled=0");
    if ("Tail".equals(exchange.getRequestHeaders().getFirst("X-Amz-Log-Type"))) {
      var log = "START RequestId: " + requestId + " Version: $LATEST\n";
      headers.set(
          "X-Amz-Log-Result",
          Base64.getEncoder().encodeToString(log.getBytes(StandardCharsets.UTF_8)));
    }
    var body =
        switch (behaviour) {
          case FunctionBehaviour.Echo(var sleep) -> {
            // Part of the case: its task times out before.
            Thread.sleep(sleep);
            // A function that is invoked without a payload gets an empty object.
            yield event.isEmpty() ? "{}" : event;
          }
          case FunctionBehaviour.Fixed(var text) -> text;
          case FunctionBehaviour.Raise raise -> {
            headers.set("X-Amz-Function-Error", "Unhandled");
            yield raise.body(requestId);
          }
        };
    send(exchange, OK, body);
  }

  private static void send(HttpExchange exchange, int status, String body) throws IOException {
    var bytes = body.getBytes(StandardCharsets.UTF_8);
    exchange.sendResponseHeaders(status, bytes.length == 0 ? -1 : bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  @Override
  public void close() {
    threads.shutdownNow();
    server.stop(0);
  }
}
