package dev.stepwell.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * A server of the task protocol in memory, over real sockets, that can be stopped, restarted on its
 * port and told to misbehave. What it holds outlives a restart. All state is guarded by this;
 * waiting polls wait on it.
 */
final class FakeStatesServer implements AutoCloseable {
  static final String ACTIVITY_ARN = "arn:aws:states:us-east-1:123456789012:activity:";
  private static final long DEADLINE_SECONDS = 30;
  private static final JsonMapper JSON = JsonMapper.shared();

  /** A report as it was accepted. */
  record Report(
      String operation, @Nullable String output, @Nullable String error, @Nullable String cause) {}

  /** An answer instead of the usual one; status 0 drops the connection. */
  private record Fault(int status, String body) {}

  private enum Phase {
    QUEUED,
    STARTED,
    CLOSED
  }

  private static final class Task {
    final String token;
    final String input;
    final CompletableFuture<Report> report = new CompletableFuture<>();
    Phase phase = Phase.QUEUED;
    int heartbeats;

    Task(String token, String input) {
      this.token = token;
      this.input = input;
    }
  }

  private final Map<String, Task> tasks = new LinkedHashMap<>();
  private final Deque<Task> queue = new ArrayDeque<>();
  private final Set<String> activities = new HashSet<>();
  private final Map<String, Deque<Fault>> faults = new HashMap<>();
  private final Map<String, Integer> calls = new HashMap<>();
  private int generation;
  private int openPolls;
  private int startedTasks;
  private int mostHeld;
  private int mostTogether;
  private @Nullable String lastWorkerName;

  private int port;
  private @Nullable HttpServer http;
  private @Nullable ExecutorService threads;

  private final boolean batches;

  FakeStatesServer() throws IOException {
    this(false);
  }

  /**
   * @param batches whether it takes the calls for many tasks, as Stepwell does
   */
  FakeStatesServer(boolean batches) throws IOException {
    this.batches = batches;
    start();
  }

  void start() throws IOException {
    var started =
        HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
    threads = Executors.newCachedThreadPool();
    started.setExecutor(threads);
    int bornIn = nextGeneration();
    started.createContext("/", exchange -> serve(exchange, bornIn));
    started.start();
    port = started.getAddress().getPort();
    http = started;
  }

  /** Ends like a killed process: connections break, nothing is answered. */
  void stop() {
    nextGeneration();
    requireNonNull(http).stop(0);
    requireNonNull(threads).shutdownNow();
  }

  /**
   * Requests of an earlier generation, threads of a server that was stopped, get no task any more.
   */
  private synchronized int nextGeneration() {
    notifyAll();
    return ++generation;
  }

  @Override
  public void close() {
    stop();
  }

  URI endpoint() {
    return URI.create("http://127.0.0.1:" + port);
  }

  synchronized void createActivity(String name) {
    activities.add(ACTIVITY_ARN + name);
  }

  /** The activity is gone, and waiting polls hear of it. */
  synchronized void deleteActivity(String name) {
    activities.remove(ACTIVITY_ARN + name);
    notifyAll();
  }

  /** Queues a task; returns its token. */
  synchronized String offer(String input) {
    var task = new Task("token-" + tasks.size(), input);
    tasks.put(task.token, task);
    queue.add(task);
    notifyAll();
    return task.token;
  }

