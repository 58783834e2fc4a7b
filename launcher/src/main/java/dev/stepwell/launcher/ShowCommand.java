package dev.stepwell.launcher;

import dev.stepwell.asl.json.Json;
import java.time.Duration;
import java.util.List;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "show",
    description = {
      "Show a state machine, or an execution with the states that it is in.",
      "Of a machine: the outline of its definition. Of an execution: what each state waits for."
    },
    footer = {
      "%nExamples:",
      "  ./stepwell show OnlineShopCheckout",
      "  ./stepwell show OnlineShopCheckout/order-17",
      "  ./stepwell show OnlineShopCheckout --json | jq -r .definition"
    })
final class ShowCommand extends ClientCommand {
  @Parameters(
      index = "0",
      paramLabel = "NAME",
      description = "STATE_MACHINE, STATE_MACHINE/EXECUTION, or the ARN of either.")
  private String name = "";

  ShowCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Server server) {
    if (isExecution()) {
      showExecution(server);
    } else {
      showMachine(server);
    }
    return ExitCode.OK;
  }

  private boolean isExecution() {
    return name.startsWith("arn:")
        ? name.contains(":execution:") || name.contains(":express:")
        : name.contains("/") || name.contains(":");
  }

  private void showMachine(Server server) {
    var arn = new Names(server).stateMachine(name);
    var machine = server.call("DescribeStateMachine", Json.object().put("stateMachineArn", arn));
    print(
        machine,
        new Fields(terminal())
            .add("machine", terminal().bold(machine.path("name").asString()))
            .add("arn", machine.path("stateMachineArn").asString())
            .add("type", machine.path("type").asString())
            .add("status", machine.path("status").asString())
            .add("created", Times.instant(machine.path("creationDate")).toString())
            .add("revision", machine.path("revisionId").asString(""))
            .add("role", machine.path("roleArn").asString())
            .addBlock(
                "states", DefinitionOutline.of(Json.parse(machine.path("definition").asString())))
            .text());
  }

  private void showExecution(Server server) {
    var request = Json.object().put("executionArn", new Names(server).execution(name));
    var execution = server.call("DescribeExecution", request);
    var status = execution.path("status").asString();
    print(
        execution,
        new Fields(terminal())
            .add("execution", terminal().bold(execution.path("name").asString()))
            .add("arn", execution.path("executionArn").asString())
            .add("machine", machine(execution))
            .add("status", terminal().status(status))
            .add("started", Times.instant(execution.path("startDate")).toString())
            .add("stopped", stopped(execution))
            .add("redriven", redriven(execution))
            .add("input", Terminal.plain(execution.path("input").asString("")))
            .add("output", Terminal.plain(execution.path("output").asString("")))
            .add("error", Terminal.plain(execution.path("error").asString("")))
            .add("cause", Terminal.plain(execution.path("cause").asString("")))
            .addBlock(
                "states",
                json() || !status.equals("RUNNING")
                    ? List.of()
                    : states(server.list("GetExecutionHistory", request, "events")))
            .text());
  }

  /** Through which version or alias it was started, if any. */
  private static String machine(JsonNode execution) {
    for (var member : List.of("stateMachineAliasArn", "stateMachineVersionArn")) {
      if (execution.has(member)) {
        return execution.path(member).asString();
      }
    }
    return execution.path("stateMachineArn").asString();
  }

  private static String stopped(JsonNode execution) {
    if (!execution.has("stopDate")) {
      return "";
    }
    var stop = Times.instant(execution.path("stopDate"));
    var lasted = Duration.between(Times.instant(execution.path("startDate")), stop);
    return stop + " (after " + Times.duration(lasted) + ")";
  }

  private static String redriven(JsonNode execution) {
    var count = execution.path("redriveCount").asInt(0);
    return count == 0 ? "" : count + " times, last " + Times.instant(execution.path("redriveDate"));
  }

  private static List<String> states(List<JsonNode> events) {
    return OpenStates.of(events).stream()
        .map(visit ->
            "%-24s %-8s since %s  %s"
                .formatted(
                    visit.name(),
                    visit.type(),
                    Times.instant(visit.entered().path("timestamp")),
                    work(visit))
                .stripTrailing())
        .toList();
  }

  /** What the state waits for, in the words of its last event. */
  private static String work(OpenStates.Visit visit) {
    var last = visit.last();
    var scheduled = visit.scheduled();
    if (last.equals(visit.entered()) || scheduled == null) {
      return "";
    }
    var worker = last.path("activityStartedEventDetails").path("workerName").asString("");
    return "%s %s%s"
        .formatted(
            last.path("type").asString(),
            scheduled.path("resource").asString(""),
            worker.isEmpty() ? "" : " by " + Terminal.plain(worker));
  }
}
