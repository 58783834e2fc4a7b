package dev.stepwell.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import dev.stepwell.persistence.testing.TestDatabase;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;

/** Promise P8: two servers share a database, one is killed, the other carries its work on. */
class TwoNodesTest {
  private static final String ROLE = "arn:aws:iam::123456789012:role/stepwell";
  private static final int EXECUTIONS = 500;
  private static final int STARTERS = 8;
  private static final int HANDED_WHEN_KILLED = 400;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  @Test
  void theOtherNodeFinishesEverything() throws Exception {
    var log = new TaskLog();
    try (var database = TestDatabase.create();
        var survivor = ServerProcess.on(database);
        var victim = ServerProcess.on(database);
        var client = new Client(survivor.url(), victim.url());
        var starters = Executors.newFixedThreadPool(STARTERS);
        var workers = Workers.start(survivor.url(), log);
        var orphans = Workers.start(victim.url(), log)) {
      orphans.definition("steps.asl.json");
      var machine =
          client
              .call(
                  "CreateStateMachine",
                  Json.object()
                      .put("name", "steps")
                      .put("definition", workers.definition("steps.asl.json"))
                      .put("roleArn", ROLE))
              .path("stateMachineArn")
              .asString();
      var starts = new ArrayList<Callable<String>>();
      for (int i = 0; i < EXECUTIONS; i++) {
        var node = i;
        starts.add(() -> start(client, node, machine));
      }
      var started = starts.stream().map(starters::submit).toList();
      log.awaitHanded(HANDED_WHEN_KILLED, PATIENCE);
      victim.kill();
      var executions = new ArrayList<String>();
      for (var start : started) {
        executions.add(start.get());
      }
      client.awaitAllClosed(machine, PATIENCE);

      assertThat(executions).doesNotHaveDuplicates().hasSize(EXECUTIONS);
      Promises.checkTokens(log);
      var promises = new Promises(log);
      for (var execution : executions) {
        var events = client.history(execution);
        promises.check(execution, events);
        assertThat(events.getLast().path("type").asString()).isEqualTo("ExecutionSucceeded");
      }
      assertThat(survivor.standardError()).doesNotContain("\tat ");
    }
  }

  private static String start(Client client, int node, String machine) {
    return client
        .call(
            node,
            "StartExecution",
            Json.object().put("stateMachineArn", machine).put("name", "steps-" + node))
        .path("executionArn")
        .asString();
  }
}
