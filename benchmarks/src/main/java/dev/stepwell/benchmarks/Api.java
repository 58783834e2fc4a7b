package dev.stepwell.benchmarks;

import dev.stepwell.worker.StatesClient;
import dev.stepwell.worker.StatesException;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.function.Consumer;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;
import tools.jackson.databind.node.ObjectNode;

/** The operations that a load needs, on shared connections. */
final class Api implements AutoCloseable {
  private static final JsonMapper MAPPER = JsonMapper.builder().build();
  private static final String ROLE = "arn:aws:iam::123456789012:role/stepwell";
  private static final Duration POLL_TIMEOUT = Duration.ofSeconds(70);
  private static final String FUNCTION_ARN = "arn:aws:lambda:us-east-1:123456789012:function:";
  private static final int OK = 200;
  private static final int PAGE_SIZE = 1000;

  private final StatesClient client;

  Api(URI endpoint) {
    this.client = new StatesClient(endpoint);
  }

  StatesClient client() {
    return client;
  }

  /** Creates an activity and answers its ARN. */
  String createActivity(String name) throws InterruptedException {
    return call("CreateActivity", object().put("name", name)).path("activityArn").asString();
  }

  /** Lets runtimes attach to a function and answers its ARN. */
  String putFunction(String name) throws InterruptedException {
    post("/functions/" + name, object().put("target", "RUNTIME"));
    return FUNCTION_ARN + name;
  }

  void removeFunction(String functionArn) throws InterruptedException {
    post("/functions/" + functionName(functionArn) + "/remove", object());
  }

  static String functionName(String functionArn) {
    return functionArn.substring(FUNCTION_ARN.length());
  }

  private void post(String path, ObjectNode body) throws InterruptedException {
    var request =
        HttpRequest.newBuilder(client.endpoint().resolve("/api/v1" + path))
            .header("Content-Type", "application/json")
            .POST(BodyPublishers.ofString(MAPPER.writeValueAsString(body)))
            .build();
    try (var http = HttpClient.newHttpClient()) {
      var answer = http.send(request, BodyHandlers.ofString());
      if (answer.statusCode() != OK) {
        throw new BenchException(path + " was refused: " + answer.body());
      }
    } catch (IOException e) {
      throw new BenchException(path + " got no answer: " + e.getMessage(), e);
    }
  }

  /** Creates a state machine and answers its ARN. */
  String createStateMachine(String name, String type, String definition)
      throws InterruptedException {
    var request =
        object()
            .put("name", name)
            .put("type", type)
            .put("definition", definition)
            .put("roleArn", ROLE);
    return call("CreateStateMachine", request).path("stateMachineArn").asString();
  }

  /** Starts an execution and returns when the server has acknowledged it. */
  String startExecution(String stateMachineArn, String input) throws InterruptedException {
    var request = object().put("stateMachineArn", stateMachineArn).put("input", input);
    return call("StartExecution", request).path("executionArn").asString();
  }

  /** Runs an Express execution to its end. @return how it ended */
  String runSync(String stateMachineArn, String input) throws InterruptedException {
    var request = object().put("stateMachineArn", stateMachineArn).put("input", input);
    return call("StartSyncExecution", request).path("status").asString();
  }

  String status(String executionArn) throws InterruptedException {
    return call("DescribeExecution", object().put("executionArn", executionArn))
        .path("status")
        .asString();
  }

  /** Whether an execution of the state machine is still running. */
  boolean anyRunning(String stateMachineArn) throws InterruptedException {
    var request =
        object()
            .put("stateMachineArn", stateMachineArn)
            .put("statusFilter", "RUNNING")
            .put("maxResults", 1);
    return !call("ListExecutions", request).path("executions").isEmpty();
  }

  /** Shows every execution of the state machine. */
  void forEachExecution(String stateMachineArn, Consumer<JsonNode> each)
      throws InterruptedException {
    var request = object().put("stateMachineArn", stateMachineArn).put("maxResults", PAGE_SIZE);
    while (true) {
      var page = call("ListExecutions", request);
      page.path("executions").forEach(each);
      var next = page.path("nextToken").asString("");
      if (next.isEmpty()) {
        return;
      }
      request.put("nextToken", next);
    }
  }

  /** A task of the activity: {@code taskToken} and {@code input}, or neither after a minute. */
  JsonNode activityTask(String activityArn) throws InterruptedException {
    return call("GetActivityTask", object().put("activityArn", activityArn), POLL_TIMEOUT);
  }

  void sendTaskSuccess(String taskToken, String output) throws InterruptedException {
    call("SendTaskSuccess", object().put("taskToken", taskToken).put("output", output));
  }

  void delete(String kind, String member, String arn) throws InterruptedException {
    call("Delete" + kind, object().put(member, arn));
  }

  private JsonNode call(String operation, ObjectNode request) throws InterruptedException {
    return call(operation, request, StatesClient.DEFAULT_TIMEOUT);
  }

  private JsonNode call(String operation, ObjectNode request, Duration timeout)
      throws InterruptedException {
    try {
      return MAPPER.readTree(
          client.call(
              operation,
              MAPPER.writeValueAsString(request).getBytes(StandardCharsets.UTF_8),
              timeout));
    } catch (StatesException e) {
      throw new BenchException(operation + " was refused: " + e.getMessage(), e);
    } catch (IOException e) {
      throw new BenchException(operation + " got no answer: " + e.getMessage(), e);
    }
  }

  static ObjectNode object() {
    return MAPPER.createObjectNode();
  }

  @Override
  public void close() {
    client.close();
  }
}
