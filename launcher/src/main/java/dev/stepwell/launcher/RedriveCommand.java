package dev.stepwell.launcher;

import dev.stepwell.asl.json.Json;
import java.util.UUID;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "redrive",
    description = "Let an execution that did not succeed go on where it ended.",
    footer = {"%nExample:", "  ./stepwell redrive OnlineShopCheckout/order-17 --watch"})
final class RedriveCommand extends ClientCommand {
  @Parameters(
      index = "0",
      paramLabel = "EXECUTION",
      description = "The execution: STATE_MACHINE/EXECUTION or ARN.")
  private String execution = "";

  @Option(names = "--watch", description = "Show the history as it happens, and wait for the end.")
  private boolean watch;

  RedriveCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Server server) {
    var arn = new Names(server).execution(execution);
    var request =
        Json.object().put("executionArn", arn).put("clientToken", UUID.randomUUID().toString());
    var redriven = server.call("RedriveExecution", request);
    print(redriven, "redriven " + Times.instant(redriven.path("redriveDate")));
    return watch ? new Watch(server, terminal(), json()).untilClosed(arn) : ExitCode.OK;
  }
}
