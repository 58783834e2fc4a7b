package dev.stepwell.launcher;

import dev.stepwell.asl.json.Json;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * One run of the demo and what must come of it.
 *
 * @param states the states in the order in which they must be entered
 * @param total what DisplayTotal must show
 */
record DemoOrder(String input, List<String> states, String total) {
  private static final long LOOK_MILLIS = 50;
  private static final Duration PATIENCE = Duration.ofSeconds(60);

  /**
   * What came of a run.
   *
   * @param visited the states in the order in which they were entered
   * @param shown the output of DisplayTotal, or empty
   * @param fault what was not right, or empty
   */
  record Run(
      String input,
      String executionArn,
      String status,
      List<String> visited,
      String shown,
      String fault) {
    boolean passed() {
      return fault.isEmpty();
    }

    List<String> lines(Terminal terminal) {
      var lines = new ArrayList<String>();
      lines.add("");
      lines.add("Order " + terminal.bold(input));
      visited.forEach(state -> lines.add("  " + state));
      if (!shown.isEmpty()) {
        lines.add("  DisplayTotal: " + shown);
      }
      if (!passed()) {
        lines.add(terminal.bad("  expected " + fault));
      }
      return lines;
    }

    ObjectNode json() {
      var json =
          Json.object()
              .put("executionArn", executionArn)
              .put("input", input)
              .put("status", status)
              .put("output", shown);
      var states = json.putArray("states");
      visited.forEach(states::add);
      return json.put("passed", passed());
    }
  }

  /** Runs it to its end. */
  Run run(Server client, String stateMachineArn) {
    var started =
        client.call(
            "StartExecution",
            Json.object().put("stateMachineArn", stateMachineArn).put("input", input));
    var executionArn = started.path("executionArn").asString();
    var status = awaitEnd(client, executionArn);
    var execution = Json.object().put("executionArn", executionArn);
    var visited = new ArrayList<String>();
    var shown = "";
    for (var event : client.list("GetExecutionHistory", execution, "events")) {
      var entered = event.path("stateEnteredEventDetails").path("name").asString("");
      if (!entered.isEmpty()) {
        visited.add(entered);
      }
      var exited = event.path("stateExitedEventDetails");
      if (exited.path("name").asString("").equals("DisplayTotal")) {
        shown = exited.path("output").asString("");
      }
    }
    return new Run(
        input, executionArn, status, List.copyOf(visited), shown, fault(status, visited, shown));
  }

  private String fault(String status, List<String> visited, String shown) {
    if (!status.equals("SUCCEEDED")) {
      return "the execution to succeed, but it is " + status;
    }
    if (!visited.equals(states)) {
      return "the path " + states;
    }
    return isTotal(Json.parse(shown).path("total")) ? "" : "a total of " + total;
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
