package dev.stepwell.worker;

import dev.stepwell.worker.TaskMessages.PolledTask;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Future;
import java.util.concurrent.ScheduledThreadPoolExecutor;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * Runs the tasks of one worker, each on a thread of its own, and gives their slots back when they
 * are reported.
 */
final class TaskRunner implements TaskRun.Host {
  private final TaskHandler handler;
  private final TaskReporter reporter;
  private final Shutdown shutdown;
  private final Semaphore slots;
  private final @Nullable Duration heartbeatInterval;
  private final @Nullable ScheduledThreadPoolExecutor heartbeatTimer;
  private final ExecutorService threads = TaskThreads.newExecutor();
  private final Set<TaskRun> running = ConcurrentHashMap.newKeySet();

  TaskRunner(StatesClient client, WorkerSettings settings, Semaphore slots, Shutdown shutdown) {
    this.handler = settings.handler();
    this.reporter =
        new TaskReporter(client.taskCalls(), settings.onReported(), shutdown, settings.backoff());
    this.shutdown = shutdown;
    this.slots = slots;
    this.heartbeatInterval = settings.heartbeatInterval();
    this.heartbeatTimer = heartbeatInterval == null ? null : newTimer();
  }

  private static ScheduledThreadPoolExecutor newTimer() {
    var timer = new ScheduledThreadPoolExecutor(1, TaskThreads.daemons("stepwell-heartbeat-"));
    timer.setRemoveOnCancelPolicy(true);
    return timer;
  }

  /** Starts a task, which takes over the caller's slot. */
  void start(PolledTask task) {
    var run = new TaskRun(this, task);
    running.add(run);
    boolean accepted = false;
    try {
      threads.execute(run);
      accepted = true;
    } finally {
      if (!accepted) {
        running.remove(run);
      }
    }
  }

  void interruptHandlers() {
    running.forEach(TaskRun::interruptHandler);
  }

  /** Interrupts whatever still runs, reports included. */
  void stop() {
    if (heartbeatTimer != null) {
      heartbeatTimer.shutdownNow();
    }
    threads.shutdownNow();
  }

  int runningTasks() {
    return running.size();
  }

  @Override
  public TaskHandler handler() {
    return handler;
  }

  @Override
  public TaskReporter reporter() {
    return reporter;
  }

  @Override
  public Shutdown shutdown() {
    return shutdown;
  }

  @Override
  public @Nullable Future<?> startHeartbeats(TaskRun run) {
    if (heartbeatTimer == null || heartbeatInterval == null) {
      return null;
    }
    long nanos = heartbeatInterval.toNanos();
    // The timer's one thread only hands over: a heartbeat that waits for its answer must not delay
    // the others.
    return heartbeatTimer.scheduleAtFixedRate(
        () -> threads.execute(run::automaticHeartbeat), nanos, nanos, TimeUnit.NANOSECONDS);
  }

  @Override
  public void finished(TaskRun run) {
    running.remove(run);
    slots.release();
  }
}
