package dev.stepwell.launcher.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.persistence.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Two servers share a database, and something happens to one of them under load. */
class TwoNodesTest {
  private static final int EXECUTIONS = 500;
  private static final int STARTERS = 8;
  private static final int HANDED_WHEN_UPGRADED = 200;
  private static final int HANDED_WHEN_KILLED = 400;
  private static final Duration PATIENCE = Duration.ofMinutes(2);

  private static final List<String> TABLES =
      List.of(
          "execution",
          "scope",
          "history",
          "task",
          "inbox",
          "state_machine",
          "state_machine_revision",
          "activity",
          "node",
          "cluster");

  private interface Trouble {
    void happen(TaskLog log, TestDatabase database, ServerProcess victim) throws Exception;
  }

  /** Promise P8. */
  @Test
  void theOtherNodeFinishesEverything() throws Exception {
    keepsItsPromises((log, database, victim) -> {
      log.awaitHanded(HANDED_WHEN_KILLED, PATIENCE);
      victim.kill();
    });
  }

  /**
   * Promise P9 while nodes are replaced: a newer node brings the schema of the next build, which
   * has columns, a table and an index more. Those of this build go on, and one that is killed
   * starts again.
   */
  @Test
  void nodesOfThisBuildWorkOnTheSchemaOfTheNext() throws Exception {
    keepsItsPromises((log, database, victim) -> {
      log.awaitHanded(HANDED_WHEN_UPGRADED, PATIENCE);
      upgrade(database);
      log.awaitHanded(HANDED_WHEN_KILLED, PATIENCE);
      victim.kill();
      victim.start();
    });
  }

  private static void keepsItsPromises(Trouble trouble) throws Exception {
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
      trouble.happen(log, database, victim);
      for (var start : starts) {
        start.get();
      }
      executions.awaitAllClosed(PATIENCE);

      var promises = new Promises(log, Visits.of(definition, 0));
      executions.check(promises, threads);
      assertThat(promises.violations()).isEmpty();
      assertThat(executions.countStarted()).isEqualTo(EXECUTIONS);
      for (var server : List.of(survivor, victim)) {
        assertThat(server.standardError()).doesNotContain("\tat ");
      }
    }
  }

  /** One table at a time, as migrations must: lanes lock several, in another order. */
  private static void upgrade(TestDatabase database) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      for (var table : TABLES) {
        statement.execute(
            "alter table " + table + " add column added int8, add column noted text default 'n'");
      }
      statement.execute("create table later (id int8 primary key)");
      statement.execute("create index history_added on history (shard, added)");
      statement.execute(
          "insert into flyway_schema_history values"
              + " (999, '999', 'next', 'SQL', 'V999__next.sql', 1, 'x', now(), 1, true)");
    }
  }
}
