package dev.stepwell.launcher.function;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stepwell.http.runtime.RuntimeApi;
import dev.stepwell.launcher.function.HandlerSpec.Language;
import dev.stepwell.launcher.task.ProcessTree;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * One process that runs a handler, and the Lambda Runtime API at a port of its own, where it asks
 * for invocations. Works on one invocation at a time.
 */
final class HandlerProcess implements AutoCloseable {
  private static final String ROOT = "/2018-06-01/runtime/";

  /** As long as Lambda lets a runtime start. */
  private static final Duration START_PATIENCE = Duration.ofSeconds(10);

  private static final long MARK_PATIENCE_MILLIS = 2_000;
  private static final int OK = 200;
  private static final int ACCEPTED = 202;
  private static final int BAD_REQUEST = 400;
  private static final int FORBIDDEN = 403;
  private static final int NOT_FOUND = 404;
  private static final int NO_BODY = -1;

  private final HttpServer api;
  private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
  private final BlockingQueue<Current> handedOver = new LinkedBlockingQueue<>();
  private final CompletableFuture<@Nullable InvocationEnd> started = new CompletableFuture<>();
  private final LogBuffer log = new LogBuffer();
  private final Process process;
  private final LogReader reader;
  private final boolean marksLogs;

  /** What is waited for, which the process may not have asked for yet. */
  private volatile @Nullable Current current;

  /** What the process was given last. */
  private volatile @Nullable Current given;

  /** From when its end is certain: the system may take a moment to end it. */
  private volatile boolean ends;

  private record Current(Invocation invocation, CompletableFuture<InvocationEnd> end) {}

  private HandlerProcess(HttpServer api, ProcessBuilder builder, String mark, boolean marksLogs)
      throws IOException {
    this.api = api;
    this.marksLogs = marksLogs;
    api.setExecutor(threads);
    api.createContext(ROOT, this::answer);
    api.start();
    this.process = builder.start();
    this.reader = new LogReader(process.getInputStream(), log, mark);
    var _ = process.onExit().thenRun(this::exited);
  }

  /**
   * Starts a process.
   *
   * @param loop the file with the loop of its language; not used for a program
   * @param environment variables beside those that Lambda sets
   */
  static HandlerProcess start(HandlerSpec spec, Path loop, Map<String, String> environment)
      throws IOException {
    var api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    var mark = "stepwell-end-of-log-" + UUID.randomUUID();
    var command = new ArrayList<>(ProcessTree.WITHOUT_INTERRUPTS);
    command.addAll(spec.command(loop));
    var builder =
        new ProcessBuilder(command).directory(spec.taskRoot().toFile()).redirectErrorStream(true);
    var variables = builder.environment();
    // Those of a server have its secrets.
    variables.keySet().removeIf(name -> name.startsWith("STEPWELL_"));
    variables.putAll(HandlerEnvironment.of(spec, api.getAddress().getPort()));
    variables.putAll(environment);
    variables.put("STEPWELL_LOG_MARK", mark);
    var isOurLoop = spec.language() != Language.PROGRAM;
    if (!isOurLoop) {
      variables.remove("STEPWELL_LOG_MARK");
    }
    try {
      return new HandlerProcess(api, builder, mark, isOurLoop);
    } catch (IOException notStarted) {
      api.stop(0);
      throw notStarted;
    }
  }

