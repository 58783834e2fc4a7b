package dev.stepwell.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import dev.stepwell.integration.lambda.LaterInvocations;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.Socket;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** The Lambda Runtime API as runtimes see it. */
class RuntimeApiTest {
  private static final String BY_ARN =
      """
      {"StartAt": "C", "States": {"C": {"Type": "Task", "End": true,
        "Resource": "arn:aws:lambda:us-east-1:123456789012:function:Charge"}}}
      """;
  private static final String BY_INVOKE =
      """
      {"StartAt": "C", "States": {"C": {"Type": "Task", "End": true,
        "Resource": "arn:aws:states:::lambda:invoke", "Parameters": {
          "FunctionName": "Charge", "Payload.$": "$", "LogType": "Tail", "Qualifier": "7",
          "ClientContext": "eyJjdXN0b20iOnt9fQ=="}}}}
      """;
  private static final String ERROR =
      "{\"errorType\": \"Declined\", \"errorMessage\": \"no money\", \"stackTrace\": []}";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final TestNode node = new TestNode();

  @BeforeEach
  void register() throws Exception {
    assertThat(node.post("/api/v1/functions/Charge", "{\"target\":\"RUNTIME\"}").status())
        .isEqualTo(200);
  }

  @AfterEach
  void close() {
    http.close();
    node.close();
  }

  private HttpRequest.Builder request(String path) {
    return HttpRequest.newBuilder(node.url().resolve("/lambda/Charge/2018-06-01/runtime/" + path));
  }

  private HttpResponse<String> next() throws IOException, InterruptedException {
    return http.send(request("invocation/next").build(), BodyHandlers.ofString());
  }

  private HttpResponse<String> post(String path, String body, String... headers)
      throws IOException, InterruptedException {
    var request = request(path).POST(BodyPublishers.ofString(body));
    return http.send(
        (headers.length == 0 ? request : request.headers(headers)).build(),
        BodyHandlers.ofString());
  }

  private static String id(HttpResponse<String> next) {
    return next.headers().firstValue("Lambda-Runtime-Aws-Request-Id").orElseThrow();
  }

  private String start(String definition, String input) throws Exception {
    var machine = node.createMachine("M", definition);
    return node.call(
            "StartExecution", Json.object().put("stateMachineArn", machine).put("input", input))
        .text("executionArn");
  }

  private JsonNode ended(String executionArn) throws Exception {
    return node.get("/api/v1/executions/" + executionArn + "?wait=20s").body();
  }

