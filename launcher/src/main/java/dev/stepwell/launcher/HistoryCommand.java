package dev.stepwell.launcher;

import dev.stepwell.asl.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
    name = "history",
    description = "Show the history of an execution.",
    footer = {
      "%nExamples:",
      "  ./stepwell history OnlineShopCheckout/order-17",
      "  ./stepwell history OnlineShopCheckout/order-17 --follow --json | jq .type"
    })
final class HistoryCommand extends ClientCommand {
  @Mixin private final ExecutionArgument execution = new ExecutionArgument();

  @Option(
      names = {"-f", "--follow"},
      description =
          "Show events as they happen, until the execution is closed; ends with 0 when it"
              + " succeeded, else with 1.")
  private boolean follow;

  HistoryCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Server server) {
    var arn = execution.arn(server);
    var table = new HistoryTable(terminal());
    if (!json()) {
      terminal().print(table.header());
    }
    if (follow) {
      return new Watch(server, terminal(), json()).untilClosed(arn);
    }
    var request = Json.object().put("executionArn", arn);
    for (var event : server.list("GetExecutionHistory", request, "events")) {
      terminal().print(json() ? Json.text(event) : table.row(event));
    }
    return ExitCode.OK;
  }
}
