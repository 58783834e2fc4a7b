package dev.stepwell.launcher.process;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stepwell.asl.json.Json;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;

/**
 * Stands for services, functions and APIs at once: it notes which attempts reach it, and answers
 * none before it is told to.
 */
final class SilentServices implements AutoCloseable {
  /** How a request carries the name of its attempt, whatever it is put into. */
  private static final Pattern ATTEMPT = Pattern.compile("at ([^ ]+) end");

  /** All calls come at once when a server has started again. */
  private static final int BACKLOG = 4_096;

  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final CountDownLatch answering = new CountDownLatch(1);
  private final Queue<String> attempts = new ConcurrentLinkedQueue<>();
  private final HttpServer server;

  SilentServices() throws IOException {
    server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
    server.setExecutor(threads);
    server.createContext("/", this::handle);
    server.start();
  }

  URI url() {
    return URI.create("http://127.0.0.1:" + server.getAddress().getPort());
  }

  /** The environment of a server that calls these. */
  Map<String, String> settings() {
    return Map.of(
        "AWS_ENDPOINT_URL",
        url().toString(),
        "AWS_ACCESS_KEY_ID",
        "any",
        "AWS_SECRET_ACCESS_KEY",
        "any",
        "STEPWELL_LAMBDA_ENDPOINT",
        url().toString(),
        "STEPWELL_HTTP_ALLOW",
        url().getAuthority());
  }

  /** Every attempt that has reached them, as often as it has. */
  List<String> attempts() {
    return List.copyOf(attempts);
  }

  void beginToAnswer() {
    answering.countDown();
  }

  private void handle(HttpExchange exchange) throws IOException {
    try (exchange) {
      var sent = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
      var isForm = header(exchange, "Content-Type").startsWith("application/x-www-form-urlencoded");
      var body = isForm ? URLDecoder.decode(sent, StandardCharsets.UTF_8) : sent;
      var attempt = ATTEMPT.matcher(body);
      attempts.add(attempt.find() ? attempt.group(1) : "unknown: " + body);
      answering.await();
      answer(exchange, isForm, body);
    } catch (InterruptedException _) {
      Thread.currentThread().interrupt();
    }
  }

  private static void answer(HttpExchange exchange, boolean isForm, String body)
      throws IOException {
    if (!exchange.getRequestMethod().equals("POST")) {
      exchange.sendResponseHeaders(200, -1);
      return;
    }
    exchange
        .getResponseHeaders()
        .set("Content-Type", isForm ? "text/xml" : "application/x-amz-json-1.0");
    var answer =
        isForm
            ? "<PublishResponse><PublishResult><MessageId>m</MessageId></PublishResult></PublishResponse>"
            : header(exchange, "X-Amz-Target").endsWith("SendMessage") ? received(body) : "{}";
    exchange.sendResponseHeaders(200, answer.length());
    exchange.getResponseBody().write(answer.getBytes(StandardCharsets.UTF_8));
  }

  /** The SDK compares the digest of a message with its own. */
  private static String received(String request) {
    var message = Json.parse(request).path("MessageBody").asString();
    try {
      var digest =
          MessageDigest.getInstance("MD5").digest(message.getBytes(StandardCharsets.UTF_8));
      return Json.text(
          Json.object()
              .put("MessageId", "m")
              .put("MD5OfMessageBody", HexFormat.of().formatHex(digest)));
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String header(HttpExchange exchange, String name) {
    var value = exchange.getRequestHeaders().getFirst(name);
    return value == null ? "" : value;
  }

  @Override
  public void close() {
    server.stop(0);
    threads.shutdownNow();
  }
}
