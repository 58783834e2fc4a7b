package dev.stepwell.launcher.task;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.stepwell.worker.TaskContext;
import dev.stepwell.worker.TaskFailure;
import java.io.ByteArrayOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Real processes of the shell. */
class CommandHandlerTest {
  private static final TaskContext CONTEXT =
      new TaskContext() {
        @Override
        public String input() {
          return "{}";
        }

        @Override
        public String taskToken() {
          return "the-token";
        }

        @Override
        public void heartbeat() {}

        @Override
        public boolean isGone() {
          return false;
        }
      };

  private final ByteArrayOutputStream standardError = new ByteArrayOutputStream();
  private final LinkedBlockingQueue<CommandOutcome> outcomes = new LinkedBlockingQueue<>();

  private CommandHandler shell(Duration timeout, String script, String... arguments) {
    var command = new java.util.ArrayList<>(List.of("/bin/sh", "-c", script, "sh"));
    command.addAll(List.of(arguments));
    return new CommandHandler(
        new CommandHandler.Settings(
            command, Map.of("COLOUR", "blue"), timeout, standardError, outcomes::add));
  }

  private String run(String script, String input) throws InterruptedException {
    return shell(Duration.ZERO, script).handle(CONTEXT, input);
  }

  private TaskFailure failure(Duration timeout, String script) {
    return catchThrowableOfType(
        TaskFailure.class, () -> shell(timeout, script).handle(CONTEXT, "{}"));
  }

  @Test
  void theInputGoesInAndTheOutputComesOut() throws Exception {
    assertThat(run("cat", "{\"ä\": 1}")).isEqualTo("{\"ä\": 1}");
    assertThat(outcomes.take().succeeded()).isTrue();
  }

  @Test
  void anInputThatIsNotReadIsNoFailure() throws Exception {
    assertThat(run("echo 5", "\"" + "x".repeat(250_000) + "\"")).isEqualTo("5");
  }

  @Test
  void argumentsAndVariablesReachTheCommand() throws Exception {
    var handler =
        shell(
            Duration.ZERO,
            "printf '[\"%s\",\"%s\",\"%s\"]' \"$1\" \"$COLOUR\" \"$STEPWELL_TASK_TOKEN\"",
            "a b");
    assertThat(handler.handle(CONTEXT, "{}")).isEqualTo("[\"a b\",\"blue\",\"the-token\"]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "exit 3                                  | ExitCode.3    | The command ended with exit code"
            + " 3",
        "echo broken >&2; exit 1                 | ExitCode.1    | broken",
        "kill -9 $$                              | ExitCode.137  | The command ended with exit code"
            + " 137",
        "printf '{\"error\":\"Mine\",\"cause\":\"why\"}'; exit 1 | Mine | why",
        "printf '{\"error\":\"States.Timeout\"}'; exit 2 | ExitCode.2 | The command ended with exit"
            + " code 2",
        "true                                    | InvalidOutput | The command printed nothing; its"
            + " output must be JSON"
      })
  void howItEndsIsHowTheTaskFails(String script, String error, String cause) throws Exception {
    var failure = failure(Duration.ZERO, script);
    assertThat(failure.error()).isEqualTo(error);
    assertThat(failure).hasMessage(cause);
    assertThat(outcomes.take().error()).isEqualTo(error);
  }

  @Test
  void outputMustBeJson() {
    var failure = failure(Duration.ZERO, "echo hello");
    assertThat(failure.error()).isEqualTo("InvalidOutput");
    assertThat(failure).hasMessageStartingWith("The output is not JSON: Unrecognized token");
  }

  @Test
  void outputWithoutEndIsCutOff() {
    assertThat(failure(Duration.ZERO, "while :; do echo 12345678; done").error())
        .isEqualTo("OutputTooLarge");
  }

  @Test
  void theCauseIsTheEndOfTheStandardError() {
    var failure =
        failure(
            Duration.ZERO,
            "i=0; while [ $i -lt 2000 ]; do echo \"line $i\" >&2; i=$((i + 1)); done; exit 1");
    assertThat(failure.getMessage()).startsWith("…line ").endsWith("line 1999");
    assertThat(failure.getMessage()).hasSizeLessThanOrEqualTo(4_096);
    assertThat(standardError.toString(UTF_8)).startsWith("line 0\n").endsWith("line 1999\n");
  }

  @Test
  void timeIsUpForTheWholeTree(@TempDir Path directory) throws Exception {
    var pid = directory.resolve("pid");
    var failure = failure(Duration.ofMillis(500), "sleep 600 & echo $! > " + pid + "; wait");
    assertThat(failure.error()).isEqualTo("CommandTimedOut");
    assertEnds(pid);
  }

  @Test
  void anInterruptEndsTheWholeTree(@TempDir Path directory) throws Exception {
    var pid = directory.resolve("pid");
    var thread = new CompletableFuture<Thread>();
    var result =
        CompletableFuture.supplyAsync(
            () -> {
              thread.complete(Thread.currentThread());
              try {
                return shell(Duration.ZERO, startedSleep(pid)).handle(CONTEXT, "{}");
              } catch (InterruptedException e) {
                return "interrupted";
              }
            },
            Thread::startVirtualThread);
    awaitStart(directory);
    thread.get().interrupt();
    assertThat(result.get()).isEqualTo("interrupted");
    assertEnds(pid);
  }

  @Test
  void stoppingEndsWhatRunsAndFailsItsTask(@TempDir Path directory) throws Exception {
    var pid = directory.resolve("pid");
    var handler = shell(Duration.ZERO, startedSleep(pid));
    var result =
        CompletableFuture.supplyAsync(
            () ->
                catchThrowableOfType(TaskFailure.class, () -> handler.handle(CONTEXT, "{}"))
                    .error(),
            Thread::startVirtualThread);
    awaitStart(directory);
    handler.stop();
    assertThat(result.get()).isEqualTo("WorkerStopped");
    assertEnds(pid);
    assertThatThrownBy(() -> handler.handle(CONTEXT, "{}")).isInstanceOf(TaskFailure.class);
  }

  /** Says by a pipe that it has begun: who opens one end waits for the other. */
  private static String startedSleep(Path pid) {
    var started = pid.resolveSibling("started");
    return "mkfifo %s; sleep 600 & echo $! > %s; echo x > %s; wait"
        .formatted(started, pid, started);
  }

  private static void awaitStart(Path directory) throws Exception {
    var started = directory.resolve("started");
    while (!Files.exists(started)) {
      Thread.onSpinWait();
    }
    assertThat(Files.readString(started)).isEqualTo("x\n");
  }

  private static void assertEnds(Path pid) throws Exception {
    var process = ProcessHandle.of(Long.parseLong(Files.readString(pid).strip()));
    if (process.isPresent()) {
      process.get().onExit().get();
    }
  }
}
