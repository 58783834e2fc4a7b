package dev.stepwell.launcher;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpServer;
import dev.stepwell.asl.json.Json;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import tools.jackson.databind.JsonNode;

/**
 * Does what commands do, so that a JVM that watches can prepare it: {@code ./stepwell} runs this
 * once with {@code -XX:AOTCacheOutput} and gives what comes of it to every command after.
 */
public final class WarmUp {
  private static final String DEFINITION =
      """
      {"StartAt": "A", "States": {
        "A": {"Type": "Choice", "Default": "B", "Choices": [
          {"Variable": "$.a", "NumericLessThan": 1, "Next": "B"}]},
        "B": {"Type": "Pass", "Parameters": {"b.$": "States.Format('{}', $.b)"}, "Next": "A"}}}
      """;

  private static final String[][] COMMANDS = {
    {"--version"},
    {"--help"},
    {"list"},
    {"list", "Name"},
    {"show", "Name"},
    {"show", "Name/Execution"},
    {"start", "Name", "{}", "--watch"},
    {"history", "Name/Execution"},
    {"stop", "Name/Execution"},
    {"activity", "list"},
    {"validate", "-"},
    {"deploy", "-", "--name", "Name"},
    {"lst"},
  };

  private WarmUp() {}

  public static void main(String[] args) throws IOException {
    var answer = Json.text(answer()).getBytes(UTF_8);
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          exchange.getRequestBody().readAllBytes();
          exchange.sendResponseHeaders(200, answer.length);
          exchange.getResponseBody().write(answer);
          exchange.close();
        });
    server.start();
    var url = "http://127.0.0.1:" + server.getAddress().getPort();
    var nothing = new PrintStream(OutputStream.nullOutputStream(), true, UTF_8);
    for (var command : COMMANDS) {
      var arguments = new String[command.length + 2];
      System.arraycopy(command, 0, arguments, 0, command.length);
      arguments[command.length] = "--url";
      arguments[command.length + 1] = url;
      for (var words : new String[][] {command, arguments}) {
        Stepwell.execute(
            new Terminal(nothing, nothing, false),
            new ByteArrayInputStream(DEFINITION.getBytes(UTF_8)),
            words);
      }
    }
    server.stop(0);
  }

  /** One answer that every operation could give. */
  private static JsonNode answer() {
    var machine = "arn:aws:states:us-east-1:123456789012:stateMachine:Name";
    var answer =
        Json.object()
            .put("name", "Name")
            .put("status", "SUCCEEDED")
            .put("type", "STANDARD")
            .put("roleArn", "arn:aws:iam::123456789012:role/stepwell")
            .put("stateMachineArn", machine)
            .put("activityArn", "arn:aws:states:us-east-1:123456789012:activity:Name")
            .put("executionArn", "arn:aws:states:us-east-1:123456789012:execution:Name:Execution")
            .put("definition", DEFINITION)
            .put("input", "{}")
            .put("output", "{}")
            .put("creationDate", 0.5)
            .put("updateDate", 0.5)
            .put("startDate", 0.5)
            .put("stopDate", 0.5)
            .put("redriveDate", 0.5);
    var item = answer.deepCopy();
    answer.putArray("stateMachines").add(item);
    answer.putArray("executions").add(item);
    answer.putArray("activities").add(item);
    answer
        .putArray("events")
        .addObject()
        .put("id", 1)
        .put("previousEventId", 0)
        .put("timestamp", 0.5)
        .put("type", "ExecutionStarted")
        .putObject("executionStartedEventDetails")
        .put("input", "{}");
    return answer;
  }
}
