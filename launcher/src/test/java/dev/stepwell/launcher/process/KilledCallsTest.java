package dev.stepwell.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import dev.stepwell.persistence.testing.TestDatabase;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/**
 * A server is killed while services, functions and APIs have its calls and have not answered: each
 * attempt has been started at most once, as their own log tells, and every execution ends as its
 * definition says, by the Retry of calls with an unknown outcome.
 */
class KilledCallsTest {
  private static final int EXECUTIONS_PER_KIND = 60;
  private static final int CALLED_WHEN_KILLED = 500;
  private static final Duration PATIENCE = Duration.ofMinutes(5);
  private static final String ROLE = "arn:aws:iam::123456789012:role/stepwell";
  private static final String FUNCTION = "arn:aws:lambda:us-east-1:123456789012:function:";
  private static final String PLAIN = "Plain";

  /** How an attempt names itself. */
  private static final String ATTEMPT =
      "\"States.Format('at {}/{}/{} end', $$.StateMachine.Name, $$.Execution.Name,"
          + " $$.State.RetryCount)\"";

  /**
   * A kind of call.
   *
   * @param machine its name
   * @param parameters in which {@code ATTEMPT} stands for the name of the attempt, and {@code URL}
   *     for the services
   */
  private record Kind(String machine, String resource, String parameters) {
    static Kind of(String operation, String parameters) {
      return new Kind(operation.replace(':', '-'), "arn:aws:states:::" + operation, parameters);
    }
  }

  private static final List<Kind> KINDS =
      List.of(
          Kind.of("dynamodb:putItem", "{'TableName': 'T', 'Item': {'id': {'S.$': ATTEMPT}}}"),
          Kind.of(
              "events:putEvents",
              "{'Entries': [{'Source': 's', 'DetailType': 't', 'Detail': {'at.$': ATTEMPT}}]}"),
          Kind.of("aws-sdk:s3:putObject", "{'Bucket': 'b', 'Key': 'k', 'Body.$': ATTEMPT}"),
          Kind.of(
              "aws-sdk:secretsmanager:putSecretValue",
              "{'SecretId': 's', 'SecretString.$': ATTEMPT}"),
          Kind.of("sqs:sendMessage", "{'QueueUrl': 'URL/1/q', 'MessageBody.$': ATTEMPT}"),
          Kind.of("aws-sdk:sqs:sendMessage", "{'QueueUrl': 'URL/1/q', 'MessageBody.$': ATTEMPT}"),
          Kind.of(
              "sns:publish",
              "{'TopicArn': 'arn:aws:sns:us-east-1:123456789012:t', 'Message.$': ATTEMPT}"),
          Kind.of("lambda:invoke", "{'FunctionName': 'Invoked', 'Payload': {'at.$': ATTEMPT}}"),
          new Kind("plain-url", FUNCTION + PLAIN, "{'at.$': ATTEMPT}"),
          Kind.of(
              "http:invoke",
              "{'ApiEndpoint': 'URL/api', 'Method': 'POST', 'RequestBody': {'at.$': ATTEMPT}}"));

  /** Waits for an execution whose own call is in flight when the server dies. */
  private static final Kind PARENT =
      Kind.of(
          "states:startExecution.sync", "{'StateMachineArn': 'CHILD', 'Input': {'at.$': ATTEMPT}}");

