package dev.stepwell.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.persistence.testing.TestDatabase;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Promise P8: two servers share a database, one is killed, the other carries its work on. */
class TwoNodesTest {
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
        var threads = Executors.newFixedThreadPool(STARTERS);
        var workers = Workers.start(survivor.url(), log);
        var orphans = Workers.start(victim.url(), log)) {
      orphans.definition("steps.asl.json");
      var definition = workers.definition("steps.asl.json");
      var executions = new Executions(client, "steps", definition, "{}");
      var starts =
          IntStream.range(0, EXECUTIONS)
              .mapToObj(number -> threads.submit(() -> executions.start(number)))
              .toList();
      log.awaitHanded(HANDED_WHEN_KILLED, PATIENCE);
      victim.kill();
      for (var start : starts) {
        start.get();
      }
      executions.awaitAllClosed(PATIENCE);

      var promises = new Promises(log, Visits.of(definition, 0));
      executions.check(promises, threads);
      assertThat(promises.violations()).isEmpty();
      assertThat(executions.countStarted()).isEqualTo(EXECUTIONS);
      assertThat(survivor.standardError()).doesNotContain("\tat ");
    }
  }
}
