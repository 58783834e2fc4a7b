package dev.stepwell.launcher.function;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Works on one invocation of a function at a time: takes it from the server, has it done by a
 * process, and tells the server its end. The process is started again when it has ended, or when
 * its files have changed, before it gets the next invocation: so one that ends at once costs a
 * start for each invocation, and no more.
 */
final class HandlerSlot {
  private static final Duration FIRST_PAUSE = Duration.ofMillis(100);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);

  /** How long the end of an invocation is told again while no server can be reached. */
  private static final Duration REPORT_PATIENCE = Duration.ofMinutes(10);

  /** Files are looked at that often, at most. */
  private static final Duration BETWEEN_LOOKS = Duration.ofMillis(500);

  private final HandlerSpec spec;
  private final RuntimeClient client;
  private final Path loop;
  private final Map<String, String> environment;
  private final FunctionListener listener;
  private final CompletableFuture<Void> started = new CompletableFuture<>();
  private final Thread thread;
  private @Nullable HandlerProcess process;
  private Map<Path, Object> files = Map.of();
  private long lookedAtNanos;
  private boolean isReachable = true;
  private boolean waits;
  private boolean stopping;

  HandlerSlot(
      HandlerSpec spec,
      RuntimeClient client,
      Path loop,
      Map<String, String> environment,
      FunctionListener listener) {
    this.spec = spec;
    this.client = client;
    this.loop = loop;
    this.environment = environment;
    this.listener = listener;
    this.thread = Thread.ofVirtual().name("function-" + spec.function()).unstarted(this::run);
  }

  void start() {
    thread.start();
  }

  /** Done when the first process has started, or failed to. */
  CompletableFuture<Void> started() {
    return started;
  }

  /** Takes no more invocations; the one that is being worked on may come to its end. */
  synchronized void stop() {
    stopping = true;
    if (waits) {
      thread.interrupt();
    }
  }

  /** Ends the process; an invocation that it works on fails. */
  void kill() {
    HandlerProcess running;
    synchronized (this) {
      running = process;
    }
    if (running != null) {
      running.kill();
    }
  }

  /** Waits for the end of the slot. */
  boolean join(Duration patience) throws InterruptedException {
    return thread.join(patience);
  }

  private void run() {
    try {
      var failure = prepare();
      started.complete(null);
      if (failure != null) {
        tellStartFailure(failure);
      }
      var pause = FIRST_PAUSE;
      while (!isStopping()) {
        var invocation = next();
        if (invocation == null) {
          pause(pause);
          pause = longer(pause);
        } else {
          pause = FIRST_PAUSE;
          work(invocation);
        }
      }
    } catch (InterruptedException stopped) {
      // Nothing is being worked on.
    } finally {
      started.complete(null);
      replace(null);
    }
  }

  private synchronized boolean isStopping() {
    return stopping;
  }

  private synchronized boolean setWaiting(boolean now) {
    waits = now && !stopping;
    return waits;
  }

  /** Waits for an invocation; null where there is no server, or this slot is to stop. */
  private @Nullable Invocation next() throws InterruptedException {
    if (!setWaiting(true)) {
      return null;
    }
    try {
      var invocation = client.next();
      isReachable = true;
      return invocation;
    } catch (IOException unreachable) {
      if (isReachable) {
        isReachable = false;
        listener.told(spec.function(), "waits for the server: " + unreachable.getMessage());
      }
      return null;
    } finally {
      var _ = setWaiting(false);
      if (isStopping()) {
        // It asks for no more, but what it was given is done.
        var _ = Thread.interrupted();
      }
    }
  }

  private void pause(Duration pause) throws InterruptedException {
    if (setWaiting(true)) {
      try {
        Thread.sleep(pause);
      } finally {
        var _ = setWaiting(false);
      }
    }
  }

  private static Duration longer(Duration pause) {
    return pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
  }

  private void work(Invocation invocation) throws InterruptedException {
    var begunNanos = System.nanoTime();
    var failure = prepare();
    var running = process;
    var end = failure == null ? Objects.requireNonNull(running).run(invocation) : failure;
    var log = running == null ? new LogBuffer() : running.log();
    var isWaitedFor = report(invocation, end, log);
    var duration = Duration.ofNanos(System.nanoTime() - begunNanos);
    listener.ended(spec.function(), end.isError(), isWaitedFor, duration, log.text());
    log.clear();
    if (running != null && !running.isAlive() && !isStopping()) {
      // So that the next one finds a process that has started.
      var _ = prepare();
    }
  }

  private boolean report(Invocation invocation, InvocationEnd end, LogBuffer log)
      throws InterruptedException {
    var deadlineNanos = System.nanoTime() + REPORT_PATIENCE.toNanos();
    for (var pause = FIRST_PAUSE; ; pause = longer(pause)) {
      try {
        return client.end(invocation, end, log);
      } catch (IOException unreachable) {
        if (System.nanoTime() > deadlineNanos) {
          return false;
        }
        Thread.sleep(pause);
      }
    }
  }

  // ---- the process ----

  /**
   * Has a process of the present files ready.
   *
   * @return null when there is one; otherwise why there is none
   */
  private @Nullable InvocationEnd prepare() throws InterruptedException {
    var running = process;
    if (running != null && running.isAlive() && !haveFilesChanged()) {
      return null;
    }
    replace(null);
    files = SourceFiles.state(spec.taskRoot());
    lookedAtNanos = System.nanoTime();
    HandlerProcess begun;
    try {
      begun = HandlerProcess.start(spec, loop, environment);
    } catch (IOException notStarted) {
      return InvocationEnd.failed(
          "Runtime.InvalidEntrypoint", String.valueOf(notStarted.getMessage()));
    }
    replace(begun);
    var failure = begun.awaitStart();
    if (failure != null) {
      // What has told that it cannot start must not get an invocation while it ends.
      begun.close();
    }
    return failure;
  }

  private boolean haveFilesChanged() {
    var now = System.nanoTime();
    if (now - lookedAtNanos < BETWEEN_LOOKS.toNanos()) {
      return false;
    }
    lookedAtNanos = now;
    return !SourceFiles.state(spec.taskRoot()).equals(files);
  }

  private void replace(@Nullable HandlerProcess other) {
    HandlerProcess former;
    synchronized (this) {
      former = process;
      process = other;
    }
    if (former != null) {
      former.close();
    }
  }

  private void tellStartFailure(InvocationEnd failure) {
    var running = process;
    listener.failedToStart(
        spec.function(),
        new String(failure.body(), StandardCharsets.UTF_8),
        running == null ? "" : running.log().text());
    try {
      client.initFailed(failure);
    } catch (IOException unreachable) {
      // The listener knows; the server would only write it into its log.
    } catch (InterruptedException stopped) {
      Thread.currentThread().interrupt();
    }
  }
}
