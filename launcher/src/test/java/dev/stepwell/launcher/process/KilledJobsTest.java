package dev.stepwell.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stepwell.asl.json.Json;
import dev.stepwell.persistence.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URISyntaxException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import software.amazon.awssdk.services.ecs.EcsClient;
import tools.jackson.databind.JsonNode;

/**
 * A server is killed while hundreds of jobs run: the next one asks for them until they have ended.
 * The service's own log tells that none was started twice, and which were stopped.
 */
class KilledJobsTest {
  private static final int JOBS = 200;
  private static final int STOPPED = 20;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String DEFINITION =
      """
      {"StartAt": "Run", "States": {"Run": {"Type": "Task", "End": true,
        "Resource": "arn:aws:states:::ecs:runTask.sync",
        "Parameters": {"TaskDefinition": "d", "Group.$": "$$.Execution.Name"},
        "ResultSelector": {"name.$": "$.Group"}}}}
      """;

  @Test
  void jobsAreWaitedForByTheNextServer(@TempDir Path plugins) throws Exception {
    Files.copy(clientJar(), plugins.resolve("ecs.jar"));
    try (var database = TestDatabase.create();
        var ecs = new Ecs();
        var server =
            ServerProcess.of(
                    database.jdbcUrl(),
                    database.user(),
                    database.password(),
                    "--plugins",
                    plugins.toString())
                .in(ecs.settings())) {
      server.start();
      try (var client = new Client(server.url())) {
        var machine = create(client);
        for (var number = 0; number < JOBS; number++) {
          var _ =
              client.call(
                  "StartExecution",
                  Json.object().put("stateMachineArn", machine).put("name", "e-" + number));
        }
        client.await("all jobs run", () -> submitted(client, machine) == JOBS, PATIENCE);

        server.kill();
        server.start();

        for (var number = 0; number < STOPPED; number++) {
          var _ =
              client.call(
                  "StopExecution",
                  Json.object().put("executionArn", execution(machine, "e-" + number)));
        }
        client.await("the jobs are stopped", () -> ecs.stopped.size() == STOPPED, PATIENCE);
        ecs.endAll();
        try {
          client.awaitAllClosed(machine, PATIENCE);
        } catch (AssertionError late) {
          throw new AssertionError(ecs + "; the server said: " + server.standardError(), late);
        }
        assertThat(statuses(client, machine))
            .isEqualTo(Map.of("SUCCEEDED", (long) JOBS - STOPPED, "ABORTED", (long) STOPPED));
        assertThat(ecs.started)
            .hasSize(JOBS)
            .allSatisfy((name, times) -> assertThat(times).isOne());
        assertThat(ecs.stopped).allMatch(task -> number(task) < STOPPED);
        var last = execution(machine, "e-" + (JOBS - 1));
        assertThat(
                client
                    .call("DescribeExecution", Json.object().put("executionArn", last))
                    .path("output")
                    .stringValue())
            .isEqualTo("{\"name\":\"e-" + (JOBS - 1) + "\"}");
        assertThat(server.standardError()).doesNotContain("\tat ");
      }
    }
  }

  private static Path clientJar() throws URISyntaxException {
    return Path.of(EcsClient.class.getProtectionDomain().getCodeSource().getLocation().toURI());
  }

  private static String create(Client client) {
    return client
        .call(
            "CreateStateMachine",
            Json.object()
                .put("name", "Jobs")
                .put("definition", DEFINITION)
                .put("roleArn", "arn:aws:iam::123456789012:role/stepwell"))
        .path("stateMachineArn")
        .asString();
  }

  private static String execution(String machine, String name) {
    return machine.replace(":stateMachine:", ":execution:") + ":" + name;
  }

  private static int number(String task) {
    return Integer.parseInt(task.substring(task.lastIndexOf('-') + 1));
  }

  /** How many executions know that their job has been started. */
  private static long submitted(Client client, String machine) {
    return client
        .list("ListExecutions", Json.object().put("stateMachineArn", machine), "executions")
        .stream()
        .map(execution -> client.history(execution.path("executionArn").asString()))
        .filter(history -> history.getLast().path("type").asString().equals("TaskSubmitted"))
        .count();
  }

  private static Map<String, Long> statuses(Client client, String machine) {
    var count = new LinkedHashMap<String, Long>();
    client
        .list("ListExecutions", Json.object().put("stateMachineArn", machine), "executions")
        .forEach(execution -> count.merge(execution.path("status").asString(), 1L, Long::sum));
    return count;
  }

  /** As much of ECS as is asked here, with a log. */
  private static final class Ecs implements AutoCloseable {
    /** All calls come at once when a server has started again. */
    private static final int BACKLOG = 4_096;

    private final ExecutorService threads = Executors.newCachedThreadPool();
    private final AtomicInteger requests = new AtomicInteger();
    private final AtomicInteger answers = new AtomicInteger();
    private final Map<String, Integer> started = new ConcurrentHashMap<>();
    private final Set<String> stopped = ConcurrentHashMap.newKeySet();
    private final HttpServer server;
    private volatile boolean ended;

    Ecs() throws IOException {
      server =
          HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), BACKLOG);
      server.setExecutor(threads);
      server.createContext("/", this::handle);
      server.start();
    }

    Map<String, String> settings() {
      return Map.of(
          "AWS_ENDPOINT_URL_ECS",
          "http://127.0.0.1:" + server.getAddress().getPort(),
          "AWS_ACCESS_KEY_ID",
          "any",
          "AWS_SECRET_ACCESS_KEY",
          "any");
    }

    void endAll() {
      ended = true;
    }

    @Override
    public String toString() {
      return "the service has answered %s of %s requests".formatted(answers, requests);
    }

    private void handle(HttpExchange exchange) throws IOException {
      requests.incrementAndGet();
      try (exchange) {
        var request =
            Json.parse(
                new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
        var target = exchange.getRequestHeaders().getFirst("X-Amz-Target");
        var answer =
            Json.text(answer(target.substring(target.indexOf('.') + 1), request))
                .getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.1");
        exchange.sendResponseHeaders(200, answer.length);
        exchange.getResponseBody().write(answer);
        answers.incrementAndGet();
      }
    }

    private JsonNode answer(String operation, JsonNode request) {
      return switch (operation) {
        case "RunTask" -> {
          var name = request.path("group").asString();
          started.merge(name, 1, Integer::sum);
          yield tasks(name, "PROVISIONING");
        }
        case "DescribeTasks" ->
            tasks(request.path("tasks").get(0).stringValue(), ended ? "STOPPED" : "RUNNING");
        case "StopTask" -> {
          stopped.add(request.path("task").asString());
          yield Json.object();
        }
        default -> throw new IllegalStateException(operation);
      };
    }

    /** A task whose ARN is the name of the execution that has started it. */
    private static JsonNode tasks(String name, String status) {
      var answer = Json.object();
      answer
          .putArray("tasks")
          .addObject()
          .put("taskArn", name)
          .put("clusterArn", "default")
          .put("group", name)
          .put("lastStatus", status);
      return answer;
    }

    @Override
    public void close() {
      server.stop(0);
      threads.shutdownNow();
    }
  }
}
