package dev.stepwell.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.stepwell.asl.json.Json;
import dev.stepwell.persistence.testing.TestDatabase;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * A server is killed while services have its calls and have not answered: each attempt has been
 * started at most once, as the services' own log tells, and every execution ends as its definition
 * says, by the Retry of calls with an unknown outcome.
 */
class KilledCallsTest {
  private static final int EXECUTIONS_PER_KIND = 200;
  private static final int CALLED_WHEN_KILLED = 300;
  private static final Duration PATIENCE = Duration.ofMinutes(3);
  private static final String ROLE = "arn:aws:iam::123456789012:role/stepwell";

  /** How each kind of call carries the name of its attempt. */
  private static final Map<String, String> KINDS =
      Map.of(
          "dynamodb:putItem",
          "\"TableName\": \"T\", \"Item\": {\"id\": {\"S.$\": %s}}",
          "events:putEvents",
          "\"Entries\": [{\"Source\": \"s\", \"DetailType\": \"t\", \"Detail\": {\"at.$\": %s}}]",
          "aws-sdk:s3:putObject",
          "\"Bucket\": \"b\", \"Key\": \"k\", \"Body.$\": %s",
          "aws-sdk:secretsmanager:putSecretValue",
          "\"SecretId\": \"s\", \"SecretString.$\": %s");

  @Test
  void everyAttemptIsStartedAtMostOnce() throws Exception {
    try (var database = TestDatabase.create();
        var services = new SilentServices();
        var server =
            ServerProcess.of(database.jdbcUrl(), database.user(), database.password())
                .in(services.settings())) {
      server.start();
      try (var client = new Client(server.url())) {
        var machines = new ArrayList<String>();
        KINDS.forEach((resource, parameters) -> machines.add(create(client, resource, parameters)));
        for (var number = 0; number < EXECUTIONS_PER_KIND; number++) {
          for (var machine : machines) {
            client.call(
                "StartExecution",
                Json.object().put("stateMachineArn", machine).put("name", "e-" + number));
          }
        }
        client.await(
            CALLED_WHEN_KILLED + " calls are with the services",
            () -> services.attempts().size() >= CALLED_WHEN_KILLED,
            PATIENCE);

        server.kill();
        services.beginToAnswer();
        server.start();

        for (var machine : machines) {
          client.awaitAllClosed(machine, PATIENCE);
          assertThat(statuses(client, machine))
              .isEqualTo(Map.of("SUCCEEDED", (long) EXECUTIONS_PER_KIND));
        }
        assertThat(services.attempts())
            .doesNotHaveDuplicates()
            .hasSizeGreaterThan(KINDS.size() * EXECUTIONS_PER_KIND);
        assertThat(server.standardError()).doesNotContain("\tat ");
      }
    }
  }

  private static String create(Client client, String resource, String parameters) {
    var attempt =
        "\"States.Format('at {}/{}/{} end', $$.StateMachine.Name, $$.Execution.Name,"
            + " $$.State.RetryCount)\"";
    var definition =
        """
        {"StartAt": "Call", "States": {"Call": {"Type": "Task", "End": true,
          "Resource": "arn:aws:states:::%s", "Parameters": {%s},
          "Retry": [{"ErrorEquals": ["States.TaskFailed"], "IntervalSeconds": 1, "MaxAttempts": 2}]}}}
        """
            .formatted(resource, parameters.formatted(attempt));
    return client
        .call(
            "CreateStateMachine",
            Json.object()
                .put("name", resource.replace(':', '-'))
                .put("definition", definition)
                .put("roleArn", ROLE))
        .path("stateMachineArn")
        .asString();
  }

  private static Map<String, Long> statuses(Client client, String machine) {
    var count = new LinkedHashMap<String, Long>();
    client
        .list("ListExecutions", Json.object().put("stateMachineArn", machine), "executions")
        .forEach(execution -> count.merge(execution.path("status").asString(), 1L, Long::sum));
    return count;
  }

  /** Services that note which attempts reach them, and answer none before they are told to. */
  private static final class SilentServices implements AutoCloseable {
    private static final Pattern ATTEMPT = Pattern.compile("at ([^ ]+) end");

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch answering = new CountDownLatch(1);
    private final Queue<String> attempts = new ConcurrentLinkedQueue<>();
    private final HttpServer server;

    SilentServices() throws IOException {
      server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
      server.setExecutor(threads);
      server.createContext("/", this::handle);
      server.start();
    }

    Map<String, String> settings() {
      return Map.of(
          "AWS_ENDPOINT_URL",
          "http://127.0.0.1:" + server.getAddress().getPort(),
          "AWS_ACCESS_KEY_ID",
          "any",
          "AWS_SECRET_ACCESS_KEY",
          "any");
    }

    List<String> attempts() {
      return List.copyOf(attempts);
    }

    void beginToAnswer() {
      answering.countDown();
    }

    private void handle(HttpExchange exchange) throws IOException {
      try (exchange) {
        var body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
        var attempt = ATTEMPT.matcher(body);
        attempts.add(attempt.find() ? attempt.group(1) : "unknown: " + body);
        answering.await();
        var answer = exchange.getRequestMethod().equals("POST") ? "{}" : "";
        exchange.getResponseHeaders().set("Content-Type", "application/x-amz-json-1.0");
        if (answer.isEmpty()) {
          exchange.sendResponseHeaders(200, -1);
        } else {
          exchange.sendResponseHeaders(200, answer.length());
          exchange.getResponseBody().write(answer.getBytes(StandardCharsets.UTF_8));
        }
      } catch (InterruptedException _) {
        Thread.currentThread().interrupt();
      }
    }

    @Override
    public void close() {
      server.stop(0);
      threads.shutdownNow();
    }
  }
}
