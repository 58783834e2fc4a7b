package dev.stepwell.persistence.postgres;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.store.ExecutionStore.Listing;
import dev.stepwell.engine.store.ExecutionStore.Position;
import dev.stepwell.engine.store.SearchStore.Range;
import dev.stepwell.engine.store.SearchStore.Wanted;
import dev.stepwell.persistence.postgres.CommitShape.Part;
import dev.stepwell.persistence.postgres.PostgresSearchStore.Table;
import dev.stepwell.persistence.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * How PostgreSQL carries out the hot statements: with many rows, and on tables that it knows
 * nothing about yet.
 */
class PlanTest {
  private static final TestDatabase populated = TestDatabase.create();
  private static final TestDatabase empty = TestDatabase.create();

  private static final String ROWS =
      """
      insert into execution (number, version, state_machine_id, started_at, next_event_id,
                             last_event_at, wake_at, stopped_at, revision, next_scope_id, shard,
                              status, name, input, document, machine_version, machine_alias)
       select i, 1, i % 3, i, 2, i, case when i % 2 = 0 then i end,
              case when i % 10 <> 0 then i end, 1, 1, i % 64,
              case when i % 10 = 0 then 1 else 2 end, 'n' || i, 'x', 'y',
              case when i % 4 = 0 then i % 20 end, case when i % 8 = 0 then 'A' || i % 9 end
        from generate_series(1, 20000) i;
      insert into history
      select number, e, 0, 1, shard, 'x', case when e = 1 then state_machine_id end,
             case when e = 1 then pg_current_xact_id() end
        from execution, generate_series(1, 3) e;
      insert into scope select number, e, shard, 'x' from execution, generate_series(1, 2) e;
      insert into function_log (
          execution_number, scheduled_event_id, printed_at, shard, is_cut, function, printed)
        select number, e, 0, shard, false, 'f', 'x' from execution, generate_series(1, 2) e;
      insert into task select number, 1, number, shard, 'arn:' || number % 20 from execution;
      insert into inbox select number, 1, shard, 'x' from execution;
      insert into express_execution (number, state_machine_id, started_at, revision, shard, node_id, name, input)
      select number, state_machine_id, started_at, 1, shard, 'node-' || number % 3, name, 'x' from execution;
      insert into express_ended (shard, number, state_machine_id, started_at, stopped_at, status, name, input, document)
      select shard, number, state_machine_id, started_at, started_at, status, name, 'x', 'y' from execution;
      insert into state_machine (id, name, type, deleting, created_at, attributes, current_revision, last_version)
      select i, 'm' || i, 'EXPRESS', false, 0, '{}', 1, 0 from generate_series(1, 2000) i;
      analyze;
      """;

  @BeforeAll
  static void migrate() throws SQLException {
    for (var database : List.of(populated, empty)) {
      PostgresStores.open(StoreDatabase.settings(database, "plan")).close();
    }
    try (var connection = populated.connect();
        var statement = connection.createStatement()) {
      statement.execute(ROWS);
    }
  }

  @AfterAll
  static void drop() {
    populated.close();
    empty.close();
  }

  @Test
  void laneStatementsLookUpEveryElementByAnIndex() throws SQLException {
    for (var database : List.of(populated, empty)) {
      try (var connection = database.connect();
          var statement = connection.createStatement()) {
        statement.execute(LaneConnection.SESSION);
        var statements =
            new ArrayList<>(List.of(PostgresLaneStore.LOAD, PostgresLaneStore.FIND_BY_NAME));
        shapes().map(CommitShape::sql).forEach(statements::add);
        for (var sql : statements) {
          // A loop without an index, or with a filter on pairs of rows, costs the square of the
          // batch.
          assertThat(Plans.explain(connection, "", sql, List.of()))
              .as(sql)
              .doesNotContain("Seq Scan", "Bitmap", "Hash Join", "Merge Join", "Join Filter");
        }
      }
    }
  }

  private static Stream<Set<Part>> shapes() {
    return Stream.of(
        EnumSet.of(Part.UPDATES),
        EnumSet.of(Part.INSERTS),
        EnumSet.of(Part.UPDATES, Part.HISTORY, Part.TASKS_REMOVED),
        EnumSet.of(Part.INSERTS, Part.HISTORY, Part.TASKS_ADDED),
        EnumSet.complementOf(EnumSet.of(Part.INSERTS)),
        EnumSet.complementOf(EnumSet.of(Part.UPDATES)),
        EnumSet.allOf(Part.class));
  }

