package dev.stepwell.launcher;

import dev.stepwell.asl.json.Json;
import dev.stepwell.examples.checkout.CheckoutWorkers;
import dev.stepwell.examples.checkout.CheckoutWorkflow;
import dev.stepwell.http.server.ServerSettings;
import dev.stepwell.http.server.Setting;
import dev.stepwell.http.server.StepwellServer;
import dev.stepwell.launcher.function.HandlerSpec.Language;
import dev.stepwell.persistence.embedded.DirectoryTree;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import tools.jackson.databind.node.ObjectNode;

@Command(
    name = "demo",
    description = {
      "Run the checkout workflow with three Lambda handlers, unchanged, on a server and a database"
          + " that live only as long. Without Node.js, activity workers do the same.",
      "A large order gets a discount, a small one does not."
    })
final class DemoCommand implements Callable<Integer> {
  private static final Duration WORKERS_START = Duration.ofSeconds(30);
  private static final String ROLE = "arn:aws:iam::123456789012:role/stepwell";

  private static final List<DemoOrder> ORDERS =
      List.of(
          new DemoOrder(
              "{\"amount\": 1000}",
              List.of("CheckOut", "IsLargeOrder", "ApplyDiscount", "DisplayTotal"),
              "990"),
          new DemoOrder(
              "{\"amount\": 500}", List.of("CheckOut", "IsLargeOrder", "DisplayTotal"), "550"));

  private final Terminal terminal;

  @Option(names = "--keep", description = "Leave the server running when the demo is over.")
  private boolean keep;

  @Option(
      names = "--port",
      paramLabel = "PORT",
      description = "Port to listen on (default: any that is free).")
  private String port = "0";

  @Option(
      names = "--json",
      description = "Print an object per order, and one at the end; log lines of JSON.")
  private boolean json;

  DemoCommand(Terminal terminal) {
    this.terminal = terminal;
  }

  /** Closes in the order that is opposite to opening, also when the process is told to end. */
  private static final class Stage implements AutoCloseable {
    private final Path directory;
    private @Nullable StepwellServer server;
    private @Nullable AutoCloseable workers;
    private boolean closed;

    Stage(Path directory) {
      this.directory = directory;
    }

    @Override
    public synchronized void close() {
      if (closed) {
        return;
      }
      closed = true;
      var openWorkers = workers;
      if (openWorkers != null) {
        try {
          openWorkers.close();
        } catch (Exception e) {
          throw new IllegalStateException(e);
        }
      }
      var openServer = server;
      if (openServer != null) {
        openServer.close();
      }
      delete(directory);
    }
  }

  @Override
  public Integer call() throws IOException, InterruptedException {
    var stage = new Stage(Files.createTempDirectory("stepwell-demo"));
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("close-demo").unstarted(stage::close));
    var progress = new Progress(terminal, json);
    try (stage) {
      progress.tell("Starting a server on a temporary database …");
      var settings =
          ServerSettings.resolve(
              Map.of(Setting.PORT.key(), port, Setting.DATA.key(), stage.directory.toString()),
              Map.of(),
              null);
      var server = StepwellServer.start(settings, progress::tell);
      stage.server = server;
      progress.tell("Server at " + server.url());
      var passed = run(server, work(stage, server, settings, progress));
      if (keep) {
        progress.tell(
            "The server keeps running at " + server.url() + " with its workers; Ctrl-C stops it");
        new CountDownLatch(1).await();
      }
      return passed ? ExitCode.OK : ExitCode.FAILED;
    } catch (TimeoutException e) {
      throw new CommandFailure(
          ExitCode.FAILED, "The workers did not find their activities: " + e.getMessage(), e);
    }
  }

  /** Has the work of the states done from now on. @return the definition that fits */
  private String work(
      Stage stage, StepwellServer server, ServerSettings settings, Progress progress)
      throws IOException, InterruptedException, TimeoutException {
    var region = settings.arns().region();
    var account = settings.arns().accountId();
    if (Programs.isThere(Language.NODE.interpreter())) {
      progress.tell("Running three Lambda handlers under Node.js");
      stage.workers = DemoFunctions.start(server.url(), stage.directory, terminal);
      return CheckoutWorkflow.definitionWithFunctions(region, account);
    }
    progress.tell("There is no Node.js here: activity workers do what the Lambda handlers would");
    var workers = CheckoutWorkers.start(server.url());
    stage.workers = workers;
    workers.awaitActivities(WORKERS_START);
    return CheckoutWorkflow.definition(region, account);
  }

  private boolean run(StepwellServer server, String definition) {
    try (var client = new Server(server.url())) {
      var machine =
          client.call(
              "CreateStateMachine",
              Json.object()
                  .put("name", CheckoutWorkflow.NAME)
                  .put("definition", definition)
                  .put("roleArn", ROLE));
      var arn = machine.path("stateMachineArn").asString();
      if (!json) {
        terminal.print(
            terminal.bold(CheckoutWorkflow.NAME) + " is registered, its workers are ready");
      }
      var passed = true;
      for (var order : ORDERS) {
        var run = order.run(client, arn);
        passed &= run.passed();
        if (json) {
          terminal.print(Json.text(run.json()));
        } else {
          run.lines(terminal).forEach(terminal::print);
        }
      }
      terminal.print(json ? Json.text(end(server, arn, passed)) : verdict(passed));
      return passed;
    }
  }

  private static ObjectNode end(StepwellServer server, String stateMachineArn, boolean passed) {
    return Json.object()
        .put("url", server.url().toString())
        .put("stateMachineArn", stateMachineArn)
        .put("passed", passed);
  }

  private String verdict(boolean passed) {
    return passed
        ? terminal.good("Both orders took the right path")
        : terminal.bad("An order took a wrong path");
  }

  private static void delete(Path directory) {
    try {
      DirectoryTree.delete(directory);
    } catch (IOException e) {
      // A temporary directory: the operating system deletes what is left.
    }
  }
}
