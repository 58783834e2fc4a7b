package dev.stepwell.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import dev.stepwell.persistence.testing.TestDatabase;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** What clients get wrong: the right error each, nothing lost, and nothing in the server's log. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BadInputTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/stepwell";
  private static final String ARN = "arn:aws:states:us-east-1:123456789012:";
  private static final int MAX_INPUT_BYTES = 262_144;

  private record Refusal(int status, String code, String message) {}

  private TestDatabase database;
  private ServerProcess server;
  private HttpClient http;
  private String machine;
  private String activity;
  private String survivor;

  @BeforeAll
  void startServer() throws Exception {
    database = TestDatabase.create();
    server = ServerProcess.on(database);
    http = HttpClient.newHttpClient();
    activity =
        accepted("CreateActivity", Json.object().put("name", "work"))
            .path("activityArn")
            .asString();
    var definition =
        "{\"StartAt\":\"Work\",\"States\":{\"Work\":{\"Type\":\"Task\",\"Resource\":\""
            + activity
            + "\",\"End\":true}}}";
    machine =
        accepted(
                "CreateStateMachine",
                Json.object()
                    .put("name", "work")
                    .put("definition", definition)
                    .put("roleArn", ROLE))
            .path("stateMachineArn")
            .asString();
    survivor = start("{\"before\": true}").path("executionArn").asString();
  }

  /** What was there before the bad calls is there still, and no call left a stack trace. */
  @AfterAll
  void nothingIsLostOrLogged() throws Exception {
    try {
      var found = accepted("DescribeExecution", Json.object().put("executionArn", survivor));
      assertThat(found.path("status").asString()).isEqualTo("RUNNING");
      assertThat(found.path("input").asString()).isEqualTo("{\"before\": true}");
      assertThat(server.standardError())
          .doesNotContain("\tat ")
          .doesNotContain("Exception")
          .doesNotContain("ERROR");
    } finally {
      http.close();
      server.close();
      database.close();
    }
  }

  private HttpResponse<String> post(String operation, byte[] body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create(server.url() + "/"))
            .header("Content-Type", "application/x-amz-json-1.0")
            .header("X-Amz-Target", "AWSStepFunctions." + operation)
            .POST(HttpRequest.BodyPublishers.ofByteArray(body))
            .build();
    return http.send(request, HttpResponse.BodyHandlers.ofString(StandardCharsets.UTF_8));
  }

  private JsonNode accepted(String operation, ObjectNode request) throws Exception {
    var answer = post(operation, Json.text(request).getBytes(StandardCharsets.UTF_8));
    assertThat(answer.statusCode()).as(answer.body()).isEqualTo(200);
    return Json.parse(answer.body());
  }

  private Refusal refused(String operation, ObjectNode request) throws Exception {
    return refused(operation, Json.text(request));
  }

  private Refusal refused(String operation, String body) throws Exception {
    var answer = post(operation, body.getBytes(StandardCharsets.UTF_8));
    var json = Json.parse(answer.body());
    var type = json.path("__type").asString("");
    return new Refusal(
        answer.statusCode(),
        type.substring(type.indexOf('#') + 1),
        json.path("message").asString(""));
  }

  private JsonNode start(String input) throws Exception {
    return accepted(
        "StartExecution", Json.object().put("stateMachineArn", machine).put("input", input));
  }

  @Test
  void malformedBody() throws Exception {
    for (var body : new String[] {"", "{", "{\"stateMachineArn\": }", "[]", "\"text\"", "\u0000"}) {
      var refusal = refused("StartExecution", body);
      assertThat(refusal.code()).as(body).isEqualTo("SerializationException");
      assertThat(refusal.status()).isEqualTo(400);
    }
  }

  @Test
  void definitionWithThreeMistakes() throws Exception {
    var definition =
        """
        {"StartAt": "First", "States": {
          "First": {"Type": "Pass", "Next": "Nowhere"},
          "Second": {"Type": "Wait", "Seconds": -1, "Next": "First"},
          "Third": {"Type": "Unknown", "End": true}}}
        """;
    var refusal =
        refused(
            "CreateStateMachine",
            Json.object().put("name", "bad").put("definition", definition).put("roleArn", ROLE));
    assertThat(refusal.code()).isEqualTo("InvalidDefinition");
    assertThat(refusal.status()).isEqualTo(400);
    assertThat(refusal.message())
        .contains("Missing 'Next' target: Nowhere at /States/First/Next")
        .contains(" at /States/Second/Seconds")
        .contains(" at /States/Third/Type");
  }

  @Test
  void inputThatIsTooLong() throws Exception {
    var longest = "\"" + "x".repeat(MAX_INPUT_BYTES - 2) + "\"";
    assertThat(start(longest).has("executionArn")).isTrue();
    for (var length : new int[] {MAX_INPUT_BYTES - 1, 300 * 1024}) {
      var refusal =
          refused(
              "StartExecution",
              Json.object()
                  .put("stateMachineArn", machine)
                  .put("input", "\"" + "x".repeat(length) + "\""));
      assertThat(refusal.code()).isIn("ValidationException", "InvalidExecutionInput");
      assertThat(refusal.status()).isEqualTo(400);
      assertThat(refusal.message().length()).as("an error quotes no input").isLessThan(2000);
    }
  }

  @Test
  void inputThatIsNotJson() throws Exception {
    var refusal =
        refused(
            "StartExecution",
            Json.object().put("stateMachineArn", machine).put("input", "{not json}"));
    assertThat(refusal.code()).isEqualTo("InvalidExecutionInput");
  }

  @Test
  void unknownArns() throws Exception {
    assertThat(
            refused(
                    "StartExecution",
                    Json.object().put("stateMachineArn", ARN + "stateMachine:nowhere"))
                .code())
        .isEqualTo("StateMachineDoesNotExist");
    assertThat(
            refused(
                    "GetExecutionHistory",
                    Json.object().put("executionArn", ARN + "execution:work:nowhere"))
                .code())
        .isEqualTo("ExecutionDoesNotExist");
    assertThat(
            refused("GetActivityTask", Json.object().put("activityArn", ARN + "activity:nowhere"))
                .code())
        .isEqualTo("ActivityDoesNotExist");
    assertThat(refused("DescribeStateMachine", Json.object().put("stateMachineArn", "x")).code())
        .isEqualTo("InvalidArn");
  }

  @Test
  void tokens() throws Exception {
    var stopped = start("{}").path("executionArn").asString();
    var task = accepted("GetActivityTask", Json.object().put("activityArn", activity));
    // Tasks are handed out in the order of their scheduling: this one is of the execution before.
    var token = task.path("taskToken").asString();
    accepted("StopExecution", Json.object().put("executionArn", stopped));
    accepted("SendTaskHeartbeat", Json.object().put("taskToken", token));
    assertThat(
            refused("SendTaskSuccess", Json.object().put("taskToken", token).put("output", "{"))
                .code())
        .isEqualTo("InvalidOutput");
    for (var wrong : new String[] {"x", token + "x", token.substring(1)}) {
      assertThat(
              refused("SendTaskSuccess", Json.object().put("taskToken", wrong).put("output", "{}"))
                  .code())
          .isEqualTo("InvalidToken");
    }
  }

  @Test
  void tokenOfAClosedTask() throws Exception {
    var own =
        accepted("CreateActivity", Json.object().put("name", "closed"))
            .path("activityArn")
            .asString();
    var definition =
        "{\"StartAt\":\"Work\",\"States\":{\"Work\":{\"Type\":\"Task\",\"Resource\":\""
            + own
            + "\",\"End\":true}}}";
    var closing =
        accepted(
            "CreateStateMachine",
            Json.object().put("name", "closed").put("definition", definition).put("roleArn", ROLE));
    accepted(
        "StartExecution",
        Json.object().put("stateMachineArn", closing.path("stateMachineArn").asString()));
    var token =
        accepted("GetActivityTask", Json.object().put("activityArn", own))
            .path("taskToken")
            .asString();
    accepted("SendTaskSuccess", Json.object().put("taskToken", token).put("output", "{}"));
    for (var operation : new String[] {"SendTaskSuccess", "SendTaskFailure", "SendTaskHeartbeat"}) {
      var request = Json.object().put("taskToken", token);
      if (operation.equals("SendTaskSuccess")) {
        request.put("output", "{}");
      }
      assertThat(refused(operation, request).code()).as(operation).isEqualTo("TaskTimedOut");
    }
  }

  @Test
  void wrongTypesAndMissingMembers() throws Exception {
    assertThat(refused("StartExecution", "{\"stateMachineArn\": {\"a\": 1}}").code())
        .isEqualTo("SerializationException");
    assertThat(refused("ListExecutions", "{\"maxResults\": \"many\"}").code())
        .isEqualTo("SerializationException");
    assertThat(refused("CreateStateMachine", "{\"tags\": \"none\"}").code())
        .isEqualTo("SerializationException");
    assertThat(refused("StartExecution", "{}").code()).isEqualTo("ValidationException");
    assertThat(refused("ListStateMachines", Json.object().put("maxResults", 1001)).code())
        .isEqualTo("ValidationException");
  }

  @Test
  void bodiesOfMegabytes() throws Exception {
    for (var megabytes : new int[] {2, 8}) {
      var refusal =
          refused(
              "StartExecution",
              Json.object()
                  .put("stateMachineArn", machine)
                  .put("input", "\"" + "x".repeat(megabytes << 20) + "\""));
      assertThat(refusal.status()).as(refusal.toString()).isBetween(400, 413);
      assertThat(refusal.code()).isNotEmpty();
      assertThat(refusal.message().length()).isLessThan(2000);
    }
  }

  @Test
  void unknownOperations() throws Exception {
    assertThat(refused("MakeCoffee", "{}"))
        .isEqualTo(
            new Refusal(400, "UnknownOperationException", "There is no operation MakeCoffee"));
  }
}
