package dev.stepwell.launcher.task;

import dev.stepwell.asl.json.Json;
import dev.stepwell.worker.TaskContext;
import dev.stepwell.worker.TaskFailure;
import dev.stepwell.worker.TaskHandler;
import java.io.IOException;
import java.io.OutputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/**
 * Does each task by a process of its own: the input at its standard input, the output from its
 * standard output. How it ends decides the task:
 *
 * <ul>
 *   <li>exit code 0 and JSON at the standard output: success
 *   <li>exit code 0 and anything else: {@code InvalidOutput}, or {@code OutputTooLarge}
 *   <li>exit code N and {@code {"error": …, "cause": …}} at the standard output: that error
 *   <li>exit code N: {@code ExitCode.N}, the end of the standard error being the cause
 *   <li>still running after the timeout: it is ended, {@code CommandTimedOut}
 *   <li>not to be started: {@code CommandNotStarted}
 *   <li>ended by {@link #stop}: {@code WorkerStopped}
 * </ul>
 *
 * <p>A thread that is interrupted, because the task is gone or the worker is closed, ends the
 * process and all that it has started.
 */
public final class CommandHandler implements TaskHandler {
  /** The token of the task: who has it may send heartbeats, or answer. */
  public static final String TOKEN_VARIABLE = "STEPWELL_TASK_TOKEN";

  private static final int MAX_OUTPUT_BYTES = 262_144;
  private static final int MAX_CAUSE_BYTES = 4_096;

  private final Settings settings;
  private final Set<Process> running = ConcurrentHashMap.newKeySet();
  private final CompletableFuture<Void> stopped = new CompletableFuture<>();

  /**
   * What is run and how.
   *
   * @param command the program and its arguments; at least one
   * @param environment variables beside those of this process and {@value #TOKEN_VARIABLE}
   * @param timeout how long a command may run; zero for as long as it wants
   * @param standardError where the standard error of all commands goes
   * @param listener told of each command that has ended, on the thread of its task
   */
  public record Settings(
      List<String> command,
      Map<String, String> environment,
      Duration timeout,
      OutputStream standardError,
      Consumer<CommandOutcome> listener) {}

  public CommandHandler(Settings settings) {
    this.settings = settings;
  }

  @Override
  public String handle(TaskContext context, String input) throws InterruptedException {
    var startNanos = System.nanoTime();
    try {
      var output = run(context, input);
      tell("", "", startNanos);
      return output;
    } catch (TaskFailure failure) {
      tell(failure.error(), String.valueOf(failure.getMessage()), startNanos);
      throw failure;
    } catch (InterruptedException e) {
      tell("Stopped", "the task is gone, or the worker ends", startNanos);
      throw e;
    }
  }

  private void tell(String error, String cause, long startNanos) {
    var duration = Duration.ofNanos(System.nanoTime() - startNanos);
    settings.listener().accept(new CommandOutcome(error, cause, duration));
  }

  /** Ends all commands at once; their tasks, and those that come, fail with WorkerStopped. */
  public void stop() {
    stopped.complete(null);
    running.forEach(ProcessTree::kill);
  }

  public boolean isStopped() {
    return stopped.isDone();
  }

  private String run(TaskContext context, String input) throws InterruptedException {
    if (isStopped()) {
      throw workerStopped();
    }
    var process = start(context);
    running.add(process);
    if (isStopped()) {
      ProcessTree.kill(process);
    }
    var streams =
        new ProcessStreams(process, MAX_OUTPUT_BYTES, MAX_CAUSE_BYTES, settings.standardError());
    streams.write(input);
    try {
      awaitEnd(process, streams);
    } finally {
      if (process.isAlive() || !streams.ended().isDone()) {
        ProcessTree.end(process);
      }
      running.remove(process);
    }
    if (isStopped() && process.exitValue() != 0) {
      throw workerStopped();
    }
    if (streams.isTooLong()) {
      throw new TaskFailure(
          "OutputTooLarge", "The output has more than " + MAX_OUTPUT_BYTES + " bytes");
    }
    return process.exitValue() == 0
        ? requireJson(streams.output())
        : fail(process.exitValue(), streams);
  }

  private static TaskFailure workerStopped() {
    return new TaskFailure("WorkerStopped", "The worker was stopped before the command was done");
  }

  private Process start(TaskContext context) {
    var command = new ArrayList<>(ProcessTree.WITHOUT_INTERRUPTS);
    command.addAll(settings.command());
    var builder = new ProcessBuilder(command);
    builder.environment().putAll(settings.environment());
    builder.environment().put(TOKEN_VARIABLE, context.taskToken());
    try {
      return builder.start();
    } catch (IOException e) {
      throw new TaskFailure("CommandNotStarted", e.getMessage(), e);
    }
  }

  private void awaitEnd(Process process, ProcessStreams streams) throws InterruptedException {
    var timeout = settings.timeout();
    // What a command has started while it was being ended may live on, and keep its streams open.
    var ended = CompletableFuture.anyOf(streams.ended(), stopped);
    try {
      if (timeout.isZero()) {
        ended.get();
        process.waitFor();
      } else {
        var deadlineNanos = System.nanoTime() + timeout.toNanos();
        ended.get(timeout.toNanos(), TimeUnit.NANOSECONDS);
        if (!process.waitFor(deadlineNanos - System.nanoTime(), TimeUnit.NANOSECONDS)) {
          throw new TimeoutException();
        }
      }
    } catch (TimeoutException e) {
      throw new TaskFailure(
          "CommandTimedOut", "The command still ran after " + timeout.toSeconds() + " seconds", e);
    } catch (ExecutionException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String requireJson(String output) {
    try {
      Json.parse(output);
      return output;
    } catch (JacksonException e) {
      throw new TaskFailure(
          "InvalidOutput",
          output.isBlank()
              ? "The command printed nothing; its output must be JSON"
              : "The output is not JSON: " + e.getOriginalMessage(),
          e);
    }
  }

  /** The error that the command itself names; null when it names none that a task can have. */
  private static @Nullable TaskFailure ownFailure(String output) {
    try {
      var answer = Json.parse(output);
      return answer.path("error").isString()
          ? new TaskFailure(answer.path("error").stringValue(), answer.path("cause").asString(""))
          : null;
    } catch (JacksonException | IllegalArgumentException e) {
      return null;
    }
  }

  private static String fail(int exitCode, ProcessStreams streams) {
    var own = ownFailure(streams.output());
    if (own != null) {
      throw own;
    }
    var tail = streams.standardErrorTail();
    throw new TaskFailure(
        "ExitCode." + exitCode,
        tail.isEmpty() ? "The command ended with exit code " + exitCode : tail);
  }
}
