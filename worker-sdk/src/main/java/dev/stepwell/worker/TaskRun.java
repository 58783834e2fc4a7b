package dev.stepwell.worker;

import dev.stepwell.worker.TaskMessages.PolledTask;
import dev.stepwell.worker.TaskReporter.Outcome;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** One task from its hand-over to its report: the context of the handler, and the thread's work. */
final class TaskRun implements TaskContext, Runnable {
  private static final Logger LOG = LoggerFactory.getLogger(TaskRun.class);

  /** What a run needs of its worker. */
  interface Host {
    TaskHandler handler();

    TaskReporter reporter();

    Shutdown shutdown();

    /** Heartbeats at the worker's interval until cancelled; null if the worker has none. */
    @Nullable Future<?> startHeartbeats(TaskRun run);

    /** The run is over and its slot free. */
    void finished(TaskRun run);
  }

  private final Host host;
  private final PolledTask task;
  private final AtomicBoolean heartbeatUnderWay = new AtomicBoolean();
  private volatile boolean gone;

  /**
   * Set while the handler runs; guarded by this, so that nobody interrupts the thread when it is
   * past the handler.
   */
  private @Nullable Thread handlerThread;

  TaskRun(Host host, PolledTask task) {
    this.host = host;
    this.task = task;
  }

  @Override
  public String input() {
    return task.input();
  }

  @Override
  public String taskToken() {
    return task.taskToken();
  }

  @Override
  public boolean isGone() {
    return gone;
  }

  @Override
  public void heartbeat() throws InterruptedException {
    if (gone) {
      throw new TaskGoneException("An earlier heartbeat found that the task is gone");
    }
    try {
      host.reporter().heartbeat(task.taskToken());
    } catch (TaskGoneException e) {
      gone = true;
      throw e;
    }
  }

  /**
   * A heartbeat of the worker's timer; a task that is gone interrupts its handler. Skipped while
   * one is under way.
   */
  void automaticHeartbeat() {
    if (!heartbeatUnderWay.compareAndSet(false, true)) {
      return;
    }
    try {
      heartbeat();
    } catch (TaskGoneException e) {
      interruptHandler();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    } finally {
      heartbeatUnderWay.set(false);
    }
  }

  @Override
  public void run() {
    try {
      Outcome outcome = runHandler();
      if (gone) {
        LOG.info(
            "A task timed out, was answered or stopped while its handler ran; nothing is reported");
      } else {
        host.reporter().report(task.taskToken(), outcome);
      }
    } finally {
      host.finished(this);
    }
  }

  private Outcome runHandler() {
    Future<?> heartbeats = host.startHeartbeats(this);
    try {
      if (!beginHandler()) {
        return stopped();
      }
      return succeeded(host.handler().handle(this, task.input()));
    } catch (TaskGoneException e) {
      gone = true;
      return stopped();
    } catch (Throwable e) {
      // Whatever it is, the execution should hear of it now and not from a timeout.
      return failed(e);
    } finally {
      endHandler();
      if (heartbeats != null) {
        heartbeats.cancel(false);
      }
    }
  }

  private static Outcome succeeded(@Nullable String output) {
    if (output == null) {
      return new Outcome.Succeeded("null");
    }
    if (TaskMessages.isTooLarge(output)) {
      return new Outcome.Failed(
          ErrorCodes.OUTPUT_TOO_LARGE,
          "The output has %d bytes; the limit is %d"
              .formatted(TaskMessages.utf8Length(output), TaskMessages.MAX_OUTPUT_BYTES));
    }
    return new Outcome.Succeeded(output);
  }

  private Outcome failed(Throwable e) {
    if (e instanceof TaskFailure failure) {
      LOG.debug("A handler failed its task with {}", failure.error(), e);
      return new Outcome.Failed(failure.error(), failure.getMessage());
    }
    if (e instanceof InterruptedException && host.shutdown().isDrainOver()) {
      return stopped();
    }
    LOG.warn("A handler threw; its task fails", e);
    return new Outcome.Failed(errorName(e.getClass()), e.getMessage());
  }

  private static Outcome stopped() {
    return new Outcome.Failed(
        ErrorCodes.WORKER_STOPPED, "The worker was closed before the handler was done");
  }

  /** The simple name; that of the nearest named superclass for an anonymous class. */
  private static String errorName(Class<?> type) {
    Class<?> named = type;
    while (named.getSimpleName().isEmpty() && named.getSuperclass() != null) {
      named = named.getSuperclass();
    }
    return named.getSimpleName();
  }

  private synchronized boolean beginHandler() {
    if (host.shutdown().isDrainOver()) {
      return false;
    }
    handlerThread = Thread.currentThread();
    return true;
  }

  private synchronized void endHandler() {
    handlerThread = null;
    Thread.interrupted(); // an interrupt was meant for the handler, not for the report
  }

  synchronized void interruptHandler() {
    if (handlerThread != null) {
      handlerThread.interrupt();
    }
  }
}