  Report awaitReport(String token) throws Exception {
    CompletableFuture<Report> report;
    synchronized (this) {
      report = requireNonNull(tasks.get(token)).report;
    }
    return report.get(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  synchronized boolean isReported(String token) {
    return requireNonNull(tasks.get(token)).report.isDone();
  }

  /** The task times out: whoever answers it now is late. */
  synchronized void expire(String token) {
    Task task = requireNonNull(tasks.get(token));
    task.phase = Phase.CLOSED;
    startedTasks--;
  }

  synchronized void answerNext(String operation, int status, String body) {
    faults.computeIfAbsent(operation, name -> new ArrayDeque<>()).add(new Fault(status, body));
  }

  synchronized void failNext(String operation, int status, String code) {
    answerNext(operation, status, "{\"__type\":\"" + code + "\",\"message\":\"as told\"}");
  }

  synchronized void dropNext(String operation) {
    answerNext(operation, 0, "");
  }

  /** Waits until that many calls of the operation have arrived in total. */
  synchronized void awaitCalls(String operation, int count) throws InterruptedException {
    awaitUntil(() -> calls.getOrDefault(operation, 0) >= count, operation + " x " + count);
  }

  synchronized void awaitHeartbeats(String token, int count) throws InterruptedException {
    Task task = requireNonNull(tasks.get(token));
    awaitUntil(() -> task.heartbeats >= count, count + " heartbeats");
  }

  /**
   * Most tasks handed out and polls open at the same time: what the worker had to have slots for.
   */
  synchronized int mostHeld() {
    return mostHeld;
  }

  synchronized @Nullable String lastWorkerName() {
    return lastWorkerName;
  }

  private void awaitUntil(BooleanSupplier condition, String what) throws InterruptedException {
    long deadlineNanos = System.nanoTime() + TimeUnit.SECONDS.toNanos(DEADLINE_SECONDS);
    while (!condition.getAsBoolean()) {
      long leftNanos = deadlineNanos - System.nanoTime();
      if (leftNanos <= 0) {
        throw new AssertionError("Waited in vain for " + what);
      }
      TimeUnit.NANOSECONDS.timedWait(this, leftNanos);
    }
  }

  private void serve(HttpExchange exchange, int bornIn) throws IOException {
    try (exchange) {
      String target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
      String contentType = exchange.getRequestHeaders().getFirst("Content-Type");
      byte[] body = exchange.getRequestBody().readAllBytes();
      String path = exchange.getRequestURI().getPath();
      if (batches && path.startsWith("/api/v1/activity-tasks/")) {
        answer(exchange, path.substring(path.lastIndexOf('/') + 1), JSON.readTree(body), bornIn);
        return;
      }
      if (target == null
          || !target.startsWith("AWSStepFunctions.")
          || !"application/x-amz-json-1.0".equals(contentType)) {
        write(exchange, 400, error("UnknownOperationException", "no such target: " + target));
        return;
      }
      answer(exchange, target.substring("AWSStepFunctions.".length()), JSON.readTree(body), bornIn);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt(); // stopped while a poll waited: the connection just breaks
    }
  }

  private void answer(HttpExchange exchange, String operation, JsonNode request, int bornIn)
      throws IOException, InterruptedException {
    Fault fault;
    synchronized (this) {
      calls.merge(operation, 1, Integer::sum);
      notifyAll();
      Deque<Fault> told = faults.get(operation);
      fault = told == null ? null : told.poll();
    }
    if (fault == null) {
      Fault reply = reply(operation, request, bornIn);
      write(exchange, reply.status(), reply.body());
    } else if (fault.status() != 0) {
      write(exchange, fault.status(), fault.body());
    }
  }

  private static void write(HttpExchange exchange, int status, String body) throws IOException {
    byte[] bytes = body.getBytes(UTF_8);
    exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
    exchange.sendResponseHeaders(status, bytes.length);
    exchange.getResponseBody().write(bytes);
  }

  private Fault reply(String operation, JsonNode request, int bornIn) throws InterruptedException {
    return switch (operation) {
      case "CreateActivity" -> created(request.path("name").stringValue());
      case "GetActivityTask" -> poll(request, bornIn);
      case "SendTaskSuccess", "SendTaskFailure" -> report(operation, request);
      case "SendTaskHeartbeat" -> heartbeat(request);
      case "poll" -> pollMany(request, bornIn);
      case "report" -> reportMany(request);
      case "Echo" -> new Fault(200, JSON.writeValueAsString(request));
      default -> new Fault(400, error("UnknownOperationException", operation));
    };
  }

  private synchronized Fault created(String name) {
    createActivity(name);
    return new Fault(
        200, "{\"activityArn\":\"" + ACTIVITY_ARN + name + "\",\"creationDate\":1719402394.123}");
  }

  private synchronized Fault poll(JsonNode request, int bornIn) throws InterruptedException {
    String arn = request.path("activityArn").stringValue();
    lastWorkerName = request.path("workerName").stringValue();
    openPolls++;
    mostHeld = Math.max(mostHeld, openPolls + startedTasks);
    try {
      while (activities.contains(arn) && queue.isEmpty() && generation == bornIn) {
        wait();
      }
    } finally {
      openPolls--;
    }
    if (generation != bornIn) {
      throw new InterruptedException("stopped");
    }
    if (!activities.contains(arn)) {
      return new Fault(
          400, error("ActivityDoesNotExist", "Activity Does Not Exist: '" + arn + "'"));
    }
    Task task = queue.remove();
    task.phase = Phase.STARTED;
    startedTasks++;
    return new Fault(
        200,
        JSON.writeValueAsString(
            Map.of("taskToken", task.token, "input", task.input, "later", Map.of())));
  }

  private synchronized Fault pollMany(JsonNode request, int bornIn) throws InterruptedException {
    var found = new ArrayList<JsonNode>();
    do {
      Fault one = poll(request, bornIn);
      if (one.status() != 200) {
        return new Fault(
            one.status(), one.body().replace("__type", "code").replace("message", "detail"));
      }
      found.add(JSON.readTree(one.body()));
    } while (!queue.isEmpty() && found.size() < request.path("maxTasks").intValue());
    mostTogether = Math.max(mostTogether, found.size());
    return new Fault(200, JSON.writeValueAsString(Map.of("tasks", found)));
  }

  private Fault reportMany(JsonNode request) {
    var results = new ArrayList<JsonNode>();
    for (JsonNode each : request.path("reports")) {
      Fault one =
          switch (each.path("type").stringValue()) {
            case "SUCCESS" -> report("SendTaskSuccess", each);
            case "FAILURE" -> report("SendTaskFailure", each);
            default -> heartbeat(each);
          };
      results.add(JSON.readTree(one.body().replace("__type", "code")));
    }
    return new Fault(200, JSON.writeValueAsString(Map.of("results", results)));
  }

  /** Most tasks that one poll has brought. */
  synchronized int mostTogether() {
    return mostTogether;
  }

  synchronized int calls(String operation) {
    return calls.getOrDefault(operation, 0);
  }

  private synchronized Fault report(String operation, JsonNode request) {
    Task task = tasks.get(request.path("taskToken").stringValue());
    Fault refusal = refusal(task);
    if (task == null || refusal != null) {
      return requireNonNull(refusal);
    }
    String output = request.path("output").stringValue(null);
    if (output != null && !isJson(output)) {
      return new Fault(400, error("InvalidOutput", "Invalid Output: 'not JSON'"));
    }
    task.phase = Phase.CLOSED;
    startedTasks--;
    task.report.complete(
        new Report(
            operation,
            output,
            request.path("error").stringValue(null),
            request.path("cause").stringValue(null)));
    return new Fault(200, "{}");
  }

  private synchronized Fault heartbeat(JsonNode request) {
    Task task = tasks.get(request.path("taskToken").stringValue());
    Fault refusal = refusal(task);
    if (task == null || refusal != null) {
      return requireNonNull(refusal);
    }
    task.heartbeats++;
    notifyAll();
    return new Fault(200, "{}");
  }

  private static @Nullable Fault refusal(@Nullable Task task) {
    if (task == null) {
      return new Fault(400, error("InvalidToken", "Invalid Token: 'Invalid token'"));
    }
    return task.phase == Phase.STARTED
        ? null
        : new Fault(
            400, error("TaskTimedOut", "Task Timed Out: 'Provided task does not exist anymore'"));
  }

  private static boolean isJson(String text) {
    try {
      JSON.readTree(text);
      return true;
    } catch (JacksonException e) {
      return false;
    }
  }

  private static String error(String code, String message) {
    return JSON.writeValueAsString(Map.of("__type", code, "message", message));
  }
}
