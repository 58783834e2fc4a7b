package dev.stepwell.launcher;

import dev.stepwell.asl.json.Json;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(name = "history", description = "Show the history of an execution.")
final class HistoryCommand extends ClientCommand {
  @Parameters(
      index = "0",
      paramLabel = "EXECUTION",
      description = "The execution, by ARN or as STATE_MACHINE:EXECUTION.")
  private String execution = "";

  @Option(names = "--json", description = "Print one JSON object per event, whole.")
  private boolean json;

  HistoryCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Server server) {
    var request = Json.object().put("executionArn", server.executionArn(execution));
    var events = server.list("GetExecutionHistory", request, "events");
    var table = new HistoryTable(terminal());
    if (!json) {
      terminal().print(table.header());
    }
    for (var event : events) {
      terminal().print(json ? Json.text(event) : table.row(event));
    }
    return ExitCode.OK;
  }
}
