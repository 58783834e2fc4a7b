package dev.stepwell.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import dev.stepwell.persistence.testing.TestDatabase;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Executors;
import java.util.function.IntFunction;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Fifty callers at once, on two nodes of one PostgreSQL: one thing is made, and all are told of it.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class CreationRacesTest {
  private static final int CALLERS = 50;
  private static final String PREFIX = "arn:aws:states:us-east-1:123456789012:";
  private static final String MACHINE = PREFIX + "stateMachine:";

  private TestDatabase database;
  private StepwellServer first;
  private StepwellServer second;
  private HttpClient client;

  @BeforeAll
  void start() throws Exception {
    database = TestDatabase.create();
    first = server();
    second = server();
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  private StepwellServer server() throws InterruptedException {
    return StepwellServer.start(
        ServerSettings.resolve(
            Map.of(
                Setting.PORT.key(), "0",
                Setting.ACCOUNT_ID.key(), "123456789012",
                Setting.DATABASE_URL.key(), database.jdbcUrl(),
                Setting.DATABASE_USER.key(), database.user(),
                Setting.DATABASE_PASSWORD.key(), database.password()),
            Map.of(),
            null),
        progress -> {});
  }

  @AfterAll
  void stop() {
    client.close();
    second.close();
    first.close();
    database.close();
  }

  private JsonNode call(StepwellServer server, String operation, JsonNode request)
      throws IOException, InterruptedException {
    var response =
        client.send(
            HttpRequest.newBuilder(server.url().resolve("/"))
                .header("X-Amz-Target", "AWSStepFunctions." + operation)
                .POST(HttpRequest.BodyPublishers.ofString(Json.text(request)))
                .build(),
            HttpResponse.BodyHandlers.ofString());
    assertThat(response.statusCode()).as(response.body()).isEqualTo(200);
    return Json.parse(response.body());
  }

  private JsonNode call(String operation, JsonNode request)
      throws IOException, InterruptedException {
    return call(first, operation, request);
  }

  /** The answers to calls that all begin at once. */
  private List<JsonNode> race(String operation, IntFunction<ObjectNode> request) throws Exception {
    var together = new CyclicBarrier(CALLERS);
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var calls = new ArrayList<Callable<JsonNode>>();
      for (var i = 0; i < CALLERS; i++) {
        var server = i % 2 == 0 ? first : second;
        var body = request.apply(i);
        calls.add(() -> {
          together.await();
          return call(server, operation, body);
        });
      }
      var answers = new ArrayList<JsonNode>();
      for (var answer : threads.invokeAll(calls)) {
        answers.add(answer.get());
      }
      return answers;
    }
  }

  private JsonNode raceOfOne(String operation, ObjectNode request) throws Exception {
    var answers = race(operation, i -> request);
    assertThat(answers).containsOnly(answers.getFirst());
    return answers.getFirst();
  }

  private static ObjectNode creation(String name) {
    return Json.object()
        .put("name", name)
        .put("definition", Definitions.PASS)
        .put("roleArn", TestNode.ROLE);
  }

  private static ObjectNode machine(String name) {
    return Json.object().put("stateMachineArn", MACHINE + name);
  }

  private static ObjectNode alias(String machine, String name) {
    var request = Json.object().put("name", name);
    request
        .putArray("routingConfiguration")
        .addObject()
        .put("stateMachineVersionArn", MACHINE + machine + ":1")
        .put("weight", 100);
    return request;
  }

  @Test
  void oneStateMachine() throws Exception {
    var created = raceOfOne("CreateStateMachine", creation("machine"));
    assertThat(call("DescribeStateMachine", machine("machine")).get("creationDate"))
        .isEqualTo(created.get("creationDate"));
  }

  @Test
  void oneStateMachineWithOneVersion() throws Exception {
    raceOfOne("CreateStateMachine", creation("published").put("publish", true));
    assertThat(call("ListStateMachineVersions", machine("published")).path("stateMachineVersions"))
        .hasSize(1);
  }

  @Test
  void oneActivity() throws Exception {
    raceOfOne("CreateActivity", Json.object().put("name", "activity"));
  }

  @Test
  void oneRevision() throws Exception {
    call("CreateStateMachine", creation("updated"));
    var updated =
        raceOfOne("UpdateStateMachine", machine("updated").put("definition", Definitions.WAIT));
    assertThat(call("DescribeStateMachine", machine("updated")).get("revisionId"))
        .isEqualTo(updated.get("revisionId"));
  }

  @Test
  void oneVersionOfARevision() throws Exception {
    call("CreateStateMachine", creation("versioned"));
    var published = raceOfOne("PublishStateMachineVersion", machine("versioned"));
    assertThat(published.path("stateMachineVersionArn").asString())
        .isEqualTo(MACHINE + "versioned:1");
  }

  @Test
  void oneAlias() throws Exception {
    call("CreateStateMachine", creation("aliased").put("publish", true));
    raceOfOne("CreateStateMachineAlias", alias("aliased", "PROD"));
  }

  @Test
  void aliasesOfOneMachineDoNotHinderEachOther() throws Exception {
    call("CreateStateMachine", creation("many").put("publish", true));
    race("CreateStateMachineAlias", i -> alias("many", "alias-" + i));
    assertThat(call("ListStateMachineAliases", machine("many")).path("stateMachineAliases"))
        .hasSize(CALLERS);
  }

  @Test
  void noTagIsLost() throws Exception {
    call("CreateStateMachine", creation("tagged"));
    race(
        "TagResource",
        i -> {
          var request = Json.object().put("resourceArn", MACHINE + "tagged");
          request.putArray("tags").addObject().put("key", "key-" + i).put("value", "");
          return request;
        });
    assertThat(
            call("ListTagsForResource", Json.object().put("resourceArn", MACHINE + "tagged"))
                .path("tags"))
        .hasSize(CALLERS);
  }

  @Test
  void oneExecution() throws Exception {
    call("CreateStateMachine", creation("started").put("definition", Definitions.WAIT));
    raceOfOne("StartExecution", machine("started").put("name", "once").put("input", "{\"a\": 1}"));
    assertThat(call("ListExecutions", machine("started")).path("executions")).hasSize(1);
  }
}
