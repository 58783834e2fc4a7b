package dev.stepwell.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/** Executions that tasks start, over the wire. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class NestedExecutionsTest {
  private static final String FAIL =
      """
      {"StartAt": "F", "States": {"F": {"Type": "Fail", "Error": "E", "Cause": "c"}}}
      """;
  private static final String WAIT =
      """
      {"StartAt": "W", "States": {"W": {"Type": "Wait", "Seconds": 600, "End": true}}}
      """;

  private final TestNode node = new TestNode();

  @AfterAll
  void close() {
    node.close();
  }

  /** A machine of one task that starts the other machine. */
  private String parent(String name, String pattern, String child, String fields) throws Exception {
    return node.createMachine(
        name,
        """
        {"StartAt": "S", "States": {"S": {"Type": "Task", "End": true,
          "Resource": "arn:aws:states:::states:startExecution%s",
          "Parameters": {"StateMachineArn": "%s", "Input": {"a": 1}%s}}}}
        """
            .formatted(pattern, child, fields));
  }

  private String start(String machine) throws Exception {
    return node.call("StartExecution", Json.object().put("stateMachineArn", machine))
        .text("executionArn");
  }

  private JsonNode awaited(String execution, Predicate<JsonNode> condition) throws Exception {
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(20);
    while (true) {
      var described =
          node.call("DescribeExecution", Json.object().put("executionArn", execution)).body();
      if (condition.test(described)) {
        return described;
      }
      assertThat(System.nanoTime()).as("%s", described).isLessThan(end);
      Thread.onSpinWait();
    }
  }

  private JsonNode closed(String execution) throws Exception {
    return awaited(execution, described -> !described.path("status").asString().equals("RUNNING"));
  }

  private List<String> events(String execution) throws Exception {
    var types = new ArrayList<String>();
    node.call("GetExecutionHistory", Json.object().put("executionArn", execution))
        .body()
        .path("events")
        .forEach(event -> types.add(event.path("type").asString()));
    return types;
  }

  @Test
  void aRequestDoesNotWaitForTheEnd() throws Exception {
    var child = node.createMachine("child-rr", WAIT);
    var execution = start(parent("rr", "", child, ", \"Name\": \"mine\""));
    var output = Json.parse(closed(execution).path("output").asString());
    assertThat(output.path("ExecutionArn").asString()).endsWith(":execution:child-rr:mine");
    assertThat(events(execution))
        .containsExactly(
            "ExecutionStarted",
            "TaskStateEntered",
            "TaskScheduled",
            "TaskStarted",
            "TaskSucceeded",
            "TaskStateExited",
            "ExecutionSucceeded");
  }

  @Test
  void aJobEndsWithItsExecution() throws Exception {
    var child = node.createMachine("child-sync", Definitions.PASS);
    var execution = start(parent("sync", ".sync", child, ""));
    var output = Json.parse(closed(execution).path("output").asString());
    assertThat(output.path("Status").asString()).isEqualTo("SUCCEEDED");
    assertThat(output.path("Input").asString()).isEqualTo("{\"a\":1}");
    assertThat(output.path("Output").isString()).isTrue();
    assertThat(events(execution))
        .containsExactly(
            "ExecutionStarted",
            "TaskStateEntered",
            "TaskScheduled",
            "TaskStarted",
            "TaskSubmitted",
            "TaskSucceeded",
            "TaskStateExited",
            "ExecutionSucceeded");
  }

  @Test
  void inItsSecondVersionInputAndOutputAreJson() throws Exception {
    var child = node.createMachine("child-sync2", Definitions.PASS);
    var output =
        Json.parse(closed(start(parent("sync2", ".sync:2", child, ""))).path("output").asString());
    assertThat(output.path("Input")).isEqualTo(Json.parse("{\"a\":1}"));
    assertThat(output.path("InputDetails")).isEqualTo(Json.parse("{\"Included\":true}"));
  }

  @Test
  void aJobThatFailsIsAFailedTask() throws Exception {
    var child = node.createMachine("child-fails", FAIL);
    var described = closed(start(parent("fails", ".sync", child, "")));
    assertThat(described.path("status").asString()).isEqualTo("FAILED");
    assertThat(described.path("error").asString()).isEqualTo("States.TaskFailed");
    assertThat(Json.parse(described.path("cause").asString()).path("Error").asString())
        .isEqualTo("E");
  }

  @Test
  void aMachineThatIsNotThereFailsTheTask() throws Exception {
    var nobody = "arn:aws:states:us-east-1:123456789012:stateMachine:nobody";
    var described = closed(start(parent("nobodys-parent", "", nobody, "")));
    assertThat(described.path("error").asString())
        .isEqualTo("StepFunctions.StateMachineDoesNotExistException");
    assertThat(described.path("cause").asString())
        .startsWith(
            "State Machine Does Not Exist: '"
                + nobody
                + "' (Service: AWSStepFunctions; Status Code: 400; Error Code: StateMachineDoesNotExist; Request ID: ");
  }

  @Test
  void aJobIsStoppedWithItsParent() throws Exception {
    var child = node.createMachine("child-stopped", WAIT);
    var execution = start(parent("stopped", ".sync", child, ", \"Name\": \"mine\""));
    var nested =
        execution.replace(
            "execution:stopped:" + lastPart(execution), "execution:child-stopped:mine");
    awaited(nested, described -> described.path("status").asString().equals("RUNNING"));
    var stopped = node.call("StopExecution", Json.object().put("executionArn", execution));
    assertThat(stopped.status()).isEqualTo(200);
    assertThat(closed(nested).path("status").asString()).isEqualTo("ABORTED");
  }

  private static String lastPart(String arn) {
    return arn.substring(arn.lastIndexOf(':') + 1);
  }
}