  @Test
  void pumpsReadNoWholeTable() throws SQLException {
    var shards = "'{1,2,3}'";
    assertIndexed(PostgresExecutionStore.FIND_WAKEUPS, shards, "1000", "10", "10");
    assertIndexed(PostgresExecutionStore.FIND_WAITING_TASKS, "'arn:7'", "10");
    assertIndexed(PostgresExecutionStore.COUNT_WAITING_TASKS, "'arn:7'", "10");
    assertIndexed(PostgresExecutionStore.FIND_QUEUES, "'node:'", "'node;'", "'node;'");
    assertIndexed(PostgresExecutionStore.FIND_INBOX, shards, "10", "10");
    assertIndexed(PostgresExecutionStore.SEND_TO_RUNNING, "1", "'stop'", "99");
    assertIndexed(PostgresExecutionStore.REMOVE_CLOSED, "1", "100");
    assertThat(assertIndexed(PostgresExecutionStore.REMOVE_STOPPED, "1", "1000", "100"))
        .contains("execution_stopped_at");
    assertIndexed(PostgresExpressStore.REMOVE_ENDED, "1", "1000", "10");
    assertIndexed(PostgresExpressStore.REMOVE_ENDED_OF_NO_MACHINE, "10", "10");
    assertIndexed(PostgresExpressStore.FIND, "1", "1", "1", "1");
    assertIndexed(PostgresExpressStore.NODES);
    assertIndexed(PostgresExpressStore.TAKE_OVER, "'heir'", "'dead'", "10", "'dead'");
  }

  @Test
  void theApiReadsNoWholeTable() throws SQLException {
    var page = new Position(Instant.EPOCH, new ExecutionId(1, 1));
    assertIndexed(PostgresExecutionStore.FIND, "1", "1", "'n1'");
    assertIndexed(PostgresExecutionStore.READ_HISTORY, "1", "1", "3", "1", "1", "1", "1");
    assertIndexed(PostgresExecutionStore.READ_HISTORY + " desc", "1", "1", "3", "1", "1", "1", "1");
    assertThat(assertSorted(Milestones.READ, "1", "'7'", "1", "1", "16"))
        .contains("history_milestone");
    assertThat(assertIndexed(Milestones.NEWS, "'{1,2,3}'", "'7'")).contains("history_milestone");
    assertIndexed(PostgresExecutionStore.PROGRESS, "'{1,2,3}'", "'{1,2,3}'");
    assertIndexed(PostgresExecutionStore.LAST_EVENT_ID, "1", "1");
    assertSorted(PostgresExecutionStore.listing(of(null), null), "1", "10");
    assertSorted(PostgresExecutionStore.listing(of(null), page), "1", "900", "900", "1", "1", "10");
    assertSorted(PostgresExecutionStore.listing(of(ExecutionStatus.SUCCEEDED), null), "1", "10");
    assertThat(
            assertSorted(
                PostgresExecutionStore.listing(of(ExecutionStatus.RUNNING), null), "1", "10"))
        .contains("execution_listing_by_status");
    assertThat(
            assertSorted(
                PostgresExecutionStore.listing(of(ExecutionStatus.FAILED), page),
                "1",
                "900",
                "900",
                "1",
                "1",
                "10"))
        .contains("execution_listing_by_status");
  }

  @Test
  void executionsOfAVersionOrAliasAreListedByAnIndex() throws SQLException {
    assertThat(
            assertSorted(
                PostgresExecutionStore.listing(new Listing(1, null, 7, null), null),
                "1",
                "7",
                "10"))
        .contains("execution_listing_by_version");
    assertThat(
            assertSorted(
                PostgresExecutionStore.listing(new Listing(1, null, null, "PROD"), null),
                "1",
                "'PROD'",
                "10"))
        .contains("execution_listing_by_alias");
  }

  @Test
  void searchesReadNoWholeTable() throws SQLException {
    var page = new Position(Instant.EPOCH, new ExecutionId(1, 1));
    var machines = "'{1,2}'";
    assertIndexed(
        PostgresSearchStore.places(Table.EXECUTION, range(null), null), machines, "0", "900", "10");
    assertIndexed(
        PostgresSearchStore.places(Table.EXECUTION, range(null), page),
        machines,
        "0",
        "900",
        "900",
        "900",
        "1",
        "1",
        "10");
    assertThat(
            assertIndexed(
                PostgresSearchStore.places(Table.EXECUTION, range(ExecutionStatus.RUNNING), null),
                machines,
                "0",
                "900",
                "10"))
        .contains("execution_listing_by_status");
    var bytes = new byte[] {1};
    assertIndexed(
        PostgresSearchStore.candidates(
            Table.EXECUTION,
            new Wanted(ExecutionStatus.FAILED, Instant.EPOCH, Instant.EPOCH, bytes, bytes, bytes)),
        "'a'",
        "'{1,2}'",
        "'{1,2}'",
        "3",
        "0",
        "900",
        "'a'",
        "'a'",
        "'a'");
  }

  private static Range range(@Nullable ExecutionStatus status) {
    return new Range(status, null, null, Instant.EPOCH, Instant.EPOCH);
  }

  private static Listing of(@Nullable ExecutionStatus status) {
    return new Listing(1, status, null, null);
  }

  /** By an index that has the order of the listing already. */
  private static String assertSorted(String sql, String... values) throws SQLException {
    var plan = assertIndexed(sql, values);
    assertThat(plan).as(sql).doesNotContain("Sort");
    return plan;
  }

  private static String assertIndexed(String sql, String... values) throws SQLException {
    try (var connection = populated.connect()) {
      var plan = Plans.explain(connection, "", sql, List.of(values));
      assertThat(plan).as(sql).contains("Index").doesNotContain("Seq Scan");
      return plan;
    }
  }
}
