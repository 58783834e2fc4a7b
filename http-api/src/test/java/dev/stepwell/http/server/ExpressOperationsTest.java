package dev.stepwell.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.node.ObjectNode;

@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ExpressOperationsTest {
  private static final String PREFIX = "arn:aws:states:us-east-1:123456789012:";

  private final TestNode node = new TestNode();

  @AfterAll
  void close() {
    node.close();
  }

  private ObjectNode machine(String name, String definition)
      throws IOException, InterruptedException {
    var creation =
        Json.object()
            .put("name", name)
            .put("type", "EXPRESS")
            .put("definition", definition)
            .put("roleArn", TestNode.ROLE);
    return Json.object()
        .put("stateMachineArn", node.call("CreateStateMachine", creation).text("stateMachineArn"));
  }

  @Test
  void runsAndAnswers() throws Exception {
    var start = machine("sync", Definitions.PASS).put("name", "e").put("input", "{\"a\" : 1}");
    var ended = node.call("StartSyncExecution", start).body();
    assertThat(ended.path("executionArn").asString())
        .matches(PREFIX + "express:sync:e:[0-9a-f-]{36}");
    assertThat(ended.path("stateMachineArn").asString()).isEqualTo(PREFIX + "stateMachine:sync");
    assertThat(ended.path("status").asString()).isEqualTo("SUCCEEDED");
    assertThat(ended.path("input").asString()).isEqualTo("{\"a\" : 1}");
    assertThat(ended.path("output").asString()).isEqualTo("{\"a\" : 1}");
    assertThat(ended.at("/billingDetails/billedDurationInMilliseconds").asInt() % 100).isZero();

    var sparse = node.call("StartSyncExecution", start.put("includedData", "METADATA_ONLY")).body();
    assertThat(sparse.has("output")).isFalse();
    assertThat(sparse.path("outputDetails")).isEqualTo(Json.parse("{\"included\":false}"));
  }

  @Test
  void timesOut() throws Exception {
    var slow = Definitions.WAIT.replace("{\"StartAt\"", "{\"TimeoutSeconds\":1,\"StartAt\"");
    var ended = node.call("StartSyncExecution", machine("slow", slow)).body();
    assertThat(ended.path("status").asString()).isEqualTo("TIMED_OUT");
    assertThat(ended.at("/billingDetails/billedDurationInMilliseconds").asInt())
        .isGreaterThanOrEqualTo(1_000);
  }

  @Test
  void versionsAndAliasesRunToo() throws Exception {
    machine("versioned", Definitions.PASS);
    node.call(
        "PublishStateMachineVersion",
        Json.object().put("stateMachineArn", PREFIX + "stateMachine:versioned"));
    var ended =
        node.call(
            "StartSyncExecution",
            Json.object().put("stateMachineArn", PREFIX + "stateMachine:versioned:1"));
    assertThat(ended.text("status")).isEqualTo("SUCCEEDED");
    assertThat(ended.text("stateMachineArn")).isEqualTo(PREFIX + "stateMachine:versioned");
  }

  @Test
  void anAsynchronousStartIsNeverTheSame() throws Exception {
    var start = machine("async", Definitions.PASS).put("name", "e");
    var first = node.call("StartExecution", start);
    assertThat(first.text("executionArn")).matches(PREFIX + "express:async:e:[0-9a-f-]{36}");
    assertThat(node.call("StartExecution", start).text("executionArn"))
        .isNotEqualTo(first.text("executionArn"));
  }

  @Test
  void thereIsNoListOfExecutions() throws Exception {
    assertThat(node.call("ListExecutions", machine("listless", Definitions.PASS)).error())
        .isEqualTo(
            "StateMachineTypeNotSupported This operation is not supported by this type of state"
                + " machine");
  }

  @ParameterizedTest
  @CsvSource({
    "DescribeExecution",
    "StopExecution",
    "GetExecutionHistory",
    "DescribeStateMachineForExecution"
  })
  void thereIsNothingToSeeOfAnExecution(String operation) throws Exception {
    var started = node.call("StartExecution", machine("unseen", Definitions.PASS));
    assertThat(
            node.call(operation, Json.object().put("executionArn", started.text("executionArn")))
                .error())
        .isEqualTo("InvalidArn Invalid Arn: 'Resource type not valid in this context: express'");
  }

  @ParameterizedTest
  @CsvSource({
    "arn:aws:states:us-east-1:123456789012:activity:a,Activity ARN",
    "arn:aws:states:::lambda:invoke.waitForTaskToken,'.waitForTaskToken' service integration",
    "arn:aws:states:::states:startExecution.sync:2,'.sync' service integration"
  })
  void whatOnlyStandardMachinesCanDoIsRefused(String resource, String what) throws Exception {
    var creation =
        Json.object()
            .put("name", "refused")
            .put("type", "EXPRESS")
            .put("definition", Definitions.task(resource))
            .put("roleArn", TestNode.ROLE);
    assertThat(node.call("CreateStateMachine", creation).text("message"))
        .contains("Express state machine does not support " + what);
  }

  @Test
  void aMachineKeepsItsType() throws Exception {
    var machine = machine("typed", Definitions.PASS);
    var creation =
        Json.object()
            .put("name", "typed")
            .put("definition", Definitions.PASS)
            .put("roleArn", TestNode.ROLE);
    assertThat(node.call("CreateStateMachine", creation).text("__type"))
        .isEqualTo("StateMachineAlreadyExists");
    assertThat(node.call("DescribeStateMachine", machine).text("type")).isEqualTo("EXPRESS");
    var activity = Definitions.task(PREFIX + "activity:a");
    assertThat(node.call("UpdateStateMachine", machine.put("definition", activity)).text("__type"))
        .isEqualTo("InvalidDefinition");
  }
}
