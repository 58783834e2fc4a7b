package dev.stepwell.launcher;

import dev.stepwell.asl.json.Json;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(name = "list", description = "List state machines, or the executions of one.")
final class ListCommand extends ClientCommand {
  private static final int MILLIS_SCALE = 3;

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      description = "A state machine, by name or ARN: its executions are listed, the newest first.")
  private @Nullable String stateMachine;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "How many executions, 1-1000 (default: ${DEFAULT-VALUE}).")
  private int limit = 100;

  @Option(names = "--json", description = "Print one JSON object per line.")
  private boolean json;

  ListCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Server server) {
    if (stateMachine == null) {
      printMachines(server.list("ListStateMachines", Json.object(), "stateMachines"));
    } else {
      var request = Json.object().put("stateMachineArn", server.stateMachineArn(stateMachine));
      var page = server.call("ListExecutions", request.put("maxResults", limit));
      printExecutions(page.path("executions").valueStream().toList());
    }
    return ExitCode.OK;
  }

  private void printMachines(List<JsonNode> machines) {
    for (var machine : machines) {
      terminal()
          .print(
              json
                  ? Json.text(machine)
                  : "%-40s %s  %s"
                      .formatted(
                          machine.path("name").asString(),
                          time(machine.path("creationDate")),
                          terminal().faint(machine.path("stateMachineArn").asString())));
    }
    if (machines.isEmpty() && !json) {
      terminal().tell("No state machines; './stepwell deploy' registers one");
    }
  }

  private void printExecutions(List<JsonNode> executions) {
    for (var execution : executions) {
      terminal()
          .print(
              json
                  ? Json.text(execution)
                  : "%s  %s  %s"
                      .formatted(
                          status(execution.path("status").asString()),
                          time(execution.path("startDate")),
                          execution.path("name").asString()));
    }
    if (executions.isEmpty() && !json) {
      terminal().tell("No executions");
    }
  }

  private String status(String status) {
    var padded = "%-9s".formatted(status);
    return switch (status) {
      case "SUCCEEDED" -> terminal().good(padded);
      case "RUNNING" -> padded;
      default -> terminal().bad(padded);
    };
  }

  private static String time(JsonNode epochSeconds) {
    var seconds = epochSeconds.decimalValue();
    return Instant.ofEpochMilli(seconds.movePointRight(MILLIS_SCALE).longValue()).toString();
  }
}
