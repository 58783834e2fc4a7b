package dev.stepwell.http.server;

import dev.stepwell.http.aws.AwsJsonHandler;
import dev.stepwell.http.connection.ProbedConnector;
import dev.stepwell.http.rest.RestApi;
import dev.stepwell.http.runtime.RuntimeAnswer;
import dev.stepwell.http.runtime.RuntimeRequest;
import io.javalin.Javalin;
import io.javalin.compression.CompressionStrategy;
import io.javalin.config.JavalinConfig;
import io.javalin.http.Context;
import java.net.BindException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.util.VirtualThreads;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The HTTP server: the {@link CallEndpoint} in front, and by Javalin {@code GET /health/live} and
 * {@code GET /health/ready}. Every request has a virtual thread of its own, so that it may block.
 */
final class HttpListener implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(HttpListener.class);

  /** Must exceed the longest answer that a client waits for: five minutes, StartSyncExecution's. */
  private static final Duration IDLE_TIMEOUT = Duration.ofSeconds(400);

  /**
   * Connections that wait to be accepted. One that finds no room is tried again by its client's
   * system, but only after a second.
   */
  private static final int ACCEPT_QUEUE = 4_096;

  private static final int MAX_PLATFORM_THREADS = 16;
  private static final int MIN_PLATFORM_THREADS = 4;
  private static final int OK = 200;
  private static final int UNAVAILABLE = 503;

  private final AwsJsonHandler handler;
  private final RestApi rest;
  private final Function<RuntimeRequest, RuntimeAnswer> runtimes;
  private final BooleanSupplier ready;
  private final Runnable releasePolls;
  private final Duration readerPatience;
  private final Duration patience;
  private final RequestGate gate = new RequestGate();
  private final Javalin javalin;
  private @Nullable ProbedConnector connector;

  /**
   * A listener that does not listen yet.
   *
   * @param runtimes answers those of functions
   * @param ready whether the database answers
   * @param releasePolls makes waiting long polls answer at once, and ends streams; called when the
   *     server stops
   * @param readerPatience how long the reader of a stream may take to make room for more
   * @param patience how long a stopping server waits for requests that are being answered
   */
  HttpListener(
      String host,
      int port,
      AwsJsonHandler handler,
      RestApi rest,
      Function<RuntimeRequest, RuntimeAnswer> runtimes,
      BooleanSupplier ready,
      Runnable releasePolls,
      Duration readerPatience,
      Duration patience) {
    this.handler = handler;
    this.rest = rest;
    this.runtimes = runtimes;
    this.ready = ready;
    this.releasePolls = releasePolls;
    this.readerPatience = readerPatience;
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
    var budget = BodyBudget.ofThisHeap();
    var endpoint =
        new CallEndpoint(
            handler,
            rest,
            new RuntimeEndpoint(runtimes, gate, budget),
            gate,
            budget,
            readerPatience);
    config.jetty.modifyServer(server -> server.setHandler(endpoint));
    config.jetty.addConnector((server, http) -> {
      var listening = new ProbedConnector(server, new HttpConnectionFactory(http));
      listening.setHost(host);
      listening.setPort(port);
      listening.setAcceptQueueSize(ACCEPT_QUEUE);
      listening.setIdleTimeout(IDLE_TIMEOUT.toMillis());
      connector = listening;
      return listening;
    });
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

  private static void health(Context context, boolean healthy) {
    context.status(healthy ? OK : UNAVAILABLE);
    context.contentType("application/json");
    context.result(
        (healthy ? "{\"status\":\"UP\"}" : "{\"status\":\"DOWN\"}")
            .getBytes(StandardCharsets.UTF_8));
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
