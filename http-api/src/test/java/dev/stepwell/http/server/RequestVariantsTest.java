package dev.stepwell.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import dev.stepwell.http.server.RequestVariants.Expected;
import dev.stepwell.http.server.RequestVariants.Variant;
import dev.stepwell.persistence.testing.TestDatabase;
import java.io.IOException;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;

/**
 * Breaks every constraint of every operation in turn: each request is answered with the right
 * error, and none makes the server fail or hang.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class RequestVariantsTest {
  private static final String PREFIX = "arn:aws:states:us-east-1:123456789012:";

  /** Longer than any answer takes but an open poll, which no variant may come to. */
  private static final Duration PATIENCE = Duration.ofSeconds(50);

  /** What any operation may answer beside the errors that the model names. */
  private static final Set<String> COMMON =
      Set.of("ValidationException", "SerializationException", "ThrottlingException");

  /** Where AWS itself answers other than its model says. */
  private static final Map<String, Set<String>> BEYOND_THE_MODEL =
      Map.of("ListStateMachineVersions", Set.of("StateMachineDoesNotExist"));

  private TestDatabase database;
  private StepwellServer server;
  private HttpClient client;
  private RequestVariants variants;

  @BeforeAll
  void start() throws Exception {
    database = TestDatabase.create();
    server =
        StepwellServer.start(
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
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    variants = new RequestVariants(examples());
    var creation = Json.object().put("name", "known").put("publish", true);
    creation.put("definition", Definitions.PASS).put("roleArn", TestNode.ROLE);
    send("CreateStateMachine", creation);
    send(
        "StartExecution",
        Json.object().put("stateMachineArn", PREFIX + "stateMachine:known").put("name", "known"));
    send("CreateStateMachineAlias", variants.smallest("CreateStateMachineAlias"));
  }

  @AfterAll
  void stop() {
    client.close();
    server.close();
    database.close();
  }

  private static Map<String, JsonNode> examples() {
    var machine = PREFIX + "stateMachine:known";
    var examples = new HashMap<String, JsonNode>();
    Map.of(
            "stateMachineArn",
            machine,
            "stateMachineVersionArn",
            machine + ":1",
            "stateMachineAliasArn",
            machine + ":alias",
            "executionArn",
            PREFIX + "execution:known:known",
            "activityArn",
            PREFIX + "activity:nobody",
            "mapRunArn",
            PREFIX + "mapRun:known/label:1",
            "resourceArn",
            machine,
            "roleArn",
            TestNode.ROLE,
            "definition",
            Definitions.PASS,
            "name",
            "alias")
        .forEach((name, text) -> examples.put(name, Json.object().put("x", text).required("x")));
    examples.put("output", Json.parse("\"{}\""));
    examples.put("input", Json.parse("\"{}\""));
    examples.put("weight", Json.parse("100"));
    return examples;
  }

  @TestFactory
  Stream<DynamicTest> everyConstraintOfEveryOperation() {
    return variants.operations().stream()
        .sorted()
        .map(operation -> DynamicTest.dynamicTest(operation, () -> check(operation)));
  }

  private void check(String operation) throws Exception {
    var wrong = new ArrayList<String>();
    var all = variants.of(operation);
    for (var variant : all) {
      var problem = problem(variant);
      if (problem != null) {
        wrong.add(variant + ": " + problem);
      }
    }
    assertThat(wrong).as("of %s requests", all.size()).isEmpty();
  }

  private @Nullable String problem(Variant variant) throws IOException, InterruptedException {
    var reply = send(variant.operation(), variant.request());
    var answer = Json.parse(reply.body());
    var error = answer.path("__type").asString("");
    var message = answer.path("message").asString("");
    var right =
        switch (variant.expected()) {
          case Expected.VIOLATION ->
              reply.statusCode() == 400
                  && error.equals("ValidationException")
                  && message.contains(
                      "at '" + variant.place() + "' failed to satisfy constraint: ");
          case Expected.UNREADABLE ->
              reply.statusCode() == 400 && error.equals("SerializationException");
          case Expected.ANSWER ->
              reply.statusCode() == 200
                  || (reply.statusCode() == 400 && mayAnswer(variant.operation(), error));
        };
    return right ? null : "expected " + variant.expected() + ", got " + reply.body();
  }

  private boolean mayAnswer(String operation, String error) {
    return COMMON.contains(error)
        || variants.errors(operation).contains(error)
        || BEYOND_THE_MODEL.getOrDefault(operation, Set.of()).contains(error);
  }

  private HttpResponse<String> send(String operation, JsonNode request)
      throws IOException, InterruptedException {
    return client.send(
        HttpRequest.newBuilder(server.url().resolve("/"))
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("X-Amz-Target", "AWSStepFunctions." + operation)
            .timeout(PATIENCE)
            .POST(HttpRequest.BodyPublishers.ofString(RequestVariants.escaped(request)))
            .build(),
        HttpResponse.BodyHandlers.ofString());
  }
}
