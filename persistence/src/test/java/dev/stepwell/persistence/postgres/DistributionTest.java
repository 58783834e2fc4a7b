package dev.stepwell.persistence.postgres;

import static dev.stepwell.engine.store.contract.WriteBuilder.batch;
import static dev.stepwell.engine.store.contract.WriteBuilder.idOf;
import static dev.stepwell.engine.store.contract.WriteBuilder.moved;
import static dev.stepwell.engine.store.contract.WriteBuilder.nameOf;
import static dev.stepwell.engine.store.contract.WriteBuilder.shardOf;
import static dev.stepwell.engine.store.contract.WriteBuilder.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.store.LaneStore;
import dev.stepwell.engine.store.contract.WriteBuilder;
import dev.stepwell.persistence.testing.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * What the hot path does for an execution stays in the shard of that execution. The tables are
 * split, one partition a shard, as a distributed PostgreSQL would lay them out (which also says
 * that every key begins with the shard), and the server counts which partitions were touched.
 */
class DistributionTest {
  private static final TestDatabase database = TestDatabase.create();
  private static final String ARN = "arn:aws:states:us-east-1:123456789012:activity:charge";
  private static final List<String> TABLES =
      List.of("execution", "scope", "history", "task", "inbox");

  /** Looking into a partition's index counts as much as reading or writing a row of it. */
  private static final String TOUCHED =
      """
      select distinct substring(relname from '\\d+$')
        from pg_stat_user_tables
       where relname ~ '_\\d+$'
         and coalesce(seq_scan, 0) + coalesce(idx_scan, 0) + n_tup_ins + n_tup_upd + n_tup_del > 0
      """;

  private static PostgresStores stores = PostgresStores.open(settings());

  private static PostgresSettings settings() {
    return StoreDatabase.settings(database, "shards");
  }

  @BeforeAll
  static void split() throws SQLException {
    for (var table : TABLES) {
      execute(
          """
          alter table %1$s rename to whole_%1$s;
          create table %1$s (like whole_%1$s including all) partition by list (shard);
          do $$ begin
            for shard in 0..63 loop
              execute 'create table %1$s_' || shard
                || ' partition of %1$s for values in (' || shard || ')';
            end loop;
          end $$;
          drop table whole_%1$s cascade;
          """
              .formatted(table));
    }
  }

  @AfterAll
  static void drop() {
    stores.close();
    database.close();
  }

  private static void execute(String sql) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** The shards that a lane's work has touched. */
  private static Set<String> touchedBy(Consumer<LaneStore> work) throws SQLException {
    execute("select pg_stat_reset()");
    // What a session has done is counted when it ends at the latest.
    try (var lane = stores.executions().openLane()) {
      work.accept(lane);
    }
    stores.close();
    stores = PostgresStores.open(settings());
    try (var connection = database.connect()) {
      return new TreeSet<>(Statements.query(connection, TOUCHED, _ -> {}, row -> row.getString(1)));
    }
  }

  private static void commit(LaneStore lane, WriteBuilder... writes) {
    assertThat(lane.commit(batch(writes))).hasSize(writes.length);
  }

  @Test
  void allThatIsDoneForAnExecutionStaysInItsShard() throws SQLException {
    var id = idOf("one");
    var touched =
        touchedBy(lane -> {
          lane.findByName(List.of(nameOf("one")));
          commit(
              lane, started("one").history(1, 3).scope(1, "left").scope(2, "right").task(3, ARN));
          commit(
              lane,
              moved("one", 1).history(4, 2).scope(1, "changed").removingTasks(3).task(9, ARN));
          commit(lane, moved("one", 2).document("root").history(6, 1).removingScopes(1, 2));
          commit(lane, moved("one", 3).sending("one", 77, "to itself").history(7, 1));
          commit(
              lane,
              moved("one", 4)
                  .removingInbox(77)
                  .removingTasks(9)
                  .history(8, 1)
                  .closed(ExecutionStatus.SUCCEEDED));
          lane.load(List.of(id));
          stores.executions().readHistory(id, 1, false, 100);
          stores.executions().readHistory(id, 8, true, 2);
        });
    assertThat(touched).containsExactly(Integer.toString(shardOf("one")));
  }

  @Test
  void aBatchTouchesTheShardsOfItsExecutionsOnly() throws SQLException {
    var touched =
        touchedBy(lane -> {
          commit(lane, started("left").history(1, 2), started("right").task(2, ARN));
          commit(lane, moved("left", 1).scope(1, "x"), moved("right", 1).removingTasks(2));
        });
    assertThat(touched)
        .hasSize(2)
        .containsExactlyInAnyOrder(
            Integer.toString(shardOf("left")), Integer.toString(shardOf("right")));
  }
}
