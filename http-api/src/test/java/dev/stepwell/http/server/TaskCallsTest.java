package dev.stepwell.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import java.util.HashSet;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class TaskCallsTest {
  private static final String ACTIVITY = "arn:aws:states:us-east-1:123456789012:activity:work";

  private final TestNode node = new TestNode();
  private String machine = "";

  @BeforeAll
  void register() throws Exception {
    node.call("CreateActivity", Json.object().put("name", "work"));
    machine =
        node.createMachine(
            "Work",
            "{\"StartAt\": \"T\", \"States\": {\"T\": {\"Type\": \"Task\", \"Resource\": \"%s\", \"End\": true}}}"
                .formatted(ACTIVITY));
  }

  @AfterAll
  void close() {
    node.close();
  }

  private String start(int number) throws Exception {
    return node.call(
            "StartExecution",
            Json.object().put("stateMachineArn", machine).put("input", "" + number))
        .text("executionArn");
  }

  private String status(String execution) throws Exception {
    return node.call("DescribeExecution", Json.object().put("executionArn", execution))
        .text("status");
  }

  private JsonNode poll(int maxTasks) throws Exception {
    var reply =
        node.post(
            "/api/v1/activity-tasks/poll",
            "{\"activityArn\": \"%s\", \"workerName\": \"w\", \"maxTasks\": %d}"
                .formatted(ACTIVITY, maxTasks));
    assertThat(reply.status()).as(reply.body().toString()).isEqualTo(200);
    return reply.body().get("tasks");
  }

  private JsonNode report(String reports) throws Exception {
    var reply = node.post("/api/v1/activity-tasks/report", "{\"reports\": [" + reports + "]}");
    assertThat(reply.status()).as(reply.body().toString()).isEqualTo(200);
    return reply.body().get("results");
  }

  private static String success(JsonNode task, String output) {
    return Json.text(
        Json.object()
            .put("type", "SUCCESS")
            .put("taskToken", task.get("taskToken").asString())
            .put("output", output));
  }

  @Test
  void oneRequestBringsWhatWaitsAndOneReportsIt() throws Exception {
    var executions = new HashSet<String>();
    for (var number = 0; number < 20; number++) {
      executions.add(start(number));
    }
    var inputs = new HashSet<String>();
    while (inputs.size() < 20) {
      var tasks = poll(7);
      assertThat(tasks.size()).isBetween(1, 7);
      tasks.forEach(task -> inputs.add(task.get("input").asString()));
      var results =
          report(
              tasks.valueStream().map(task -> success(task, "1")).collect(Collectors.joining(",")));
      assertThat(results).hasSize(tasks.size()).allMatch(JsonNode::isEmpty);
    }
    assertThat(inputs)
        .isEqualTo(IntStream.range(0, 20).mapToObj(Integer::toString).collect(Collectors.toSet()));
    for (var execution : executions) {
      assertThat(status(execution)).isEqualTo("SUCCEEDED");
    }
  }

  @Test
  void eachReportStandsForItself() throws Exception {
    var failed = start(1);
    var token = poll(1).get(0).get("taskToken").asString();
    var results =
        report(
            """
            {"type": "HEARTBEAT", "taskToken": "%1$s"},
            {"type": "SUCCESS", "taskToken": "nobody's", "output": "1"},
            {"type": "SUCCESS", "taskToken": "%1$s", "output": "not JSON"},
            {"type": "FAILURE", "taskToken": "%1$s", "error": "E", "cause": "c"},
            {"type": "SUCCESS", "taskToken": "%1$s", "output": "1"}
            """
                .formatted(token));
    assertThat(results.valueStream().map(result -> result.path("code").asString("")))
        .containsExactly("", "InvalidToken", "InvalidOutput", "", "TaskTimedOut");
    assertThat(status(failed)).isEqualTo("FAILED");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "poll | [] | The body must be an object",
        "poll | {\"activityArn\": \"a\"} | maxTasks must be an integer from 1 to 100",
        "poll | {\"activityArn\": \"a\", \"maxTasks\": 101} | maxTasks must be an integer from 1 to"
            + " 100",
        "poll | {\"activityArn\": \"a\", \"maxTasks\": 1.5} | maxTasks must be an integer from 1 to"
            + " 100",
        "poll | {\"maxTasks\": 1} | activityArn is missing",
        "poll | {\"activityArn\": 7, \"maxTasks\": 1} | activityArn must be a text of at most 2048"
            + " characters",
        "poll | {\"activityArn\": \"a\", \"maxTasks\": 1, \"x\": 1} | There is no x",
        "poll | {} {} | The body is not valid JSON",
        "report | {\"reports\": []} | reports must be an array of 1 to 100 reports",
        "report | {\"reports\": [7]} | reports[0]. must be an object",
        "report | {\"reports\": [{\"type\": \"SUCCESS\"}]} | reports[0].taskToken is missing",
        "report | {\"reports\": [{\"taskToken\": \"t\", \"type\": \"X\"}]} | reports[0].type must"
            + " be SUCCESS, FAILURE or HEARTBEAT",
        "report | {\"reports\": [{\"taskToken\": \"t\", \"type\": \"SUCCESS\"}]} |"
            + " reports[0].output is missing",
      })
  void saysWhatIsWrongWithARequest(String call, String body, String detail) throws Exception {
    var reply = node.post("/api/v1/activity-tasks/" + call, body);
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("code")).isEqualTo("ValidationException");
    assertThat(reply.text("detail")).startsWith(detail);
    assertThat(reply.response().headers().firstValue("Content-Type"))
        .hasValue("application/problem+json");
  }

  @Test
  void anUnknownActivityIsAnError() throws Exception {
    var reply =
        node.post(
            "/api/v1/activity-tasks/poll",
            "{\"activityArn\": \"%s\", \"maxTasks\": 1}".formatted(ACTIVITY + "2"));
    assertThat(reply.status()).isEqualTo(400);
    assertThat(reply.text("code")).isEqualTo("ActivityDoesNotExist");
  }
}
