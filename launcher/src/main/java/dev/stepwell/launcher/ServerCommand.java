package dev.stepwell.launcher;

import dev.stepwell.asl.json.Json;
import dev.stepwell.http.server.ServerSettings;
import dev.stepwell.http.server.ServerSettings.Database;
import dev.stepwell.http.server.StepwellServer;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import tools.jackson.databind.node.ObjectNode;

/** Runs a server until the process is told to end. */
@Command
final class ServerCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final boolean embedded;

  @Spec private @Nullable CommandSpec spec;

  @Option(
      names = "--json",
      description = "Print one JSON object when it is ready, and log lines of JSON.")
  private boolean json;

  /**
   * A command that has the options of the settings.
   *
   * @param embedded whether it brings its own database
   */
  ServerCommand(Terminal terminal, boolean embedded) {
    this.terminal = terminal;
    this.embedded = embedded;
  }

  @Override
  public Integer call() throws InterruptedException {
    var settings = SettingOptions.resolve(Objects.requireNonNull(spec));
    checkDatabase(settings);
    var progress = new Progress(terminal, json);
    var server = StepwellServer.start(settings, progress::tell);
    var drained = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(
            Thread.ofPlatform().name("drain").unstarted(() -> drain(server, progress, drained)));
    terminal.print(
        json
            ? Json.text(ready(server, settings))
            : "ready %s (AWS endpoint), %s/health/ready".formatted(server.url(), server.url()));
    drained.await();
    return ExitCode.OK;
  }

  /** What programs want to know of a server that answers. */
  private static ObjectNode ready(StepwellServer server, ServerSettings settings) {
    var ready =
        Json.object()
            .put("status", "ready")
            .put("url", server.url().toString())
            .put("health", server.url() + "/health/ready")
            .put("pid", ProcessHandle.current().pid())
            .put("accountId", settings.arns().accountId())
            .put("region", settings.arns().region());
    return switch (settings.database()) {
      case Database.Embedded embedded ->
          ready.put("data", embedded.directory().toAbsolutePath().toString());
      case Database.External external ->
          ready.put("databaseUrl", external.jdbcUrl().split("\\?", 2)[0]);
    };
  }

  private static void drain(StepwellServer server, Progress progress, CountDownLatch drained) {
    progress.tell("stopping: requests in progress are being finished");
    server.close();
    progress.tell("stopped");
    drained.countDown();
  }

  private void checkDatabase(ServerSettings settings) {
    var isEmbedded = settings.database() instanceof Database.Embedded;
    if (isEmbedded && !embedded) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "Say where the database is with --database-url jdbc:postgresql://… or STEPWELL_DATABASE_URL, or run"
              + " './stepwell dev', which brings its own");
    }
    if (!isEmbedded && embedded) {
      throw new CommandFailure(
          ExitCode.USAGE,
          "'./stepwell dev' brings its own database: use './stepwell server' for the one that database-url names");
    }
  }
}
