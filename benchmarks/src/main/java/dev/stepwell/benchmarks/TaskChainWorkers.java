package dev.stepwell.benchmarks;

import dev.stepwell.worker.ActivityWorker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Workers of all activities of a chain, which give back what they get. */
final class TaskChainWorkers implements AutoCloseable {
  private static final Pattern NUMBER = Pattern.compile("\"number\":(\\d+)");
  private static final Duration DRAIN = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Api api;
  private final Size size;
  private final List<ActivityWorker> workers = new ArrayList<>();
  private final List<Thread> loops = new ArrayList<>();
  private final Queue<RuntimeConnection> connections = new ConcurrentLinkedQueue<>();
  private final ConcurrentHashMap<Long, CountDownLatch> open = new ConcurrentHashMap<>();

  /** Inputs of tasks of the last activity, by their tokens. */
  private final ConcurrentHashMap<String, String> last = new ConcurrentHashMap<>();

  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private volatile boolean closing;

  private TaskChainWorkers(Api api, Size size) {
    this.api = api;
    this.size = size;
  }

  /**
   * Workers of the SDK.
   *
   * @param concurrency tasks at a time, over all activities
   */
  static TaskChainWorkers ofSdk(Api api, List<String> activityArns, int concurrency, Size size) {
    var all = new TaskChainWorkers(api, size);
    var each = Math.max(1, concurrency / activityArns.size());
    for (var arn : activityArns) {
      var isLast = arn.equals(activityArns.getLast());
      all.workers.add(
          ActivityWorker.builder()
              .client(api.client())
              .activity(arn)
              .concurrency(each)
              .drainTimeout(DRAIN)
              .handler((context, input) -> {
                if (isLast && size.isLastRound(input)) {
                  all.last.put(context.taskToken(), input);
                }
                return input;
              })
              .onReported(all::reported)
              .build());
    }
    return all;
  }

  /**
   * Loops that poll for a task and report it, each by a plain call.
   *
   * @param concurrency tasks at a time, over all activities
   */
  static TaskChainWorkers ofSingleCalls(
      Api api, List<String> activityArns, int concurrency, Size size) {
    var all = new TaskChainWorkers(api, size);
    var each = Math.max(1, concurrency / activityArns.size());
    for (var arn : activityArns) {
      var isLast = arn.equals(activityArns.getLast());
      for (int i = 0; i < each; i++) {
        all.loops.add(
            Thread.ofVirtual().name("bench-task-" + i).unstarted(() -> all.loop(arn, isLast)));
      }
    }
    return all;
  }

  /**
   * Runtimes of functions, which answer every invocation with its event.
   *
   * @param concurrency invocations at a time, over all functions
   */
  static TaskChainWorkers ofRuntimes(
      Api api, List<String> functionArns, int concurrency, Size size) {
    var all = new TaskChainWorkers(api, size);
    var each = Math.max(1, concurrency / functionArns.size());
    for (var arn : functionArns) {
      var isLast = arn.equals(functionArns.getLast());
      for (int i = 0; i < each; i++) {
        all.loops.add(
            Thread.ofVirtual().name("bench-runtime-" + i).unstarted(() -> all.serve(arn, isLast)));
      }
    }
    return all;
  }

  void start() {
    workers.forEach(ActivityWorker::start);
    loops.forEach(Thread::start);
  }

  /** Must be called before the execution with this number in its input is started. */
  CountDownLatch expect(long number) {
    var closed = new CountDownLatch(1);
    open.put(number, closed);
    return closed;
  }

  /** Waits until the report that closed the execution was acknowledged. */
  void awaitClosed(CountDownLatch closed) throws InterruptedException {
    if (!closed.await(PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
      var known = failure.get();
      throw known != null
          ? known
          : new BenchException("An execution was not closed after " + PATIENCE);
    }
  }

  private void loop(String activityArn, boolean isLast) {
    try {
      while (!closing) {
        var task = api.activityTask(activityArn);
        var token = task.path("taskToken").asString("");
        if (!token.isEmpty()) {
          var input = task.path("input").asString();
          api.sendTaskSuccess(token, input);
          if (isLast && size.isLastRound(input)) {
            closed(input);
          }
        }
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } catch (BenchException e) {
      if (!closing) {
        failure.compareAndSet(null, e);
      }
    }
  }

  private void serve(String functionArn, boolean isLast) {
    try (var runtime =
        RuntimeConnection.open(api.client().endpoint(), Api.functionName(functionArn))) {
      connections.add(runtime);
      while (!closing) {
        var invocation = runtime.next();
        runtime.answer(invocation.requestId(), invocation.event());
        if (isLast && size.isLastRound(invocation.event())) {
          closed(invocation.event());
        }
      }
    } catch (IOException e) {
      if (!closing) {
        failure.compareAndSet(null, new BenchException("A runtime was cut off: " + e, e));
      }
    } catch (BenchException e) {
      failure.compareAndSet(null, e);
    }
  }

  private void reported(String taskToken) {
    var input = last.remove(taskToken);
    if (input != null) {
      try {
        closed(input);
      } catch (BenchException e) {
        failure.compareAndSet(null, e);
      }
    }
  }

  private void closed(String input) {
    var number = NUMBER.matcher(input);
    if (!number.find()) {
      throw new BenchException("A payload came back without its number: " + input);
    }
    var closed = open.remove(Long.parseLong(number.group(1)));
    if (closed == null) {
      throw new BenchException("A task was handed out that nobody waits for: " + input);
    }
    closed.countDown();
  }

  @Override
  public void close() {
    closing = true;
    loops.forEach(Thread::interrupt);
    connections.forEach(RuntimeConnection::close);
    workers.forEach(ActivityWorker::close);
  }
}
