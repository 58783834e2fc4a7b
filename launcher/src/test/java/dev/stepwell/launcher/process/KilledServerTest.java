package dev.stepwell.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import tools.jackson.databind.JsonNode;

/** Promises P1 to P7 for a server that is killed again and again. */
class KilledServerTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/stepwell";
  private static final int EXECUTIONS = 200;
  private static final int STARTERS = 8;

  /** How many tasks the workers have been handed when the server is killed, of 1400 or more. */
  private static final List<Integer> KILLS = List.of(60, 350, 700, 1000);

  private static final int STOPPED_EACH = 3;
  private static final int LOOKED_AT_EACH = 5;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @TempDir private Path data;

  private final TaskLog log = new TaskLog();
  private final Map<String, List<JsonNode>> before = new HashMap<>();
  private final List<String> stopped = new ArrayList<>();

  @Test
  void losesNothingAndDoesNothingTwice() throws Exception {
    try (var server = ServerProcess.dev(data);
        var client = new Client(server.url());
        var starters = Executors.newFixedThreadPool(STARTERS);
        var workers = Workers.start(server.url(), log)) {
      var machine = create(client, workers.definition("orders.asl.json"));
      var starts = new ArrayList<Callable<String>>();
      for (int i = 0; i < EXECUTIONS; i++) {
        var name = "order-" + i;
        starts.add(() -> start(client, machine, name));
      }
      var started = starts.stream().map(starters::submit).toList();
      for (var kill : KILLS) {
        log.awaitHanded(kill, PATIENCE);
        stopSome(client, machine);
        lookAtSome(client, machine);
        server.kill();
        server.start();
      }
      var executions = new ArrayList<String>();
      for (var start : started) {
        executions.add(start.get());
      }
      client.awaitAllClosed(machine, PATIENCE);
      check(client, machine, executions);
      System.out.printf(
          "%d executions, %d kills: %d tasks handed out, %d results acknowledged, %d stopped%n",
          EXECUTIONS, KILLS.size(), log.handed().size(), log.acknowledged().size(), stopped.size());
      assertThat(server.standardError()).doesNotContain("\tat ").doesNotContain("Exception");
    }
  }

  private static String create(Client client, String definition) {
    var request =
        Json.object().put("name", "orders").put("definition", definition).put("roleArn", ROLE);
    return client.call("CreateStateMachine", request).path("stateMachineArn").asString();
  }

  private static String start(Client client, String machine, String name) {
    var request =
        Json.object()
            .put("stateMachineArn", machine)
            .put("name", name)
            .put("input", "{\"items\": [1, 2]}");
    return client.call("StartExecution", request).path("executionArn").asString();
  }

  private List<String> running(Client client, String machine) {
    var request = Json.object().put("stateMachineArn", machine).put("statusFilter", "RUNNING");
    return client.list("ListExecutions", request, "executions").stream()
        .map(execution -> execution.path("executionArn").asString())
        .toList();
  }

  private void stopSome(Client client, String machine) {
    for (var execution : running(client, machine).stream().limit(STOPPED_EACH).toList()) {
      client.call(
          "StopExecution", Json.object().put("executionArn", execution).put("error", "Stopped"));
      stopped.add(execution);
    }
  }

  private void lookAtSome(Client client, String machine) {
    var all =
        client.list("ListExecutions", Json.object().put("stateMachineArn", machine), "executions");
    all.stream()
        .limit(LOOKED_AT_EACH)
        .map(execution -> execution.path("executionArn").asString())
        .forEach(execution -> before.put(execution, client.history(execution)));
    stopped.forEach(execution -> before.put(execution, client.history(execution)));
  }

  private void check(Client client, String machine, List<String> executions) {
    assertThat(executions).doesNotHaveDuplicates().hasSize(EXECUTIONS);
    Promises.checkTokens(log);
    assertThat(log.lateAnswers()).as("answers to closed tasks").containsKey("TaskTimedOut");
    var promises = new Promises(log);
    var statuses = new HashMap<String, String>();
    client
        .list("ListExecutions", Json.object().put("stateMachineArn", machine), "executions")
        .forEach(execution ->
            statuses.put(
                execution.path("executionArn").asString(), execution.path("status").asString()));
    assertThat(statuses.keySet()).containsExactlyInAnyOrderElementsOf(executions);
    for (var execution : executions) {
      var events = client.history(execution);
      promises.check(execution, events);
      var expected = stopped.contains(execution) ? "ABORTED" : "SUCCEEDED";
      assertThat(statuses.get(execution)).as(execution).isEqualTo(expected);
      assertThat(events.getLast().path("type").asString().toUpperCase(Locale.ROOT))
          .isEqualTo("EXECUTION" + expected);
    }
    before.forEach((execution, then) ->
        assertThat(client.history(execution))
            .as("the history of %s is as it was, and more", execution)
            .startsWith(then.toArray(JsonNode[]::new)));
  }
}