  /**
   * Waits until the process asks for its first invocation.
   *
   * @return null when it does; otherwise why it will not
   */
  @Nullable InvocationEnd awaitStart() throws InterruptedException {
    try {
      return started.get(START_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
    } catch (TimeoutException slow) {
      kill();
      return InvocationEnd.failed(
          "Sandbox.Timedout",
          "The handler did not start within " + START_PATIENCE.toSeconds() + " seconds");
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    }
  }

  /** Whether it can work on one more invocation. */
  boolean isAlive() {
    return !ends && process.isAlive();
  }

  /** What it has printed since the last invocation ended. */
  LogBuffer log() {
    return log;
  }

  /** Has the handler work on an invocation; one that takes too long is ended with the process. */
  InvocationEnd run(Invocation invocation) throws InterruptedException {
    var end = new CompletableFuture<InvocationEnd>();
    var now = new Current(invocation, end);
    current = now;
    if (!process.isAlive()) {
      exited();
    }
    handedOver.add(now);
    var left = Duration.between(Instant.now(), invocation.deadline());
    try {
      return end.get(Math.max(0, left.toMillis()), TimeUnit.MILLISECONDS);
    } catch (TimeoutException late) {
      kill();
      return InvocationEnd.failed(
          "Sandbox.Timedout",
          "RequestId: %s Error: Task timed out after %.2f seconds"
              .formatted(invocation.requestId(), left.toMillis() / 1000.0));
    } catch (ExecutionException impossible) {
      throw new IllegalStateException(impossible);
    } finally {
      current = null;
    }
  }

  private void exited() {
    var status = process.exitValue();
    var error =
        InvocationEnd.failed(
            "Runtime.ExitError",
            "RequestId: %s Error: Runtime exited with error: exit status %d"
                .formatted(requestId(), status));
    started.complete(error);
    var running = current;
    if (running != null) {
      running.end.complete(error);
    }
  }

  private String requestId() {
    var running = current;
    return running == null ? "none" : running.invocation.requestId();
  }

  // ---- the Runtime API ----

  private void answer(HttpExchange exchange) throws IOException {
    try (exchange) {
      var path = exchange.getRequestURI().getPath().substring(ROOT.length());
      switch (path) {
        case "invocation/next" -> next(exchange);
        case "init/error" -> {
          started.complete(new InvocationEnd(true, body(exchange)));
          reply(exchange, ACCEPTED, "{\"status\":\"OK\"}");
        }
        default -> end(exchange, path);
      }
    } catch (InterruptedException closed) {
      Thread.currentThread().interrupt();
    }
  }

  private void next(HttpExchange exchange) throws IOException, InterruptedException {
    // A body that nobody has looked at would cost the connection.
    var _ = body(exchange);
    var unanswered = given;
    if (unanswered != null && !unanswered.end.isDone()) {
      refuse(exchange, FORBIDDEN, "InvalidStateTransition", "The invocation has not been answered");
      return;
    }
    started.complete(null);
    var taken = handedOver.take();
    given = taken;
    var invocation = taken.invocation;
    invocation.headers().forEach(exchange.getResponseHeaders()::set);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(
        OK, invocation.event().length == 0 ? NO_BODY : invocation.event().length);
    exchange.getResponseBody().write(invocation.event());
  }

  private void end(HttpExchange exchange, String path) throws IOException, InterruptedException {
    var body = body(exchange);
    var running = current;
    var here = running == null ? "" : "invocation/" + running.invocation.requestId() + "/";
    var isError = path.endsWith("/error");
    if (!isError && !path.endsWith("/response")) {
      refuse(exchange, NOT_FOUND, "NotFound", "There is no " + path);
    } else if (running == null
        || running.end.isDone()
        || !path.equals(here + (isError ? "error" : "response"))) {
      refuse(exchange, BAD_REQUEST, "InvalidRequestID", "Invalid request ID");
    } else {
      if (marksLogs) {
        reader.awaitMark(MARK_PATIENCE_MILLIS);
      }
      // Before the process may ask for the next one.
      running.end.complete(new InvocationEnd(isError, body));
      reply(exchange, ACCEPTED, "{\"status\":\"OK\"}");
    }
  }

  /** One byte more than a server takes: that is for the server to refuse. */
  private static byte[] body(HttpExchange exchange) throws IOException {
    var stream = exchange.getRequestBody();
    var body = stream.readNBytes(RuntimeApi.MOST_BYTES + 1);
    stream.transferTo(OutputStream.nullOutputStream());
    return body;
  }

  private static void refuse(HttpExchange exchange, int status, String type, String message)
      throws IOException {
    reply(
        exchange,
        status,
        new String(InvocationEnd.failed(type, message).body(), StandardCharsets.UTF_8));
  }

  private static void reply(HttpExchange exchange, int status, String json) throws IOException {
    var bytes = json.getBytes(StandardCharsets.UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/json");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  /** Ends the process, and all that it has started. */
  @Override
  public void close() {
    ends = true;
    ProcessTree.end(process);
    threads.shutdownNow();
    api.stop(0);
  }

  /** As {@link #close}, without asking. */
  void kill() {
    ends = true;
    ProcessTree.kill(process);
  }
}
