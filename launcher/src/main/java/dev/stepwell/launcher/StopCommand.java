package dev.stepwell.launcher;

import dev.stepwell.asl.json.Json;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "stop",
    description = "Stop an execution, for good: it ends as ABORTED.",
    footer = {
      "%nExample:",
      "  ./stepwell stop OnlineShopCheckout/order-17 --cause 'ordered twice'"
    })
final class StopCommand extends ClientCommand {
  @Mixin private final ExecutionArgument execution = new ExecutionArgument();

  @Option(names = "--error", paramLabel = "NAME", description = "Error that the history shows.")
  private @Nullable String error;

  @Option(names = "--cause", paramLabel = "TEXT", description = "Reason that the history shows.")
  private @Nullable String cause;

  StopCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Server server) {
    var request = Json.object().put("executionArn", execution.arn(server));
    if (error != null) {
      request.put("error", error);
    }
    if (cause != null) {
      request.put("cause", cause);
    }
    var stopped = server.call("StopExecution", request);
    print(stopped, "closed " + Times.instant(stopped.path("stopDate")));
    return ExitCode.OK;
  }
}
