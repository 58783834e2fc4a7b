package dev.stepwell.launcher;

import dev.stepwell.asl.json.Json;
import java.util.List;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import tools.jackson.databind.JsonNode;

@Command(
    name = "list",
    description = "List state machines, or the executions of one, the newest first.",
    footer = {
      "%nExamples:",
      "  ./stepwell list",
      "  ./stepwell list OnlineShopCheckout --status FAILED --limit 10"
    })
final class ListCommand extends ClientCommand {
  /** Those of executions that are not children of a Map Run. */
  private enum Status {
    RUNNING,
    SUCCEEDED,
    FAILED,
    TIMED_OUT,
    ABORTED
  }

  @Parameters(
      index = "0",
      arity = "0..1",
      paramLabel = "NAME",
      description = "A state machine, NAME:VERSION, NAME:ALIAS or ARN: its executions are listed.")
  private @Nullable String stateMachine;

  @Option(
      names = "--status",
      paramLabel = "STATUS",
      description = "Only executions that are ${COMPLETION-CANDIDATES}.")
  private @Nullable Status status;

  @Option(
      names = "--limit",
      paramLabel = "N",
      description = "How many executions, 1-1000 (default: ${DEFAULT-VALUE}).")
  private int limit = 100;

  ListCommand(Terminal terminal) {
    super(terminal);
  }

  @Override
  int run(Server server) {
    if (stateMachine == null) {
      if (status != null) {
        throw new CommandFailure(ExitCode.USAGE, "--status is for the executions of a machine");
      }
      printMachines(server.list("ListStateMachines", Json.object(), "stateMachines"));
    } else {
      var request =
          Json.object()
              .put("stateMachineArn", new Names(server).stateMachine(stateMachine))
              .put("maxResults", limit);
      if (status != null) {
        request.put("statusFilter", status.name());
      }
      printExecutions(server.call("ListExecutions", request).path("executions"));
    }
    return ExitCode.OK;
  }

  private void printMachines(List<JsonNode> machines) {
    for (var machine : machines) {
      print(
          machine,
          "%-40s %-8s %s  %s"
              .formatted(
                  machine.path("name").asString(),
                  machine.path("type").asString(),
                  Times.instant(machine.path("creationDate")),
                  terminal().faint(machine.path("stateMachineArn").asString())));
    }
    if (machines.isEmpty() && !json()) {
      terminal().tell("No state machines; './stepwell deploy' registers one");
    }
  }

  private void printExecutions(JsonNode executions) {
    for (var execution : executions) {
      print(
          execution,
          "%s  %s  %s"
              .formatted(
                  terminal().status("%-9s".formatted(execution.path("status").asString())),
                  Times.instant(execution.path("startDate")),
                  execution.path("name").asString()));
    }
    if (executions.isEmpty() && !json()) {
      terminal().tell("No executions");
    }
  }
}
