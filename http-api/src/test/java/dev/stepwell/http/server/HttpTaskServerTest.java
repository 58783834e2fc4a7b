package dev.stepwell.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import com.sun.net.httpserver.HttpServer;
import dev.stepwell.asl.json.Json;
import dev.stepwell.persistence.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** HTTP tasks of a whole server, and where the secrets of their connections are not found. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HttpTaskServerTest {
  private static final String SECRET = "s3cr3t-of-the-connection";
  private static final String ROLE = "arn:aws:iam::123456789012:role/any";
  private static final String CONNECTION =
      "arn:aws:events:us-east-1:123456789012:connection/Api/81210c42-8af1-456b-9c4a-6ff02fc664ac";

  private final List<String> keys = new CopyOnWriteArrayList<>();
  private final Log log = new Log();
  private TestDatabase database;
  private StepwellServer server;
  private HttpServer api;
  private HttpClient client;

  /** Everything that anybody logs, at whatever level. */
  private static final class Log extends AppenderBase<ILoggingEvent> {
    private final List<String> lines = new CopyOnWriteArrayList<>();

    @Override
    protected void append(ILoggingEvent event) {
      lines.add(event.getLoggerName() + " " + event.getFormattedMessage());
    }
  }

  @BeforeAll
  void start(@TempDir Path directory) throws Exception {
    var root = (Logger) LoggerFactory.getLogger("dev.stepwell");
    root.setLevel(Level.TRACE);
    log.start();
    root.addAppender(log);
    api = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    api.createContext(
        "/",
        exchange -> {
          try (exchange) {
            keys.add(String.valueOf(exchange.getRequestHeaders().getFirst("X-Api-Key")));
            var isGood = exchange.getRequestURI().getPath().equals("/good");
            var body = (isGood ? "{\"id\": 7}" : "no").getBytes(StandardCharsets.UTF_8);
            exchange.getResponseHeaders().set("Content-Type", "application/json");
            exchange.sendResponseHeaders(isGood ? 200 : 404, body.length);
            exchange.getResponseBody().write(body);
          }
        });
    api.start();
    var connections =
        Files.writeString(
            directory.resolve("connections.json"),
            """
            {"Connections": [{"Name": "Api", "AuthorizationType": "API_KEY", "AuthParameters": {
              "ApiKeyAuthParameters": {"ApiKeyName": "X-Api-Key", "ApiKeyValue": "env:API_KEY"},
              "InvocationHttpParameters": {
                "QueryStringParameters": [{"Key": "q", "Value": "env:API_KEY", "IsValueSecret": true}],
                "BodyParameters": [{"Key": "b", "Value": "env:API_KEY", "IsValueSecret": true}]}}}]}
            """);
    database = TestDatabase.create();
    server =
        StepwellServer.start(
            ServerSettings.resolve(
                Map.of(
                    Setting.PORT.key(), "0",
                    Setting.DATABASE_URL.key(), database.jdbcUrl(),
                    Setting.DATABASE_USER.key(), database.user(),
                    Setting.DATABASE_PASSWORD.key(), database.password(),
                    Setting.HTTP_ALLOW.key(), "127.0.0.1:" + api.getAddress().getPort(),
                    Setting.CONNECTIONS.key(), connections.toString()),
                Map.of("API_KEY", SECRET),
                null),
            progress -> {});
    client = HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  }

  @AfterAll
  void stop() {
    client.close();
    server.close();
    database.close();
    api.stop(0);
    ((Logger) LoggerFactory.getLogger("dev.stepwell")).detachAppender(log);
    ((Logger) LoggerFactory.getLogger("dev.stepwell")).setLevel(null);
  }

  private JsonNode call(String operation, JsonNode request)
      throws IOException, InterruptedException {
    return Json.parse(
        client
            .send(
                HttpRequest.newBuilder(server.url().resolve("/"))
                    .header("X-Amz-Target", "AWSStepFunctions." + operation)
                    .POST(HttpRequest.BodyPublishers.ofString(Json.text(request)))
                    .build(),
                HttpResponse.BodyHandlers.ofString())
            .body());
  }

  private String rest(String path) throws IOException, InterruptedException {
    return client
        .send(
            HttpRequest.newBuilder(URI.create(server.url() + path)).build(),
            HttpResponse.BodyHandlers.ofString())
        .body();
  }

  private ObjectNode state(String url) {
    var state = Json.object().put("Type", "Task").put("Resource", "arn:aws:states:::http:invoke");
    var parameters = state.putObject("Parameters").put("ApiEndpoint", url).put("Method", "POST");
    parameters.putObject("InvocationConfig").put("ConnectionArn", CONNECTION);
    parameters.putObject("RequestBody").put("mine", 1);
    return state.put("End", true);
  }

  private String apiUrl(String path) {
    return "http://127.0.0.1:" + api.getAddress().getPort() + path;
  }

  /** The ended execution of a machine of one such state. */
  private JsonNode executed(String name, String url) throws IOException, InterruptedException {
    var definition = Json.object().put("StartAt", "Call");
    definition.putObject("States").set("Call", state(url));
    var machine =
        call(
            "CreateStateMachine",
            Json.object()
                .put("name", name)
                .put("roleArn", ROLE)
                .put("definition", Json.text(definition)));
    var execution =
        call(
            "StartExecution",
            Json.object().put("stateMachineArn", machine.path("stateMachineArn").asString()));
    var arn = execution.path("executionArn").asString();
    return Json.parse(rest("/api/v1/executions/" + arn + "?wait=60s"));
  }

  private JsonNode history(JsonNode execution) throws IOException, InterruptedException {
    return call(
        "GetExecutionHistory",
        Json.object().put("executionArn", execution.path("executionArn").asString()));
  }

  @Test
  void anApiIsCalledWithASecretThatNobodyElseSees() throws Exception {
    var succeeded = executed("Good", apiUrl("/good"));
    assertThat(keys).contains(SECRET);
    assertThat(succeeded.path("output").path("ResponseBody")).isEqualTo(Json.parse("{\"id\":7}"));
    var events = history(succeeded);
    assertThat(events.path("events").valueStream().map(event -> event.path("type").asString()))
        .containsSubsequence("TaskScheduled", "TaskStarted", "TaskSucceeded");

    var failed = executed("Bad", apiUrl("/bad"));
    assertThat(failed.path("error").asString()).isEqualTo("States.Http.StatusCode.404");
    assertThat(failed.path("cause").asString()).isEqualTo("no");
    var unreachable = executed("Unreachable", "https://127.0.0.1:1/");
    assertThat(unreachable.path("error").asString()).isEqualTo("States.Http.Socket");

    for (var execution : List.of(succeeded, failed, unreachable)) {
      assertThat(Json.text(execution)).doesNotContain(SECRET);
      assertThat(Json.text(history(execution))).doesNotContain(SECRET);
    }
    assertThat(rest("/api/v1/executions")).doesNotContain(SECRET);
    assertThat(log.lines).isNotEmpty().noneMatch(line -> line.contains(SECRET));
  }

  private JsonNode tested(boolean revealSecrets) throws IOException, InterruptedException {
    return call(
        "TestState",
        Json.object()
            .put("definition", Json.text(state(apiUrl("/good?own=1"))))
            .put("roleArn", ROLE)
            .put("inspectionLevel", "TRACE")
            .put("revealSecrets", revealSecrets));
  }

  @Test
  void testStateShowsRequestAndAnswer() throws Exception {
    var tested = tested(false);
    var request = tested.at("/inspectionData/request");
    assertThat(request.path("protocol").asString()).isEqualTo("http");
    assertThat(request.path("method").asString()).isEqualTo("POST");
    assertThat(request.path("url").asString()).isEqualTo(apiUrl("/good?own=1"));
    assertThat(request.path("headers").asString())
        .isEqualTo(
            "[User-Agent: Stepwell|HttpInvoke|us-east-1, Range: bytes=0-262144,"
                + " Content-Type: application/json; charset=UTF-8]");
    assertThat(request.path("body").asString()).isEqualTo("{\"mine\":1}");
    var response = tested.at("/inspectionData/response");
    assertThat(response.path("statusCode").asString()).isEqualTo("200");
    assertThat(response.path("statusMessage").asString()).isEqualTo("OK");
    assertThat(response.path("headers").asString()).contains("content-type: application/json");
    assertThat(response.path("body").asString()).isEqualTo("{\"id\": 7}");
    assertThat(Json.text(tested)).doesNotContain(SECRET);
  }

  @Test
  void testStateShowsSecretsWhereItIsAskedTo() throws Exception {
    var request = tested(true).at("/inspectionData/request");
    assertThat(request.path("url").asString()).isEqualTo(apiUrl("/good?own=1&q=" + SECRET));
    assertThat(request.path("headers").asString()).contains("X-Api-Key: " + SECRET);
    assertThat(request.path("body").asString()).isEqualTo("{\"mine\":1,\"b\":\"" + SECRET + "\"}");
  }

  @Test
  void onlyTraceShowsThem() throws Exception {
    var tested =
        call(
            "TestState",
            Json.object()
                .put("definition", Json.text(state(apiUrl("/good"))))
                .put("roleArn", ROLE)
                .put("inspectionLevel", "DEBUG"));
    assertThat(tested.path("status").asString()).isEqualTo("SUCCEEDED");
    assertThat(tested.path("inspectionData").has("request")).isFalse();
  }
}
