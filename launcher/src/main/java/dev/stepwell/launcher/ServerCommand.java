package dev.stepwell.launcher;

import dev.stepwell.http.server.ServerSettings;
import dev.stepwell.http.server.ServerSettings.Database;
import dev.stepwell.http.server.StepwellServer;
import java.util.Objects;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** Runs a server until the process is told to end. */
@Command
final class ServerCommand implements Callable<Integer> {
  private final Terminal terminal;
  private final boolean embedded;

  @Spec private @Nullable CommandSpec spec;

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
    var server = StepwellServer.start(settings, terminal::tell);
    var drained = new CountDownLatch(1);
    Runtime.getRuntime()
        .addShutdownHook(Thread.ofPlatform().name("drain").unstarted(() -> drain(server, drained)));
    terminal.print(
        "ready %s (AWS endpoint), %s/health/ready".formatted(server.url(), server.url()));
    drained.await();
    return ExitCode.OK;
  }

  private void drain(StepwellServer server, CountDownLatch drained) {
    terminal.tell("stopping: requests in progress are being finished");
    server.close();
    terminal.tell("stopped");
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
