package dev.stepwell.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExecutionOperationsTest {
  private static final String PREFIX = "arn:aws:states:us-east-1:123456789012:";

  private final TestNode node = new TestNode();

  @AfterAll
  void close() {
    node.close();
  }

  private ObjectNode start(String machine, String name) throws IOException, InterruptedException {
    var started =
        node.call(
            "StartExecution",
            Json.object()
                .put("stateMachineArn", machine)
                .put("name", name)
                .put("input", "{\"a\" : 1}"));
    assertThat(started.status()).isEqualTo(200);
    return Json.object().put("executionArn", started.text("executionArn"));
  }

  @Test
  void startsAndDescribesByteForByte() throws Exception {
    var machine = node.createMachine("started", Definitions.PASS);
    var execution = start(machine, "e");
    assertThat(execution.path("executionArn").asString()).isEqualTo(PREFIX + "execution:started:e");
    var described = node.call("DescribeExecution", execution).body();
    assertThat(described.path("stateMachineArn").asString()).isEqualTo(machine);
    assertThat(described.path("status").asString()).isEqualTo("SUCCEEDED");
    assertThat(described.path("input").asString()).isEqualTo("{\"a\" : 1}");
    assertThat(described.path("inputDetails")).isEqualTo(Json.parse("{\"included\":true}"));
    assertThat(described.path("redriveCount").asInt()).isZero();
    assertThat(described.path("redriveStatusReason").asString())
        .isEqualTo("Execution is SUCCEEDED and cannot be redriven");
    assertThat(described.path("stopDate").isNumber()).isTrue();
    assertThat(described.has("error")).isFalse();
  }

  @Test
  void leavesOutDataWhenAskedTo() throws Exception {
    var execution = start(node.createMachine("sparse", Definitions.PASS), "e");
    var described =
        node.call("DescribeExecution", execution.put("includedData", "METADATA_ONLY")).body();
    assertThat(described.has("input")).isFalse();
    assertThat(described.has("output")).isFalse();
    assertThat(described.path("outputDetails")).isEqualTo(Json.parse("{\"included\":false}"));
  }

  @Test
  void theTraceHeaderOfTheRequestWins() throws Exception {
    var machine = node.createMachine("traced", Definitions.PASS);
    var body =
        Json.object().put("stateMachineArn", machine).put("name", "e").put("traceHeader", "given");
    node.send(
        node.request("StartExecution", Json.text(body))
            .header("X-Amzn-Trace-Id", "Root=1")
            .build());
    var execution = Json.object().put("executionArn", PREFIX + "execution:traced:e");
    assertThat(node.call("DescribeExecution", execution).text("traceHeader")).isEqualTo("Root=1");
  }

  @Test
  void describesTheRevisionThatAnExecutionRuns() throws Exception {
    var machine = node.createMachine("revised", Definitions.WAIT);
    var execution = start(machine, "e");
    node.call(
        "UpdateStateMachine",
        Json.object().put("stateMachineArn", machine).put("definition", Definitions.PASS));
    var described = node.call("DescribeStateMachineForExecution", execution).body();
    assertThat(described.path("definition").asString()).isEqualTo(Definitions.WAIT);
    assertThat(described.path("stateMachineArn").asString()).isEqualTo(machine);
    assertThat(described.path("updateDate").isNumber()).isTrue();
    assertThat(described.has("revisionId")).isFalse();
    assertThat(described.has("status")).isFalse();
  }

  @Test
  void stopsOnce() throws Exception {
    var execution = start(node.createMachine("stopped", Definitions.WAIT), "e");
    var request = execution.deepCopy().put("error", "Enough").put("cause", "tired");
    var stopped = node.call("StopExecution", request);
    assertThat(stopped.body().path("stopDate").isNumber()).isTrue();
    assertThat(node.call("StopExecution", execution).body()).isEqualTo(stopped.body());
    var described = node.call("DescribeExecution", execution);
    assertThat(described.text("status")).isEqualTo("ABORTED");
    assertThat(described.text("error")).isEqualTo("Enough");
  }

  private String redriveStatus(ObjectNode execution) throws IOException, InterruptedException {
    var described = node.call("DescribeExecution", execution).body();
    return described.path("redriveStatus").asString()
        + " "
        + described.path("redriveStatusReason").asString("")
        + " "
        + described.path("redriveCount").asInt()
        + " "
        + described.path("redriveDate").asString("");
  }

  @Test
  void redrivesWhatDidNotSucceed() throws Exception {
    var machine = node.createMachine("redriven", Definitions.WAIT);
    var execution = start(machine, "e");
    var running = "NOT_REDRIVABLE Execution is RUNNING and cannot be redriven ";
    assertThat(redriveStatus(execution)).isEqualTo(running + "0 ");
    assertThat(node.call("RedriveExecution", execution).error())
        .isEqualTo("ExecutionNotRedrivable Execution is RUNNING and cannot be redriven");
    node.call("StopExecution", execution);
    assertThat(redriveStatus(execution)).isEqualTo("REDRIVABLE  0 ");

    var request = execution.deepCopy().put("clientToken", "once");
    var redriven = node.call("RedriveExecution", request);
    assertThat(redriven.status()).isEqualTo(200);
    var date = redriven.body().path("redriveDate");
    assertThat(date.isNumber()).isTrue();
    assertThat(redriveStatus(execution)).isEqualTo(running + "1 " + date.asString());
    assertThat(node.call("RedriveExecution", request).body()).isEqualTo(redriven.body());
    var described = node.call("DescribeExecution", execution).body();
    assertThat(described.path("status").asString()).isEqualTo("RUNNING");
    assertThat(described.has("stopDate")).isFalse();
    var listed =
        node.call("ListExecutions", Json.object().put("stateMachineArn", machine))
            .body()
            .path("executions")
            .get(0);
    assertThat(listed.path("redriveCount").asInt()).isEqualTo(1);
    assertThat(listed.path("redriveDate")).isEqualTo(date);
    var events = node.call("GetExecutionHistory", execution).body().path("events");
    assertThat(events.get(events.size() - 1).path("type").asString())
        .isEqualTo("ExecutionRedriven");
    assertThat(events.get(events.size() - 1).path("executionRedrivenEventDetails"))
        .isEqualTo(Json.parse("{\"redriveCount\":1}"));
  }

  @Test
  void refusesToRedriveWhatSucceededOrIsNotThere() throws Exception {
    var execution = start(node.createMachine("succeeded", Definitions.PASS), "e");
    assertThat(node.call("RedriveExecution", execution).error())
        .isEqualTo("ExecutionNotRedrivable Execution is SUCCEEDED and cannot be redriven");
    var nobody = PREFIX + "execution:succeeded:nobody";
    assertThat(node.call("RedriveExecution", Json.object().put("executionArn", nobody)).error())
        .isEqualTo("ExecutionDoesNotExist Execution Does Not Exist: '" + nobody + "'");
    var express = PREFIX + "express:succeeded:e:1";
    assertThat(
            node.call("RedriveExecution", Json.object().put("executionArn", express))
                .text("__type"))
        .isEqualTo("InvalidArn");
  }

  @Test
  void listsTheNewestFirst() throws Exception {
    var machine = node.createMachine("listed", Definitions.PASS);
    for (var name : List.of("one", "two", "three")) {
      start(machine, name);
    }
    assertThat(names(Json.object().put("stateMachineArn", machine)))
        .containsExactlyInAnyOrder("one", "two", "three");
    assertThat(names(Json.object().put("stateMachineArn", machine).put("maxResults", 1)))
        .isEqualTo(names(Json.object().put("stateMachineArn", machine)));
    assertThat(names(Json.object().put("stateMachineArn", machine).put("statusFilter", "RUNNING")))
        .isEmpty();
  }

  @Test
  void aTokenIsBoundToItsArguments() throws Exception {
    var machine = node.createMachine("bound", Definitions.PASS);
    start(machine, "one");
    start(machine, "two");
    var request = Json.object().put("stateMachineArn", machine).put("maxResults", 1);
    var token = node.call("ListExecutions", request).text("nextToken");
    assertThat(
            node.call(
                    "ListExecutions",
                    request.put("nextToken", token).put("statusFilter", "SUCCEEDED"))
                .error())
        .isEqualTo("InvalidToken Invalid Token: 'Invalid token'");
  }

  @Test
  void pagesTheHistoryInBothDirections() throws Exception {
    var execution = start(node.createMachine("storied", Definitions.PASS), "e");
    var events = events(execution.deepCopy());
    assertThat(events).hasSize(4);
    assertThat(events.getFirst().path("executionStartedEventDetails").path("input").asString())
        .isEqualTo("{\"a\" : 1}");
    assertThat(events(execution.deepCopy().put("maxResults", 1))).isEqualTo(events);
    assertThat(events(execution.deepCopy().put("maxResults", 3).put("reverseOrder", true)))
        .isEqualTo(events.reversed());
  }

  @Test
  void historyWithoutDataKeepsTheNames() throws Exception {
    var execution = start(node.createMachine("secret", Definitions.PASS), "e");
    var events = events(execution.put("includeExecutionData", false));
    assertThat(events.get(1).path("stateEnteredEventDetails"))
        .isEqualTo(Json.parse("{\"name\":\"A\"}"));
    assertThat(events.getFirst().path("executionStartedEventDetails"))
        .isEqualTo(Json.object().put("roleArn", TestNode.ROLE));
  }

  @ParameterizedTest
  @CsvSource({
    "DescribeExecution",
    "StopExecution",
    "GetExecutionHistory",
    "DescribeStateMachineForExecution"
  })
  void refusesExecutionsThatAreNone(String operation) throws Exception {
    assertThat(node.call(operation, Json.object().put("executionArn", "no_arn")).error())
        .isEqualTo("InvalidArn Invalid Arn: 'Invalid ARN prefix: no_arn'");
    var express = PREFIX + "express:m:e:1";
    assertThat(node.call(operation, Json.object().put("executionArn", express)).error())
        .isEqualTo("InvalidArn Invalid Arn: 'Resource type not valid in this context: express'");
    var unknown = PREFIX + "execution:m:e";
    assertThat(node.call(operation, Json.object().put("executionArn", unknown)).error())
        .isEqualTo("ExecutionDoesNotExist Execution Does Not Exist: '" + unknown + "'");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "not some validated json|Unrecognized token 'not': was expecting (JSON String, Number,"
            + " Array, Object or token 'null', 'true' or 'false')",
        "''|Invalid execution input."
      })
  void refusesInputThatIsNoJson(String input, String detail) throws Exception {
    var machine = node.createMachine("input", Definitions.PASS);
    assertThat(
            node.call(
                    "StartExecution",
                    Json.object().put("stateMachineArn", machine).put("input", input))
                .error())
        .isEqualTo("InvalidExecutionInput Invalid State Machine Execution Input: '" + detail + "'");
  }

  @Test
  void refusesInputThatIsTooLargeInCharactersOrInBytes() throws Exception {
    var machine = node.createMachine("large", Definitions.PASS);
    var request = Json.object().put("stateMachineArn", machine);
    request.put("input", "\"" + "x".repeat(300_000) + "\"");
    assertThat(node.call("StartExecution", request).error())
        .isEqualTo(
            "ValidationException 1 validation error detected: Value at 'input' failed to satisfy"
                + " constraint: Member must have length less than or equal to 262144");
    request.put("input", "\"" + "ä".repeat(200_000) + "\"");
    assertThat(node.call("StartExecution", request).text("__type"))
        .isEqualTo("InvalidExecutionInput");
    request.put("input", "\"" + "x".repeat(2_000_000) + "\"");
    assertThat(node.call("StartExecution", request).text("__type"))
        .isEqualTo("ValidationException");
  }

  @ParameterizedTest
  @CsvSource({
    "{}",
    "'{\"stateMachineArn\":\"a\",\"mapRunArn\":\"b\"}'",
    "'{\"stateMachineArn\":\"a\",\"statusFilter\":\"PENDING_REDRIVE\"}'",
    "'{\"stateMachineArn\":\"a\",\"redriveFilter\":\"REDRIVEN\"}'"
  })
  void refusesListsThatItDoesNotHave(String request) throws Exception {
    assertThat(node.call("ListExecutions", request).text("__type"))
        .isEqualTo("ValidationException");
  }

  @Test
  void anExecutionWithoutDistributedMapHasNoMapRuns() throws Exception {
    var execution = start(node.createMachine("mapless", Definitions.PASS), "e");
    assertThat(node.call("ListMapRuns", execution).body())
        .isEqualTo(Json.parse("{\"mapRuns\":[]}"));
    var arn = PREFIX + "mapRun:mapless/label:5f8d1ca1-6a62-4d23-a0e3-c39b5a6a1c3e";
    var mapRun = Json.object().put("mapRunArn", arn);
    for (var operation : List.of("DescribeMapRun", "ListExecutions")) {
      var refused = node.call(operation, mapRun);
      assertThat(refused.error()).isEqualTo("ResourceNotFound Resource not found: '" + arn + "'");
      assertThat(refused.text("resourceName")).isEqualTo(arn);
    }
    assertThat(node.call("UpdateMapRun", mapRun).text("reason"))
        .isEqualTo("MISSING_REQUIRED_PARAMETER");
    assertThat(node.call("UpdateMapRun", mapRun.deepCopy().put("maxConcurrency", 1)).text("__type"))
        .isEqualTo("ResourceNotFound");
  }

  private List<String> names(ObjectNode request) throws IOException, InterruptedException {
    return pages("ListExecutions", request, "executions").stream()
        .map(each -> each.path("name").asString())
        .toList();
  }

  private List<JsonNode> events(ObjectNode request) throws IOException, InterruptedException {
    return pages("GetExecutionHistory", request, "events");
  }

  private List<JsonNode> pages(String operation, ObjectNode request, String member)
      throws IOException, InterruptedException {
    var found = new ArrayList<JsonNode>();
    while (true) {
      var page = node.call(operation, request);
      assertThat(page.status()).isEqualTo(200);
      page.body().path(member).forEach(found::add);
      if (!page.body().has("nextToken")) {
        return found;
      }
      request.put("nextToken", page.text("nextToken"));
    }
  }
}
