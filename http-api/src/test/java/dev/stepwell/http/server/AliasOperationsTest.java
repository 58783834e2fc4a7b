package dev.stepwell.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Aliases of state machines; what is recorded from AWS runs as conformance cases too. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class AliasOperationsTest {
  private static final String PREFIX = "arn:aws:states:us-east-1:123456789012:stateMachine:";

  private final TestNode node = new TestNode();

  @AfterAll
  void close() {
    node.close();
  }

  /** A machine with two versions, the first of which passes and the second waits. */
  private void machine(String name) throws IOException, InterruptedException {
    node.createMachine(name, Definitions.PASS);
    var machine = Json.object().put("stateMachineArn", PREFIX + name);
    node.call("PublishStateMachineVersion", machine);
    node.call(
        "UpdateStateMachine",
        machine.deepCopy().put("definition", Definitions.WAIT).put("publish", true));
  }

  private static ObjectNode alias(String machine, String name, int first, int second) {
    var request = Json.object().put("name", name);
    var routing = request.putArray("routingConfiguration");
    if (first > 0) {
      routing
          .addObject()
          .put("stateMachineVersionArn", PREFIX + machine + ":1")
          .put("weight", first);
    }
    if (second > 0) {
      routing
          .addObject()
          .put("stateMachineVersionArn", PREFIX + machine + ":2")
          .put("weight", second);
    }
    return request;
  }

  private static ObjectNode named(String name) {
    return Json.object().put("stateMachineAliasArn", PREFIX + name);
  }

  @Test
  void theSameCreationAgainGetsTheSameAnswer() throws Exception {
    machine("again");
    var request = alias("again", "PROD", 100, 0).put("description", "first");
    var created = node.call("CreateStateMachineAlias", request);
    assertThat(created.text("stateMachineAliasArn")).isEqualTo(PREFIX + "again:PROD");
    assertThat(node.call("CreateStateMachineAlias", request).body()).isEqualTo(created.body());
    assertThat(node.call("CreateStateMachineAlias", alias("again", "PROD", 0, 100)).text("__type"))
        .isEqualTo("ConflictException");
  }

  @Test
  void weightsDecideWhichVersionRuns() throws Exception {
    machine("weighted");
    node.call("CreateStateMachineAlias", alias("weighted", "ALL", 100, 0));
    node.call("CreateStateMachineAlias", alias("weighted", "HALF", 50, 50));
    for (var i = 0; i < 60; i++) {
      node.call("StartExecution", Json.object().put("stateMachineArn", PREFIX + "weighted:HALF"));
      node.call("StartExecution", Json.object().put("stateMachineArn", PREFIX + "weighted:ALL"));
    }
    // Sixty of a kind among even chances happen once in 10^18 runs.
    assertThat(versions("weighted:HALF")).containsExactly("1", "2");
    assertThat(versions("weighted:ALL")).containsExactly("1");
  }

  private Set<String> versions(String alias) throws IOException, InterruptedException {
    var versions = new TreeSet<String>();
    for (var each :
        node.call("ListExecutions", Json.object().put("stateMachineArn", PREFIX + alias))
            .body()
            .path("executions")) {
      assertThat(each.path("stateMachineAliasArn").asString()).isEqualTo(PREFIX + alias);
      var arn = each.path("stateMachineVersionArn").asString();
      versions.add(arn.substring(arn.lastIndexOf(':') + 1));
    }
    return versions;
  }

  @Test
  void anUpdateIsFollowedAtOnce() throws Exception {
    machine("followed");
    node.call("CreateStateMachineAlias", alias("followed", "PROD", 100, 0));
    var start = Json.object().put("stateMachineArn", PREFIX + "followed:PROD");
    node.call("StartExecution", start);
    var update = alias("followed", "PROD", 0, 100);
    update.remove("name");
    update.put("stateMachineAliasArn", PREFIX + "followed:PROD");
    assertThat(node.call("UpdateStateMachineAlias", update).body().path("updateDate").isNumber())
        .isTrue();
    node.call("StartExecution", start);
    assertThat(versions("followed:PROD")).containsExactly("1", "2");
  }

  @Test
  void anUpdateThatChangesNothingIsNone() throws Exception {
    machine("unchanged");
    node.call("CreateStateMachineAlias", alias("unchanged", "PROD", 30, 70));
    var before = node.call("DescribeStateMachineAlias", named("unchanged:PROD")).body();
    var update = alias("unchanged", "PROD", 30, 70);
    update.remove("name");
    update.put("stateMachineAliasArn", PREFIX + "unchanged:PROD");
    assertThat(node.call("UpdateStateMachineAlias", update).body().get("updateDate"))
        .isEqualTo(before.get("updateDate"));
    assertThat(node.call("UpdateStateMachineAlias", named("unchanged:PROD")).text("reason"))
        .isEqualTo("MISSING_REQUIRED_PARAMETER");
  }

  @Test
  void whatLeadsNowhereIsRefused() throws Exception {
    machine("routes");
    var missing =
        Json.parse(Json.text(alias("routes", "PROD", 100, 0)).replace("routes:1", "routes:7"));
    assertThat(node.call("CreateStateMachineAlias", missing).error())
        .isEqualTo("ResourceNotFound Request references a resource that does not exist.");
    machine("routes-2");
    var mixed =
        Json.parse(Json.text(alias("routes", "PROD", 50, 50)).replace("routes:2", "routes-2:2"));
    var reply = node.call("CreateStateMachineAlias", mixed);
    assertThat(reply.text("message")).contains("versions of one state machine");
    assertThat(reply.text("reason")).isEqualTo("INVALID_ROUTING_CONFIGURATION");
  }

  @Test
  void aVersionThatAnAliasLeadsToStays() throws Exception {
    machine("referenced");
    node.call("CreateStateMachineAlias", alias("referenced", "b", 100, 0));
    node.call("CreateStateMachineAlias", alias("referenced", "a", 40, 60));
    var version = Json.object().put("stateMachineVersionArn", PREFIX + "referenced:1");
    assertThat(node.call("DeleteStateMachineVersion", version).text("message"))
        .endsWith("Current list of aliases referencing this version: [a, b]");
    for (var alias : List.of("a", "b", "b")) {
      assertThat(node.call("DeleteStateMachineAlias", named("referenced:" + alias)).status())
          .isEqualTo(200);
    }
    assertThat(node.call("DeleteStateMachineVersion", version).status()).isEqualTo(200);
    assertThat(node.call("DescribeStateMachineAlias", named("referenced:a")).error())
        .isEqualTo("ResourceNotFound Request references a resource that does not exist.");
    assertThat(
            node.call(
                    "StartExecution", Json.object().put("stateMachineArn", PREFIX + "referenced:a"))
                .text("__type"))
        .isEqualTo("StateMachineDoesNotExist");
  }

  @Test
  void listsThoseOfAMachineOrAVersion() throws Exception {
    machine("listed");
    node.call("CreateStateMachineAlias", alias("listed", "c", 100, 0));
    node.call("CreateStateMachineAlias", alias("listed", "a", 50, 50));
    node.call("CreateStateMachineAlias", alias("listed", "b", 0, 100));
    assertThat(names("listed", 100)).containsExactly("a", "b", "c");
    assertThat(names("listed", 1)).containsExactly("a", "b", "c");
    assertThat(names("listed:1", 1)).containsExactly("a", "c");
    assertThat(
            node.call(
                    "ListStateMachineAliases",
                    Json.object().put("stateMachineArn", PREFIX + "listed:9"))
                .text("__type"))
        .isEqualTo("StateMachineDoesNotExist");
  }

  private List<String> names(String machine, int pageSize)
      throws IOException, InterruptedException {
    var names = new ArrayList<String>();
    var request =
        Json.object().put("stateMachineArn", PREFIX + machine).put("maxResults", pageSize);
    JsonNode page;
    do {
      page = node.call("ListStateMachineAliases", request).body();
      page.path("stateMachineAliases")
          .forEach(each -> {
            var arn = each.path("stateMachineAliasArn").asString();
            names.add(arn.substring(arn.lastIndexOf(':') + 1));
          });
      request.set("nextToken", page.get("nextToken"));
    } while (page.has("nextToken"));
    return names;
  }

  @Test
  void aHundredAndNoMore() throws Exception {
    machine("many");
    for (var i = 0; i < 100; i++) {
      assertThat(node.call("CreateStateMachineAlias", alias("many", "a" + i, 100, 0)).status())
          .isEqualTo(200);
    }
    assertThat(node.call("CreateStateMachineAlias", alias("many", "b", 100, 0)).text("__type"))
        .isEqualTo("ServiceQuotaExceededException");
  }
}
