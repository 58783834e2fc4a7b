package dev.stepwell.launcher;

import dev.stepwell.asl.json.Json;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

@Command(
    name = "redrive",
    description = "Let an execution that did not succeed go on where it ended.",
    footer = {"%nExample:", "  ./stepwell redrive OnlineShopCheckout/order-17 --watch"})
final class RedriveCommand extends ClientCommand {
  @Mixin private final ExecutionArgument execution = new ExecutionArgument();

  @Mixin private final WatchOption watch = new WatchOption();

  RedriveCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Server server) {
    var arn = execution.arn(server);
    var request =
        Json.object().put("executionArn", arn).put("clientToken", UUID.randomUUID().toString());
    var redriven = server.call("RedriveExecution", request);
    print(redriven, "redriven " + Times.instant(redriven.path("redriveDate")));
    return watch.isGiven() ? new Watch(server, terminal(), json()).untilClosed(arn) : ExitCode.OK;
  }
}
