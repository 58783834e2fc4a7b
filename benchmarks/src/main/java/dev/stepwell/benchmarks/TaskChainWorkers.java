package dev.stepwell.benchmarks;

import dev.stepwell.worker.ActivityWorker;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Workers of all activities of a chain, which give back what they get.
 *
 * <p>Those of the last activity poll and report by themselves, because a {@link ActivityWorker}
 * does not tell when its report was acknowledged, which is when the execution is closed for all the
 * world.
 */
final class TaskChainWorkers implements AutoCloseable {
  private static final Pattern NUMBER = Pattern.compile("\"number\":(\\d+)");
  private static final Duration DRAIN = Duration.ofSeconds(1);
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  private final Api api;
  private final List<ActivityWorker> workers = new ArrayList<>();
  private final List<Thread> lastPollers = new ArrayList<>();
  private final ConcurrentHashMap<Long, CountDownLatch> open = new ConcurrentHashMap<>();
  private final AtomicReference<@Nullable RuntimeException> failure = new AtomicReference<>();
  private volatile boolean closing;

  /**
   * @param concurrency tasks at a time, over all activities
   */
  TaskChainWorkers(Api api, List<String> activityArns, int concurrency) {
    this.api = api;
    var each = Math.max(1, concurrency / activityArns.size());
    for (var arn : activityArns.subList(0, activityArns.size() - 1)) {
      workers.add(
          ActivityWorker.builder()
              .client(api.client())
              .activity(arn)
              .concurrency(each)
              .pollers(each)
              .drainTimeout(DRAIN)
              .handler((context, input) -> input)
              .build());
    }
    for (int i = 0; i < each; i++) {
      lastPollers.add(
          Thread.ofVirtual()
              .name("bench-last-task-" + i)
              .unstarted(() -> finishTasks(activityArns.getLast())));
    }
  }

  void start() {
    workers.forEach(ActivityWorker::start);
    lastPollers.forEach(Thread::start);
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

  private void finishTasks(String activityArn) {
    try {
      while (!closing) {
        var task = api.activityTask(activityArn);
        var token = task.path("taskToken").asString("");
        if (!token.isEmpty()) {
          var input = task.path("input").asString();
          api.sendTaskSuccess(token, input);
          closed(input);
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
    lastPollers.forEach(Thread::interrupt);
    workers.forEach(ActivityWorker::close);
  }
}
