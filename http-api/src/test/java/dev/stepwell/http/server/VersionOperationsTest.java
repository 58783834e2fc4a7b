package dev.stepwell.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Versions of state machines; what is recorded from AWS runs as conformance cases too. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class VersionOperationsTest {
  private static final String PREFIX = "arn:aws:states:us-east-1:123456789012:stateMachine:";

  private final TestNode node = new TestNode();

  @AfterAll
  void close() {
    node.close();
  }

  private static ObjectNode named(String name) {
    return Json.object().put("stateMachineArn", PREFIX + name);
  }

  private static ObjectNode version(String name) {
    return Json.object().put("stateMachineVersionArn", PREFIX + name);
  }

  private String publish(String name) throws IOException, InterruptedException {
    return node.call("PublishStateMachineVersion", named(name)).text("stateMachineVersionArn");
  }

  private void update(String name, String comment) throws IOException, InterruptedException {
    var definition =
        Definitions.PASS.replace(
            "{ \"StartAt\"", "{ \"Comment\": \"" + comment + "\", \"StartAt\"");
    assertThat(node.call("UpdateStateMachine", named(name).put("definition", definition)).status())
        .isEqualTo(200);
  }

  @Test
  void aCreationThatPublishesIsRepeatable() throws Exception {
    var creation =
        Json.object()
            .put("name", "published")
            .put("definition", Definitions.PASS)
            .put("roleArn", TestNode.ROLE)
            .put("publish", true)
            .put("versionDescription", "the first");
    var created = node.call("CreateStateMachine", creation);
    assertThat(created.text("stateMachineVersionArn")).isEqualTo(PREFIX + "published:1");
    assertThat(node.call("CreateStateMachine", creation).body()).isEqualTo(created.body());
    assertThat(node.call("DescribeStateMachine", named("published:1")).text("description"))
        .isEqualTo("the first");

    creation.put("versionDescription", "another");
    assertThat(node.call("CreateStateMachine", creation).text("__type"))
        .isEqualTo("StateMachineAlreadyExists");
  }

  @Test
  void aVersionKeepsItsDefinition() throws Exception {
    node.createMachine("kept", Definitions.PASS);
    assertThat(publish("kept")).isEqualTo(PREFIX + "kept:1");
    update("kept", "second");
    assertThat(publish("kept")).isEqualTo(PREFIX + "kept:2");

    assertThat(node.call("DescribeStateMachine", named("kept:1")).text("definition"))
        .isEqualTo(Definitions.PASS);
    assertThat(node.call("DescribeStateMachine", named("kept:2")).text("definition"))
        .contains("second");
    assertThat(node.call("DescribeStateMachine", named("kept:3")).error())
        .isEqualTo("StateMachineDoesNotExist State Machine Does Not Exist: '" + PREFIX + "kept:3'");
  }

  @Test
  void anUpdateMayPublish() throws Exception {
    node.createMachine("updated", Definitions.PASS);
    var update = named("updated").put("definition", Definitions.WAIT).put("publish", true);
    var first = node.call("UpdateStateMachine", update);
    assertThat(first.text("stateMachineVersionArn")).isEqualTo(PREFIX + "updated:1");
    assertThat(node.call("UpdateStateMachine", update).body()).isEqualTo(first.body());
  }

  @Test
  void onlyTheRevisionThatIsMeantIsPublished() throws Exception {
    node.createMachine("meant", Definitions.PASS);
    assertThat(
            node.call("PublishStateMachineVersion", named("meant").put("revisionId", "INITIAL"))
                .status())
        .isEqualTo(200);
    assertThat(
            node.call("PublishStateMachineVersion", named("meant").put("revisionId", "other"))
                .error())
        .isEqualTo(
            "ConflictException Failed to publish the State Machine version for revision other. The"
                + " current State Machine revision is INITIAL.");
  }

  @Test
  void anExecutionTellsTheVersionThatItWasStartedThrough() throws Exception {
    node.createMachine("started", Definitions.PASS);
    var arn = publish("started");
    update("started", "second");
    var execution =
        node.call("StartExecution", Json.object().put("stateMachineArn", arn).put("name", "e"));
    assertThat(execution.text("executionArn")).endsWith(":execution:started:e");
    var described =
        node.call(
            "DescribeExecution", Json.object().put("executionArn", execution.text("executionArn")));
    assertThat(described.text("stateMachineArn")).isEqualTo(PREFIX + "started");
    assertThat(described.text("stateMachineVersionArn")).isEqualTo(arn);
    assertThat(described.body().has("stateMachineAliasArn")).isFalse();
    assertThat(
            node.call(
                    "DescribeStateMachineForExecution",
                    Json.object().put("executionArn", execution.text("executionArn")))
                .text("definition"))
        .isEqualTo(Definitions.PASS);

    node.call("StartExecution", named("started").put("name", "unqualified"));
    assertThat(executions(arn)).containsExactly("e");
    assertThat(executions(PREFIX + "started")).containsExactlyInAnyOrder("e", "unqualified");
    assertThat(node.call("ListExecutions", named("started:2")).text("__type"))
        .isEqualTo("StateMachineDoesNotExist");
  }

  private List<String> executions(String arn) throws IOException, InterruptedException {
    return node.call("ListExecutions", Json.object().put("stateMachineArn", arn))
        .body()
        .path("executions")
        .valueStream()
        .map(each -> each.path("name").asString())
        .toList();
  }

  @Test
  void numbersAreNeverGivenTwice() throws Exception {
    node.createMachine("counted", Definitions.PASS);
    publish("counted");
    assertThat(node.call("DeleteStateMachineVersion", version("counted:1")).status())
        .isEqualTo(200);
    assertThat(node.call("DeleteStateMachineVersion", version("counted:1")).status())
        .isEqualTo(200);
    assertThat(publish("counted")).isEqualTo(PREFIX + "counted:2");
    assertThat(node.call("StartExecution", named("counted:1")).text("__type"))
        .isEqualTo("StateMachineDoesNotExist");
  }

  @Test
  void whatNamesNoVersionIsRefused() throws Exception {
    for (var name : List.of("counted", "counted:alias", "counted:0")) {
      assertThat(node.call("DeleteStateMachineVersion", version(name)).text("__type"))
          .as(name)
          .isEqualTo("ValidationException");
    }
  }

  @Test
  void listsNewestFirstAPageAtATime() throws Exception {
    node.createMachine("listed", Definitions.PASS);
    publish("listed");
    for (var i = 2; i <= 5; i++) {
      update("listed", "number " + i);
      publish("listed");
    }
    assertThat(numbers("listed", 100)).containsExactly("5", "4", "3", "2", "1");
    assertThat(numbers("listed", 2)).containsExactly("5", "4", "3", "2", "1");
    assertThat(node.call("ListStateMachineVersions", named("nobody")).text("__type"))
        .isEqualTo("StateMachineDoesNotExist");
  }

  private List<String> numbers(String name, int pageSize) throws IOException, InterruptedException {
    var numbers = new ArrayList<String>();
    var request = named(name).put("maxResults", pageSize);
    JsonNode page;
    do {
      page = node.call("ListStateMachineVersions", request).body();
      page.path("stateMachineVersions")
          .forEach(each -> {
            var arn = each.path("stateMachineVersionArn").asString();
            numbers.add(arn.substring(arn.lastIndexOf(':') + 1));
          });
      request.set("nextToken", page.get("nextToken"));
    } while (page.has("nextToken"));
    return numbers;
  }

  @Test
  void aTokenOfOneMachineIsNoneOfAnother() throws Exception {
    node.createMachine("token-a", Definitions.PASS);
    node.createMachine("token-b", Definitions.PASS);
    publish("token-a");
    update("token-a", "second");
    publish("token-a");
    var token =
        node.call("ListStateMachineVersions", named("token-a").put("maxResults", 1))
            .text("nextToken");
    assertThat(
            node.call("ListStateMachineVersions", named("token-b").put("nextToken", token)).error())
        .isEqualTo("InvalidToken Invalid Token: 'Invalid token'");
  }
}
