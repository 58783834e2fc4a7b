package dev.stepwell.http.server;

import dev.stepwell.http.aws.AwsJsonHandler;
import dev.stepwell.http.aws.HttpAnswer;
import dev.stepwell.http.connection.ProbedConnector;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.io.IOException;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.ee10.servlet.ServletContextRequest;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server: {@code POST /} for the AWS protocol, {@code GET /health/live} and {@code GET
 * /health/ready}. Every request has a virtual thread of its own, so that it may block.
 */
final class HttpListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);

  /** Must exceed the longest answer that a client waits for: five minutes, StartSyncExecution's. */
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(400);

  /**
   * What a client may send beyond the limit and still read the refusal instead of a reset
   * connection.
   */
  private static final int MAX_EXCESS_BYTES = 64 * 1024 * 1024;

  private static final int MAX_PLATFORM_THREADS = 16;
  private static final int MIN_PLATFORM_THREADS = 4;
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final AwsJsonHandler handler;
  private final BooleanSupplier ready;
  private final Runnable releasePolls;
  private final Duration patience;
  private final RequestGate gate = new RequestGate();
  private final Javalin javalin;
  private @Nullable ProbedConnector connector;

  /**
   * A listener that does not listen yet.
   *
   * @param ready whether the database answers
   * @param releasePolls makes waiting long polls answer at once; called when the server stops
   * @param patience how long a stopping server waits for requests that are being answered
   */
  HttpListener(
      String host,
      int port,
      AwsJsonHandler handler,
      BooleanSupplier ready,
      Runnable releasePolls,
      Duration patience) {
    this.handler = handler;
    this.ready = ready;
    this.releasePolls = releasePolls;
    this.patience = patience;
    this.javalin = Javalin.create(config -> configure(config, host, port));
  }

  private void configure(JavalinConfig config, String host, int port) {
    config.startup.showJavalinBanner = false;
    config.startup.showOldJavalinVersionWarning = false;
    config.startup.startupWatcherEnabled = false;
    config.http.compressionStrategy = CompressionStrategy.NONE;
    config.http.generateEtags = false;
    // Only selecting and accepting needs threads of the platform.
    var threads = new QueuedThreadPool(MAX_PLATFORM_THREADS, MIN_PLATFORM_THREADS);
    threads.setName("http");
    threads.setVirtualThreadsExecutor(VirtualThreads.getNamedVirtualThreadsExecutor("request-"));
    config.jetty.threadPool = threads;
    config.jetty.modifyHttpConfiguration(http -> {
      http.setSendServerVersion(false);
      http.setSendDateHeader(false);
    });
    config.jetty.addConnector((server, http) -> {
      var listening = new ProbedConnector(server, new HttpConnectionFactory(http));
      listening.setHost(host);
      listening.setPort(port);
      listening.setIdleTimeout(IDLE_TIMEOUT.toMillis());
      connector = listening;
      return listening;
    });
    config.routes.post("/", this::call);
    config.routes.get("/health/live", context -> health(context, true));
    config.routes.get("/health/ready", context -> health(context, ready.getAsBoolean()));
  }

  /**
   * Begins to listen.
   *
   * @throws ServerStartException when the address cannot be listened on
   */
  void start() {
    try {
      javalin.start();
    } catch (RuntimeException e) {
      throw new ServerStartException(startFailure(e), e);
    }
  }

  private String startFailure(RuntimeException failure) {
    var listening = connector;
    var address =
        listening == null ? "its address" : listening.getHost() + ":" + listening.getPort();
    for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
      if (cause instanceof BindException) {
        return "Cannot listen on "
            + address
            + ": "
            + cause.getMessage()
            + "; choose another with --port or --host";
      }
    }
    return "Cannot listen on " + address + ": " + failure.getMessage();
  }

  /** The port that it listens on: the one that was chosen where port 0 was asked for. */
  int port() {
    return javalin.port();
  }

  private void call(Context context) throws IOException {
    var requestId = randomId();
    if (!gate.enter()) {
      context.header("Connection", "close");
      write(context, HttpAnswer.stopping(), requestId);
      return;
    }
    try {
      var connection =
          ServletContextRequest.getServletContextRequest(context.req())
              .getConnectionMetaData()
              .getConnection();
      var answer =
          handler.answer(
              context.header("X-Amz-Target"),
              body(context),
              context.header("X-Amzn-Trace-Id"),
              requestId,
              ProbedConnector.probe(connection));
      write(context, answer, requestId);
    } finally {
      gate.leave();
    }
  }

  /** The body, or null when it is too long. */
  private static byte @Nullable [] body(Context context) throws IOException {
    var stream = context.req().getInputStream();
    var length = context.contentLength();
    if (length >= 0 && length <= AwsJsonHandler.MAX_BODY_BYTES) {
      // Without the length each request would cost buffers of many times its size.
      var exact = new byte[length];
      var read = stream.readNBytes(exact, 0, exact.length);
      return read == exact.length ? exact : Arrays.copyOf(exact, read);
    }
    var body = stream.readNBytes(AwsJsonHandler.MAX_BODY_BYTES + 1);
    if (body.length <= AwsJsonHandler.MAX_BODY_BYTES) {
      return body;
    }
    stream.skip(MAX_EXCESS_BYTES);
    return null;
  }

  private static void write(Context context, HttpAnswer answer, String requestId)
      throws IOException {
    var response = context.res();
    response.setStatus(answer.status());
    response.setHeader("x-amzn-RequestId", requestId);
    response.setContentType(HttpAnswer.CONTENT_TYPE);
    response.setContentLength(answer.body().length);
    response.getOutputStream().write(answer.body());
  }

  private static void health(Context context, boolean healthy) {
    context.status(healthy ? OK : UNAVAILABLE);
    context.contentType("application/json");
    context.result(
        (healthy ? "{\"status\":\"UP\"}" : "{\"status\":\"DOWN\"}")
            .getBytes(StandardCharsets.UTF_8));
  }

  /** A UUID by its form; it only has to be told apart, so it need not be costly. */
  private static String randomId() {
    var random = ThreadLocalRandom.current();
    var version4 = (random.nextLong() & ~0xF000L) | 0x4000L;
    var variant = (random.nextLong() & 0x3FFF_FFFF_FFFF_FFFFL) | 0x8000_0000_0000_0000L;
    return new UUID(version4, variant).toString();
  }

  /**
   * Stops to accept, lets what is being answered finish, long polls at once, and closes the
   * connections.
   */
  @Override
  public void close() {
    var listening = connector;
    if (listening != null) {
      listening.close();
    }
    gate.close();
    releasePolls.run();
    if (!gate.awaitEmpty(patience)) {
      LOG.warn(
          "requests were still being answered after {}; their connections are closed", patience);
    }
    javalin.stop();
  }
}
