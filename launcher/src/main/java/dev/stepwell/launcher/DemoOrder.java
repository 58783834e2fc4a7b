package dev.stepwell.launcher;

import dev.stepwell.asl.json.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;

/**
 * One run of the demo and what must come of it.
 *
 * @param states the states in the order in which they must be entered
 * @param total what DisplayTotal must show
 */
record DemoOrder(String input, List<String> states, String total) {
  private static final long LOOK_MILLIS = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /** Runs it and prints it, line by line. @return whether everything was right */
  boolean run(Server client, Terminal terminal, String stateMachineArn) {
    terminal.print("");
    terminal.print("Order " + terminal.bold(input));
    var started =
        client.call(
            "StartExecution",
            Json.object().put("stateMachineArn", stateMachineArn).put("input", input));
    var execution = Json.object().put("executionArn", started.path("executionArn").asString());
    var status = awaitEnd(client, execution.path("executionArn").asString());
    var events = client.list("GetExecutionHistory", execution, "events");
    var visited = new ArrayList<String>();
    var shown = "";
    for (var event : events) {
      var entered = event.path("stateEnteredEventDetails").path("name").asString("");
      if (!entered.isEmpty()) {
        visited.add(entered);
        terminal.print("  " + entered);
      }
      var exited = event.path("stateExitedEventDetails");
      if (exited.path("name").asString("").equals("DisplayTotal")) {
        shown = exited.path("output").asString("");
        terminal.print("  DisplayTotal: " + shown);
      }
    }
    return check(terminal, status, visited, shown);
  }

  private boolean check(Terminal terminal, String status, List<String> visited, String shown) {
    if (!status.equals("SUCCEEDED")) {
      terminal.print(terminal.bad("  expected the execution to succeed, but it is " + status));
      return false;
    }
    if (!visited.equals(states)) {
      terminal.print(terminal.bad("  expected the path " + states));
      return false;
    }
    var actual = Json.parse(shown).path("total");
    if (!isTotal(actual)) {
      terminal.print(terminal.bad("  expected a total of " + total));
      return false;
    }
    return true;
  }

  private boolean isTotal(JsonNode actual) {
    return actual.isNumber() && actual.decimalValue().compareTo(new BigDecimal(total)) == 0;
  }

  private static String awaitEnd(Server client, String executionArn) {
    var deadline = System.nanoTime() + PATIENCE.toNanos();
    while (true) {
      var status =
          client
              .call("DescribeExecution", Json.object().put("executionArn", executionArn))
              .path("status")
              .asString();
      if (!status.equals("RUNNING") || System.nanoTime() > deadline) {
        return status;
      }
      try {
        Thread.sleep(LOOK_MILLIS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new CommandFailure(ExitCode.FAILED, "Interrupted", e);
      }
    }
  }
}
