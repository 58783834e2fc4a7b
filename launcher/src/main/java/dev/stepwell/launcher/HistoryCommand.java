package dev.stepwell.launcher;

import dev.stepwell.asl.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
    name = "history",
    description = "Show the history of an execution.",
    footer = {
      "%nExamples:",
      "  ./stepwell history OnlineShopCheckout/order-17",
      "  ./stepwell history OnlineShopCheckout/order-17 --follow --json | jq .type"
    })
final class HistoryCommand extends ClientCommand {
  @Parameters(
      index = "0",
      paramLabel = "EXECUTION",
      description = "The execution: STATE_MACHINE/EXECUTION or ARN.")
  private String execution = "";

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
    var arn = new Names(server).execution(execution);
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