  @Test
  void anInvocationIsHandedOutAndAnsweredOnce() throws Exception {
    var waiting =
        CompletableFuture.supplyAsync(() -> {
          try {
            return next();
          } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    var execution = start(BY_ARN, "{\"amount\": 5}");
    var next = waiting.get();
    assertThat(next.statusCode()).isEqualTo(200);
    assertThat(next.body()).isEqualTo("{\"amount\": 5}");
    var headers = next.headers();
    assertThat(headers.firstValue("Lambda-Runtime-Invoked-Function-Arn"))
        .contains("arn:aws:lambda:us-east-1:123456789012:function:Charge");
    var left =
        headers.firstValueAsLong("Lambda-Runtime-Deadline-Ms").orElseThrow()
            - System.currentTimeMillis();
    assertThat(left).isBetween(1L, 60_000L);
    assertThat(headers.firstValue("Lambda-Runtime-Trace-Id").orElseThrow())
        .matches("Root=1-[0-9a-f]{8}-[0-9a-f]{24};Parent=[0-9a-f]{16};Sampled=0");
    assertThat(headers.firstValue("Lambda-Runtime-Client-Context")).isEmpty();

    var answered = post("invocation/" + id(next) + "/response", "{\"paid\": true}");
    assertThat(answered.statusCode()).isEqualTo(202);
    assertThat(answered.body()).isEqualTo("{\"status\":\"OK\"}");
    assertThat(ended(execution).path("output")).isEqualTo(Json.parse("{\"paid\":true}"));

    var again = post("invocation/" + id(next) + "/response", "1");
    assertThat(again.statusCode()).isEqualTo(400);
    assertThat(Json.parse(again.body()).path("errorType").asString()).isEqualTo("InvalidRequestID");
  }

  @Test
  void theResultOfInvokeTellsOfTheCall() throws Exception {
    var execution = start(BY_INVOKE, "[1]");
    var next = next();
    assertThat(next.body()).isEqualTo("[1]");
    assertThat(next.headers().firstValue("Lambda-Runtime-Client-Context"))
        .contains("{\"custom\":{}}");
    assertThat(next.headers().firstValue("Lambda-Runtime-Invoked-Function-Arn"))
        .contains("arn:aws:lambda:us-east-1:123456789012:function:Charge:7");
    post("invocation/" + id(next) + "/response", "{\"n\":2}", "Stepwell-Log-Tail", "bG9n");
    var output = ended(execution).path("output");
    assertThat(output.path("Payload")).isEqualTo(Json.parse("{\"n\":2}"));
    assertThat(output.path("ExecutedVersion").asString()).isEqualTo("7");
    assertThat(output.path("StatusCode").asInt()).isEqualTo(200);
    assertThat(output.path("LogResult").asString()).isEqualTo("bG9n");
    assertThat(output.at("/SdkHttpMetadata/HttpHeaders/X-Amz-Executed-Version").asString())
        .isEqualTo("7");
    assertThat(output.at("/SdkResponseMetadata/RequestId").asString()).hasSize(36);
  }

  @Test
  void anErrorFailsTheTaskWithItsType() throws Exception {
    var execution = start(BY_ARN, "{}");
    var answered =
        post(
            "invocation/" + id(next()) + "/error",
            ERROR,
            "Lambda-Runtime-Function-Error-Type",
            "Declined");
    assertThat(answered.statusCode()).isEqualTo(202);
    assertThat(ended(execution).path("error").asString()).isEqualTo("Declined");
    assertThat(ended(execution).path("cause").asString()).isEqualTo(ERROR);
  }

  @Test
  void anErrorThatIsToldInTheHeaderAloneHasItsType() throws Exception {
    var execution = start(BY_ARN, "{}");
    post(
        "invocation/" + id(next()) + "/error",
        "",
        "Lambda-Runtime-Function-Error-Type",
        "Declined");
    assertThat(ended(execution).path("error").asString()).isEqualTo("Declined");
  }

  @Test
  void aResultThatIsTooLargeIsRefusedAndFailsTheTask() throws Exception {
    var execution = start(BY_ARN, "{}");
    var refused = post("invocation/" + id(next()) + "/response", "x".repeat(6 * 1024 * 1024 + 1));
    assertThat(refused.statusCode()).isEqualTo(413);
    assertThat(Json.parse(refused.body()).path("errorType").asString())
        .isEqualTo("RequestEntityTooLarge");
    assertThat(ended(execution).path("error").asString())
        .isEqualTo("Function.ResponseSizeTooLarge");
  }

  @Test
  void aFunctionMayFailWhileItStreamsItsResult() throws Exception {
    var execution = start(BY_ARN, "{}");
    var id = id(next());
    var head =
        """
        POST /lambda/Charge/2018-06-01/runtime/invocation/%s/response HTTP/1.1
        Host: x
        Transfer-Encoding: chunked
        Lambda-Runtime-Function-Response-Mode: streaming
        Trailer: Lambda-Runtime-Function-Error-Type, Lambda-Runtime-Function-Error-Body

        4
        {"a"
        0
        Lambda-Runtime-Function-Error-Type: Declined
        Lambda-Runtime-Function-Error-Body: %s

        """
            .formatted(
                id, Base64.getEncoder().encodeToString(ERROR.getBytes(StandardCharsets.UTF_8)));
    try (var socket = new Socket(InetAddress.getLoopbackAddress(), node.port())) {
      socket
          .getOutputStream()
          .write(head.replace("\n", "\r\n").getBytes(StandardCharsets.US_ASCII));
      var reader =
          new BufferedReader(
              new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
      assertThat(reader.readLine()).contains(" 202 ");
    }
    assertThat(ended(execution).path("error").asString()).isEqualTo("Declined");
    assertThat(ended(execution).path("cause").asString()).isEqualTo(ERROR);
  }

  @Test
  void whatIsNoRequestOfARuntimeIsRefused() throws Exception {
    var statuses = new ArrayList<Integer>();
    statuses.add(post("invocation/a..made-up/response", "1").statusCode());
    statuses.add(post("invocation/made-up/error", "1").statusCode());
    statuses.add(post("invocation/next", "").statusCode());
    statuses.add(http.send(request("nothing").build(), BodyHandlers.ofString()).statusCode());
    assertThat(statuses).containsExactly(400, 400, 404, 404);
    assertThat(post("init/error", ERROR).statusCode()).isEqualTo(202);

    var unknown =
        http.send(
            HttpRequest.newBuilder(
                    node.url().resolve("/lambda/Other/2018-06-01/runtime/invocation/next"))
                .build(),
            BodyHandlers.ofString());
    assertThat(unknown.statusCode()).isEqualTo(403);
    assertThat(unknown.body()).contains("./stepwell function add Other");
  }

  @Test
  void whatAHandlerPrintsIsKeptWithTheTask() throws Exception {
    var execution = start(BY_ARN, "{}");
    var id = id(next());
    assertThat(
            post("invocation/" + id + "/log", "hello\n", "Stepwell-Log-Cut", "true").statusCode())
        .isEqualTo(202);
    assertThat(post("invocation/" + id + "/log", "x".repeat(262_145)).statusCode()).isEqualTo(413);
    assertThat(post("invocation/a..made-up/log", "x").statusCode()).isEqualTo(400);
    var logs = node.get("/api/v1/executions/" + execution + "/logs").body().path("logs");
    assertThat(logs).hasSize(1);
    assertThat(logs.path(0).path("text").asString()).isEqualTo("hello\n");
    assertThat(logs.path(0).path("function").asString()).isEqualTo("Charge");
    assertThat(logs.path(0).path("isCut").asBoolean()).isTrue();
    assertThat(logs.path(0).path("scheduledEventId").asInt()).isEqualTo(3);
  }

  @Test
  void anExpressExecutionUsesTheRuntimesOfItsNode() throws Exception {
    var machine =
        node.call(
                "CreateStateMachine",
                Json.object()
                    .put("name", "E")
                    .put("type", "EXPRESS")
                    .put("definition", BY_ARN)
                    .put("roleArn", TestNode.ROLE))
            .text("stateMachineArn");
    var runtime =
        CompletableFuture.runAsync(() -> {
          try {
            post("invocation/" + id(next()) + "/response", "6");
          } catch (IOException | InterruptedException e) {
            throw new AssertionError(e);
          }
        });
    var ended = node.call("StartSyncExecution", Json.object().put("stateMachineArn", machine));
    assertThat(ended.text("status")).isEqualTo("SUCCEEDED");
    assertThat(ended.text("output")).isEqualTo("6");
    runtime.get();
  }

  @Test
  void anEventIsHandedOutAfterItsTaskHasEnded() throws Exception {
    var definition = BY_INVOKE.replace("\"LogType\": \"Tail\"", "\"InvocationType\": \"Event\"");
    for (var number = 0; number < 2; number++) {
      var output = ended(start(definition, "{\"number\":" + number + "}")).path("output");
      assertThat(output.path("StatusCode").intValue()).isEqualTo(202);
      assertThat(output.has("Payload")).isFalse();

      var invocation = next();
      assertThat(invocation.body()).isEqualTo("{\"number\":" + number + "}");
      assertThat(invocation.headers().firstValue("Lambda-Runtime-Invoked-Function-Arn"))
          .contains("arn:aws:lambda:us-east-1:123456789012:function:Charge:7");
      var _ = post("invocation/" + id(invocation) + "/response", "1");
    }
    var machine = TestNode.ARNS.stateMachine(LaterInvocations.MACHINE);
    var later = node.call("ListExecutions", Json.object().put("stateMachineArn", machine)).body();
    assertThat(later.path("executions")).hasSize(2);
    for (var execution : later.path("executions")) {
      assertThat(ended(execution.path("executionArn").asString()).path("status").asString())
          .isEqualTo("SUCCEEDED");
    }
  }

  @Test
  void aDryRunInvokesNothing() throws Exception {
    var definition = BY_INVOKE.replace("\"LogType\": \"Tail\"", "\"InvocationType\": \"DryRun\"");
    var output = ended(start(definition, "{}")).path("output");
    assertThat(output.path("StatusCode").intValue()).isEqualTo(204);
  }

  // ---- the functions of the REST face ----

  @Test
  void functionsHaveTargetsOfTheirOwn() throws Exception {
    assertThat(
            node.post(
                    "/api/v1/functions/Far",
                    "{\"target\":\"INVOKE\",\"url\":\"http://127.0.0.1:3001\",\"timeoutSeconds\":9}")
                .body())
        .isEqualTo(
            Json.parse(
                "{\"name\":\"Far\",\"target\":\"INVOKE\",\"url\":\"http://127.0.0.1:3001\","
                    + "\"timeoutSeconds\":9}"));
    assertThat(
            node.get("/api/v1/functions")
                .body()
                .path("functions")
                .valueStream()
                .map(it -> it.path("name").asString()))
        .containsExactly("Charge", "Far");
    assertThat(node.post("/api/v1/functions/Far/remove", "{}").status()).isEqualTo(200);
    assertThat(node.get("/api/v1/functions/Far").status()).isEqualTo(404);
    assertThat(node.post("/api/v1/functions/Far", "{\"target\":\"URL\"}").status()).isEqualTo(400);
    assertThat(
            node.post("/api/v1/functions/Far", "{\"target\":\"URL\",\"url\":\"file:///x\"}")
                .status())
        .isEqualTo(400);
    assertThat(node.post("/api/v1/functions/a%20b", "{\"target\":\"RUNTIME\"}").status())
        .isEqualTo(400);
  }
}
