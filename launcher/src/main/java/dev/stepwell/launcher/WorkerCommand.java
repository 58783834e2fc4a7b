package dev.stepwell.launcher;

import dev.stepwell.asl.json.Json;
import dev.stepwell.launcher.task.CommandHandler;
import dev.stepwell.launcher.task.CommandOutcome;
import dev.stepwell.worker.ActivityWorker;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "worker",
    description = {
      "Work on the tasks of an activity by running a command for each.",
      "The task's input is at its standard input; its standard output, JSON, is the task's output.",
      "",
      "Exit code 0 is success. Otherwise the task fails with the error ExitCode.N and the end of"
          + " the standard error as cause, or with those of {\"error\": …, \"cause\": …} at the"
          + " standard output. STEPWELL_ACTIVITY_ARN, STEPWELL_TASK_TOKEN and STEPWELL_URL are in"
          + " the command's environment.",
      "",
      "The first Ctrl-C lets running commands finish; a second one ends them, and their tasks fail"
          + " with WorkerStopped."
    },
    footer = {
      "%nExamples:",
      "  ./stepwell worker Resize --create -- ./resize.py --quality 80",
      "  ./stepwell worker Total --concurrency 4 --timeout 30 -- jq '{total: (.amount * 1.1)}'"
    })
final class WorkerCommand extends ClientCommand {
  @Parameters(index = "0", paramLabel = "ACTIVITY", description = "The activity, by name or ARN.")
  private String activity = "";

  @Parameters(
      index = "1..*",
      arity = "1..*",
      paramLabel = "COMMAND",
      description = "The program and its arguments, behind --.")
  private List<String> command = new ArrayList<>();

  @Option(names = "--create", description = "Create the activity when it does not exist.")
  private boolean create;

  @Option(
      names = "--concurrency",
      paramLabel = "N",
      description = "How many commands run at a time, at most (default: ${DEFAULT-VALUE}).")
  private int concurrency = 1;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description =
          "End a command that runs longer, with all that it has started, and fail its task with"
              + " CommandTimedOut; 0 for never (default: ${DEFAULT-VALUE}).")
  private int timeoutSeconds;

  @Option(
      names = "--heartbeat",
      paramLabel = "SECONDS",
      description =
          "Send heartbeats, and end the command of a task that is gone; a third of the state's"
              + " HeartbeatSeconds or less; 0 for none (default: ${DEFAULT-VALUE}).")
  private int heartbeatSeconds = 10;

  @Option(
      names = "--drain",
      paramLabel = "SECONDS",
      description = "How long running commands may finish (default: ${DEFAULT-VALUE}).")
  private int drainSeconds = 30;

  @Option(
      names = "--worker-name",
      paramLabel = "NAME",
      description = "The name that histories show (default: host name and process id).")
  private @Nullable String workerName;

  WorkerCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Server server) {
    checkNumbers();
    checkCommand();
    var arn = create ? created(server) : existing(server);
    var handler =
        new CommandHandler(
            new CommandHandler.Settings(
                command,
                Map.of("STEPWELL_ACTIVITY_ARN", arn, "STEPWELL_URL", server.url().toString()),
                Duration.ofSeconds(timeoutSeconds),
                terminal().err(),
                this::tell));
    var worker =
        ActivityWorker.builder()
            .endpoint(server.url())
            .activity(arn)
            .handler(handler)
            .concurrency(concurrency)
            .drainTimeout(Duration.ofSeconds(drainSeconds));
    if (workerName != null) {
      worker.workerName(workerName);
    }
    if (heartbeatSeconds > 0) {
      worker.heartbeatInterval(Duration.ofSeconds(heartbeatSeconds));
    }
    return work(worker.build(), handler, arn);
  }

  private int work(ActivityWorker worker, CommandHandler handler, String arn) {
    var stop = new CountDownLatch(1);
    StopSignals.count(signal -> {
      switch (signal) {
        case 1 -> stop.countDown();
        case 2 -> handler.stop();
        // The server cannot be told how the tasks ended; they will time out.
        default -> Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
      }
    });
    try (worker) {
      worker.start();
      terminal().tell("Working on " + arn + "; Ctrl-C ends");
      stop.await();
      terminal().tell("Running commands may finish; Ctrl-C again ends them");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    return handler.isStopped() ? ExitCode.INTERRUPTED : ExitCode.OK;
  }

  private void tell(CommandOutcome outcome) {
    var seconds = Times.duration(outcome.duration());
    if (json()) {
      var line = Json.object().put("status", outcome.succeeded() ? "SUCCEEDED" : "FAILED");
      if (!outcome.succeeded()) {
        line.put("error", outcome.error()).put("cause", outcome.cause());
      }
      terminal().print(Json.text(line.put("millis", outcome.duration().toMillis())));
    } else if (outcome.succeeded()) {
      terminal().print("%s %s %s".formatted(now(), terminal().good("succeeded"), seconds));
    } else {
      terminal()
          .print(
              "%s %s    %s  %s: %s"
                  .formatted(
                      now(),
                      terminal().bad("failed"),
                      seconds,
                      outcome.error(),
                      Terminal.plain(outcome.cause())));
    }
  }

  private static String now() {
    return Instant.now().toString();
  }

  private String created(Server server) {
    if (activity.startsWith("arn:")) {
      throw new CommandFailure(
          ExitCode.USAGE, "--create takes the name of an activity, not an ARN");
    }
    return server
        .call("CreateActivity", Json.object().put("name", activity))
        .path("activityArn")
        .asString();
  }

  private String existing(Server server) {
    var arn = new Names(server).activity(activity);
    server.call("DescribeActivity", Json.object().put("activityArn", arn));
    return arn;
  }

  private void checkNumbers() {
    if (concurrency < 1 || timeoutSeconds < 0 || heartbeatSeconds < 0 || drainSeconds < 0) {
      throw new CommandFailure(
          ExitCode.USAGE, "--concurrency is at least 1, and no number of seconds is negative");
    }
  }

  /** Before a task is taken: one that is started must not fail because of a slip. */
  private void checkCommand() {
    var program = command.getFirst();
    if (!Programs.isThere(program)) {
      throw new CommandFailure(ExitCode.USAGE, "There is no program '" + program + "'");
    }
  }
}
