package dev.stepwell.launcher.process;

import dev.stepwell.asl.json.Json;
import java.net.URI;
import java.time.Duration;
import tools.jackson.databind.JsonNode;

/** State machines that call one function each, and their executions. */
final class FunctionMachines implements AutoCloseable {
  private static final String ROLE = "arn:aws:iam::123456789012:role/stepwell";
  private static final Duration PATIENCE = Duration.ofSeconds(90);

  private final Client client;

  FunctionMachines(URI server) {
    client = new Client(server);
  }

  Client client() {
    return client;
  }

  /** Registers a machine whose only state calls the function. */
  String machine(String function) {
    var definition =
        """
        {"StartAt": "C", "States": {"C": {"Type": "Task", "End": true,
          "Resource": "arn:aws:lambda:us-east-1:123456789012:function:%s"}}}
        """
            .formatted(function);
    return machine(function, definition);
  }

  String machine(String name, String definition) {
    var request =
        Json.object().put("name", name).put("definition", definition).put("roleArn", ROLE);
    return client.call("CreateStateMachine", request).path("stateMachineArn").asString();
  }

  /** Starts an execution. @return its ARN */
  String start(String machine, String input) {
    return client
        .call("StartExecution", Json.object().put("stateMachineArn", machine).put("input", input))
        .path("executionArn")
        .asString();
  }

  /** An execution that has ended. */
  JsonNode ended(String executionArn) {
    var request = Json.object().put("executionArn", executionArn);
    client.await(
        executionArn + " is closed",
        () ->
            !client.call("DescribeExecution", request).path("status").asString().equals("RUNNING"),
        PATIENCE);
    return client.call("DescribeExecution", request);
  }

  /** Waits until the history of an execution has an event of the type. */
  void awaitEvent(String executionArn, String type) {
    client.await(
        type + " in " + executionArn,
        () ->
            client.history(executionArn).stream()
                .anyMatch(event -> event.path("type").asString().equals(type)),
        PATIENCE);
  }

  /** What comes of calling the function once. */
  JsonNode call(String function, String input) {
    return ended(start(machine(function), input));
  }

  @Override
  public void close() {
    client.close();
  }
}