  @Test
  void everyAttemptIsStartedAtMostOnce() throws Exception {
    try (var database = TestDatabase.create();
        var services = new SilentServices();
        var server =
            ServerProcess.of(database.jdbcUrl(), database.user(), database.password())
                .in(services.settings())) {
      server.start();
      addPlainUrl(server.url(), services.url());
      try (var client = new Client(server.url())) {
        var machines = new LinkedHashMap<String, String>();
        KINDS.forEach(kind -> machines.put(kind.machine(), create(client, kind, services.url())));
        var child =
            create(
                client,
                new Kind("child", KINDS.getFirst().resource(), KINDS.getFirst().parameters()),
                services.url());
        var parent =
            create(
                client,
                new Kind("parent", PARENT.resource(), PARENT.parameters().replace("CHILD", child)),
                services.url());
        machines.put("parent", parent);
        for (var number = 0; number < EXECUTIONS_PER_KIND; number++) {
          for (var machine : machines.values()) {
            client.call(
                "StartExecution",
                Json.object().put("stateMachineArn", machine).put("name", "e-" + number));
          }
        }
        client.await(
            CALLED_WHEN_KILLED + " calls are with the services, some of every kind",
            () ->
                services.attempts().size() >= CALLED_WHEN_KILLED
                    && called(services).size() == KINDS.size() + 1,
            PATIENCE);

        server.kill();
        services.beginToAnswer();
        server.start();

        for (var machine : machines.values()) {
          client.awaitAllClosed(machine, PATIENCE);
        }
        machines.forEach((name, machine) ->
            assertThat(statuses(client, machine))
                .as(() -> name + " " + failures(client, machine))
                .isEqualTo(Map.of("SUCCEEDED", (long) EXECUTIONS_PER_KIND)));
        assertThat(statuses(client, child)).containsOnlyKeys("SUCCEEDED");
        assertThat(inputs(client, child))
            .as("what each attempt of a parent has started")
            .doesNotHaveDuplicates()
            .hasSizeGreaterThanOrEqualTo(EXECUTIONS_PER_KIND);
        assertThat(services.attempts())
            .doesNotHaveDuplicates()
            .hasSizeGreaterThan((KINDS.size() + 1) * EXECUTIONS_PER_KIND);
        assertThat(server.standardError()).doesNotContain("\tat ");
      }
    }
  }

  private static String failures(Client client, String machine) {
    var failed = Json.object().put("stateMachineArn", machine).put("statusFilter", "FAILED");
    return client.list("ListExecutions", failed, "executions").stream()
        .map(execution -> client.history(execution.path("executionArn").asString()).toString())
        .collect(Collectors.joining("\n"));
  }

  /** How many calls have reached the services, by the machine that made them. */
  private static Map<String, Long> called(SilentServices services) {
    return services.attempts().stream()
        .collect(Collectors.groupingBy(attempt -> attempt.split("/", 2)[0], Collectors.counting()));
  }

  private static void addPlainUrl(URI server, URI target) throws IOException, InterruptedException {
    var function = Json.object().put("target", "URL").put("url", target.toString());
    try (var client = HttpClient.newHttpClient()) {
      var answer =
          client.send(
              HttpRequest.newBuilder(server.resolve("/api/v1/functions/" + PLAIN))
                  .header("Content-Type", "application/json")
                  .POST(BodyPublishers.ofString(Json.text(function)))
                  .build(),
              BodyHandlers.ofString());
      assertThat(answer.statusCode()).as(answer.body()).isBetween(200, 299);
    }
  }

  private static String create(Client client, Kind kind, URI services) {
    var parameters =
        kind.parameters()
            .replace('\'', '"')
            .replace("ATTEMPT", ATTEMPT)
            .replace("URL", services.toString());
    var definition =
        """
        {"StartAt": "Call", "States": {"Call": {"Type": "Task", "End": true,
          "Resource": "%s", "Parameters": %s,
          "Retry": [{"ErrorEquals": ["States.TaskFailed"], "IntervalSeconds": 1, "MaxAttempts": 2}]}}}
        """
            .formatted(kind.resource(), parameters);
    return client
        .call(
            "CreateStateMachine",
            Json.object()
                .put("name", kind.machine())
                .put("definition", definition)
                .put("roleArn", ROLE))
        .path("stateMachineArn")
        .asString();
  }

  private static List<String> inputs(Client client, String machine) {
    return client
        .list("ListExecutions", Json.object().put("stateMachineArn", machine), "executions")
        .stream()
        .map(execution ->
            client
                .call(
                    "DescribeExecution",
                    Json.object().put("executionArn", execution.path("executionArn").asString()))
                .path("input")
                .asString())
        .toList();
  }

  private static Map<String, Long> statuses(Client client, String machine) {
    var count = new LinkedHashMap<String, Long>();
    client
        .list("ListExecutions", Json.object().put("stateMachineArn", machine), "executions")
        .forEach(execution -> count.merge(execution.path("status").asString(), 1L, Long::sum));
    return count;
  }
}
