package dev.stepwell.launcher;

import dev.stepwell.asl.json.Json;
import dev.stepwell.launcher.function.FunctionListener;
import dev.stepwell.launcher.function.FunctionRunner;
import dev.stepwell.launcher.function.HandlerSpec;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "run",
    description = {
      "Run the handlers of Lambda functions, unchanged, and take their invocations from the server.",
      "A FILE ending in .js, .mjs or .cjs runs under node, one in .py under python3; any other is a"
          + " program that speaks the Lambda Runtime API by itself.",
      "",
      "A handler that has crashed is started again, and so is one whose files have changed. What it"
          + " prints is the log of the step: './stepwell logs' shows it.",
      "",
      "The first Ctrl-C lets running invocations finish; a second one ends them."
    },
    footer = {
      "%nExamples:",
      "  ./stepwell function run CheckOut=examples/checkout/checkOut.js",
      "  ./stepwell function run Total=total.py#handler Resize=./bootstrap -n 4 --timeout 30"
    })
final class FunctionRunCommand extends ClientCommand {
  private static final String INDENT = "    ";

  @Parameters(
      index = "0..*",
      arity = "1..*",
      paramLabel = "NAME=FILE[#EXPORT]",
      description =
          "A function and its handler; the export is 'handler', or 'lambda_handler' of Python.")
  private List<String> handlers = List.of();

  @Option(
      names = {"-n", "--concurrency"},
      paramLabel = "N",
      description = "Invocations of each function at a time (default: ${DEFAULT-VALUE}).")
  private int concurrency = 1;

  @Option(
      names = "--timeout",
      paramLabel = "SECONDS",
      description =
          "How long an invocation may take; stays with the function (default: as it is, or 60).")
  private @Nullable Integer timeoutSeconds;

  @Option(
      names = "--env",
      paramLabel = "NAME=VALUE",
      description = "A variable of the handlers' environment, beside those of this one.")
  private Map<String, String> environment = new LinkedHashMap<>();

  FunctionRunCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Server server) {
    if (concurrency < 1) {
      throw new CommandFailure(ExitCode.USAGE, "--concurrency is at least 1");
    }
    var specs = handlers.stream().map(FunctionRunCommand::spec).toList();
    specs.forEach(FunctionRunCommand::checkInterpreter);
    var functions = new LinkedHashSet<String>();
    specs.forEach(spec -> functions.add(spec.function()));
    try (var rest = new RestFace(server.url())) {
      functions.forEach(function -> register(rest, function));
    }
    return work(server, specs, functions);
  }

  private int work(Server server, List<HandlerSpec> specs, Set<String> functions) {
    var stop = new CountDownLatch(1);
    var killed = new AtomicBoolean();
    var settings =
        new FunctionRunner.Settings(
            server.url(), specs, concurrency, environment, new Reporter(terminal(), json()));
    try (var runner = FunctionRunner.start(settings)) {
      StopSignals.count(signal -> {
        switch (signal) {
          case 1 -> stop.countDown();
          case 2 -> {
            killed.set(true);
            runner.kill();
          }
          // The server cannot be told how the invocations ended; they will time out.
          default -> Runtime.getRuntime().halt(ExitCode.INTERRUPTED);
        }
      });
      runner.awaitStart();
      terminal().tell("Running " + String.join(", ", functions) + "; Ctrl-C ends");
      stop.await();
      terminal().tell("Running invocations may finish; Ctrl-C again ends them");
      runner.stop();
      runner.awaitEnd();
      return killed.get() ? ExitCode.INTERRUPTED : ExitCode.OK;
    } catch (IOException e) {
      throw new CommandFailure(ExitCode.FAILED, "Cannot run handlers: " + e.getMessage(), e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return ExitCode.INTERRUPTED;
    }
  }

  private static HandlerSpec spec(String text) {
    try {
      return HandlerSpec.parse(text);
    } catch (IllegalArgumentException e) {
      throw new CommandFailure(ExitCode.USAGE, Objects.requireNonNull(e.getMessage()), e);
    }
  }

  private static void checkInterpreter(HandlerSpec spec) {
    var program = spec.language().interpreter();
    if (!program.isEmpty() && !Programs.isThere(program)) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "The handler of "
              + spec.function()
              + " needs the program '"
              + program
              + "', which is not to be found");
    }
  }

  /** Runtimes may attach to the function from now on. */
  private void register(RestFace rest, String function) {
    var known = rest.find(FunctionCommand.path(function));
    if (known != null && !known.path("target").asString().equals("RUNTIME")) {
      throw new CommandFailure(
          ExitCode.REFUSED,
          "The function %s is called at %s; './stepwell function add %s' lets runtimes attach"
              .formatted(function, known.path("url").asString(), function));
    }
    if (known == null || timeoutSeconds != null) {
      var request = Json.object().put("target", "RUNTIME");
      if (timeoutSeconds != null) {
        request.put("timeoutSeconds", timeoutSeconds);
      }
      rest.post(FunctionCommand.path(function), request);
    }
  }

  /** Tells of every invocation. */
  private record Reporter(Terminal terminal, boolean json) implements FunctionListener {
    @Override
    public void told(String function, String sentence) {
      terminal.tell(function + " " + sentence);
    }

    @Override
    public void failedToStart(String function, String error, String log) {
      terminal.tell(
          "%s cannot be started, and its invocations will fail: %s%n%s"
              .formatted(function, Terminal.plain(error), Terminal.plainLines(log, INDENT)));
    }

    @Override
    public void ended(
        String function, boolean failed, boolean isWaitedFor, Duration duration, String log) {
      if (json) {
        terminal.print(
            Json.text(
                Json.object()
                    .put("function", function)
                    .put("status", failed ? "FAILED" : "SUCCEEDED")
                    .put("millis", duration.toMillis())
                    .put("late", !isWaitedFor)
                    .put("log", log)));
        return;
      }
      var status = failed ? terminal.bad("failed   ") : terminal.good("succeeded");
      terminal.print(
          "%s %s %s %s%s"
              .formatted(
                  Instant.now(),
                  status,
                  function,
                  Times.duration(duration),
                  isWaitedFor ? "" : ", but nobody waited for it any more"));
      if (!log.isBlank()) {
        terminal.print(Terminal.plainLines(log, INDENT));
      }
    }
  }
}
