package dev.stepwell.worker;

import java.net.InetAddress;
import java.net.URI;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.json.JsonMapper;

/**
 * Works on the tasks of one activity: polls for them, runs a handler for each, reports what came of
 * them.
 *
 * <pre>{@code
 * record Order(BigDecimal amount) {}
 * record Bill(BigDecimal total) {}
 *
 * try (var worker = ActivityWorker.builder()
 *     .endpoint("http://127.0.0.1:8083")
 *     .activityName("CheckOut")
 *     .handler(ActivityWorker.typed(Order.class, (context, order) -> new Bill(withTax(order.amount()))))
 *     .build()) {
 *   worker.start();
 *   …
 * }
 * }</pre>
 *
 * <p>A slot is taken before each poll, so every task that a poll brings runs at once, on a virtual
 * thread where Java has them. Polling and reporting outlast restarts of the server. A started
 * worker keeps the process alive until it is closed.
 */
public final class ActivityWorker implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ActivityWorker.class);

  /**
   * After the drain: time for interrupted handlers to end and for their failures to reach the
   * service.
   */
  private static final Duration STOP_GRACE = Duration.ofSeconds(5);

  private final StatesClient client;
  private final boolean ownsClient;
  private final WorkerSettings settings;
  private final Semaphore slots;
  private final Shutdown shutdown = new Shutdown();
  private final TaskRunner runner;
  private final List<Thread> pollers = new ArrayList<>();
  private final AtomicBoolean started = new AtomicBoolean();
  private final AtomicBoolean closed = new AtomicBoolean();

  private ActivityWorker(StatesClient client, boolean ownsClient, WorkerSettings settings) {
    this.client = client;
    this.ownsClient = ownsClient;
    this.settings = settings;
    this.slots = new Semaphore(settings.concurrency());
    this.runner = new TaskRunner(client, settings, slots, shutdown);
    var health = new PollHealth(settings.activity(), client.endpoint());
    var batchTurns = new Semaphore(Poller.BATCH_POLLS);
    for (int i = 1; i <= settings.pollers(); i++) {
      var poller = new Poller(client, settings, slots, batchTurns, shutdown, health, runner::start);
      pollers.add(new Thread(poller, "stepwell-poller-" + settings.activity() + "-" + i));
    }
  }

  public static Builder builder() {
    return new Builder();
  }

  /**
   * A handler with JSON mapping: records, collections and {@code JsonNode} work as they are;
   * numbers may be {@code BigDecimal} and keep their digits. Input that does not fit the type, or
   * is null, fails the task with the error {@code InvalidInput}.
   */
  public static <I, O extends @Nullable Object> TaskHandler typed(
      Class<I> inputType, TypedTaskHandler<I, O> handler) {
    return typed(JsonTaskHandler.DEFAULT_MAPPER, inputType, handler);
  }

  /** As {@link #typed(Class, TypedTaskHandler)}, with a mapper of the caller's. */
  public static <I, O extends @Nullable Object> TaskHandler typed(
      JsonMapper mapper, Class<I> inputType, TypedTaskHandler<I, O> handler) {
    return new JsonTaskHandler<>(mapper, inputType, handler);
  }

  /**
   * Begins to poll; returns at once, also when the server is not there yet.
   *
   * @throws IllegalStateException if the worker was started or closed before
   */
  public void start() {
    if (closed.get() || !started.compareAndSet(false, true)) {
      throw new IllegalStateException("A worker starts once");
    }
    pollers.forEach(Thread::start);
  }

  /**
   * The ARN of the activity. For a worker built with a name it waits until the service has created
   * the activity or found it; from then on an execution can schedule tasks for it.
   *
   * @throws TimeoutException if the service did not answer in time
   */
  public String awaitActivityArn(Duration timeout) throws InterruptedException, TimeoutException {
    return settings.activity().awaitArn(timeout);
  }

  /**
   * Stops polling, lets running handlers finish and report within the drain timeout, then
   * interrupts them.
   *
   * <p>A handler that ends by the interrupt fails its task with the error {@code WorkerStopped},
   * which a {@code Retry} can match. A task whose hand-over crosses the end of its poll runs into
   * its timeout: give tasks a {@code TimeoutSeconds}.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    shutdown.beginClosing();
    boolean interrupted = false;
    try {
      stopPollers();
      if (!slots.tryAcquire(
          settings.concurrency(), settings.drainTimeout().toNanos(), TimeUnit.NANOSECONDS)) {
        stopHandlers();
      }
    } catch (InterruptedException e) {
      interrupted = true;
      shutdown.endDrain();
    }
    runner.stop();
    if (ownsClient) {
      client.close();
    }
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }

  private void stopPollers() throws InterruptedException {
    pollers.forEach(Thread::interrupt);
    for (Thread poller : pollers) {
      poller.join();
    }
  }

  private void stopHandlers() throws InterruptedException {
    LOG.warn(
        "{} tasks of activity {} still run after {}: interrupting them",
        runner.runningTasks(),
        settings.activity(),
        settings.drainTimeout());
    shutdown.endDrain();
    runner.interruptHandlers();
    if (!slots.tryAcquire(settings.concurrency(), STOP_GRACE.toNanos(), TimeUnit.NANOSECONDS)) {
      LOG.warn("{} tasks did not end; they will time out", runner.runningTasks());
    }
  }

  /**
   * Builds a worker; {@code endpoint} or {@code client}, {@code activity} or {@code activityName},
   * and {@code handler} are required.
   */
  public static final class Builder {
    private static final int MAX_WORKER_NAME_CHARS = 80;
    private static final int DEFAULT_CONCURRENCY = 10;

    /**
     * Each open poll costs the server a connection and holds one slot; a poll loop brings a task
     * per round trip, so four bring some thousands a second.
     */
    private static final int DEFAULT_POLLERS = 4;

    /** The service holds a poll for 60 seconds and asks clients to wait for at least 65. */
    private static final Duration DEFAULT_POLL_TIMEOUT = Duration.ofSeconds(70);

    private static final Duration DEFAULT_DRAIN_TIMEOUT = Duration.ofSeconds(30);

    private @Nullable URI endpoint;
    private @Nullable StatesClient client;
    private @Nullable ActivityRef activity;
    private @Nullable TaskHandler handler;
    private @Nullable String workerName;
    private int concurrency = DEFAULT_CONCURRENCY;
    private int pollers = DEFAULT_POLLERS;
    private Duration pollTimeout = DEFAULT_POLL_TIMEOUT;
    private Duration drainTimeout = DEFAULT_DRAIN_TIMEOUT;
    private @Nullable Duration heartbeatInterval;
    private Backoff.Bounds backoff = Backoff.Bounds.DEFAULT;
    private Consumer<String> onReported = taskToken -> {};

    private Builder() {}

    /** The server's URL, such as {@code http://127.0.0.1:8083}. */
    public Builder endpoint(URI url) {
      this.endpoint = url;
      return this;
    }

    /** The server's URL, such as {@code http://127.0.0.1:8083}. */
    public Builder endpoint(String url) {
      return endpoint(URI.create(url));
    }

    /**
     * A client to share with other workers, instead of an endpoint; closing the worker leaves it
     * open.
     */
    public Builder client(StatesClient shared) {
      this.client = shared;
      return this;
    }

    /**
     * The ARN of an activity. While the service does not know it, polling goes on with a back-off.
     */
    public Builder activity(String activityArn) {
      this.activity = ActivityRef.ofArn(activityArn);
      return this;
    }

    /** The name of an activity, which is created if it does not exist. */
    public Builder activityName(String name) {
      this.activity = ActivityRef.ofName(name);
      return this;
    }

    public Builder handler(TaskHandler taskHandler) {
      this.handler = taskHandler;
      return this;
    }

    /** How many tasks this worker holds at most, open polls included; 10 by default. */
    public Builder concurrency(int tasks) {
      this.concurrency = requirePositive(tasks, "concurrency");
      return this;
    }

    /**
     * How many polls are open at a time at most, never more than the concurrency; 4 by default. At
     * a Stepwell server two do, as each brings up to a hundred tasks.
     */
    public Builder pollers(int openPolls) {
      this.pollers = requirePositive(openPolls, "pollers");
      return this;
    }

    /**
     * The name that the history shows in ActivityStarted, 1 to 80 characters; host name and process
     * id by default.
     */
    public Builder workerName(String name) {
      if (name.isEmpty() || name.length() > MAX_WORKER_NAME_CHARS) {
        throw new IllegalArgumentException(
            "A worker name has 1 to " + MAX_WORKER_NAME_CHARS + " characters: '" + name + "'");
      }
      this.workerName = name;
      return this;
    }

    /**
     * How long a poll waits for its answer; more than the 60 seconds that the service holds it; 70
     * by default.
     */
    public Builder pollTimeout(Duration timeout) {
      this.pollTimeout = requirePositive(timeout, "pollTimeout");
      return this;
    }

    /**
     * How long {@link ActivityWorker#close()} lets handlers and reports go on; 30 seconds by
     * default, zero for not at all.
     */
    public Builder drainTimeout(Duration timeout) {
      if (timeout.isNegative()) {
        throw new IllegalArgumentException("drainTimeout is negative: " + timeout);
      }
      this.drainTimeout = timeout;
      return this;
    }

    /**
     * Sends heartbeats for every task at this interval while its handler runs; none by default.
     * Choose a third of the state's {@code HeartbeatSeconds} or less. A handler whose task is gone
     * is interrupted.
     */
    public Builder heartbeatInterval(Duration interval) {
      this.heartbeatInterval = requirePositive(interval, "heartbeatInterval");
      return this;
    }

    /**
     * Delays between attempts of polls and reports that fail: the first and the longest; 100 ms and
     * 5 s by default.
     */
    public Builder backoff(Duration first, Duration longest) {
      this.backoff = new Backoff.Bounds(first, longest);
      return this;
    }

    /**
     * Told the token of every task whose outcome the service has taken, success or failure, on the
     * task's thread; for counting and for tests.
     */
    public Builder onReported(Consumer<String> listener) {
      this.onReported = listener;
      return this;
    }

    /**
     * The worker, not started yet.
     *
     * @throws IllegalStateException if something required is missing
     */
    public ActivityWorker build() {
      if (activity == null || handler == null) {
        throw new IllegalStateException("A worker needs an activity and a handler");
      }
      var settings =
          new WorkerSettings(
              activity,
              handler,
              workerName == null ? defaultWorkerName() : workerName,
              concurrency,
              Math.min(pollers, concurrency),
              pollTimeout,
              drainTimeout,
              heartbeatInterval,
              backoff,
              onReported);
      if (client != null && endpoint == null) {
        return new ActivityWorker(client, false, settings);
      }
      if (client == null && endpoint != null) {
        return new ActivityWorker(new StatesClient(endpoint), true, settings);
      }
      throw new IllegalStateException("A worker needs either an endpoint or a client");
    }

    private static String defaultWorkerName() {
      String suffix = "-" + ProcessHandle.current().pid();
      return TaskMessages.cut(hostName(), MAX_WORKER_NAME_CHARS - suffix.length()) + suffix;
    }

    private static String hostName() {
      String name = System.getenv("HOSTNAME");
      if (name != null && !name.isEmpty()) {
        return name;
      }
      try {
        return InetAddress.getLocalHost().getHostName();
      } catch (UnknownHostException e) {
        return "localhost";
      }
    }

    private static int requirePositive(int value, String name) {
      if (value < 1) {
        throw new IllegalArgumentException(name + " must be at least 1, not " + value);
      }
      return value;
    }

    private static Duration requirePositive(Duration value, String name) {
      if (value.isZero() || value.isNegative()) {
        throw new IllegalArgumentException(name + " must be more than zero, not " + value);
      }
      return value;
    }
  }
}
