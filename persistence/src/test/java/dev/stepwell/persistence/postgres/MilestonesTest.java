package dev.stepwell.persistence.postgres;

import static dev.stepwell.engine.store.contract.WriteBuilder.MACHINE;
import static dev.stepwell.engine.store.contract.WriteBuilder.batch;
import static dev.stepwell.engine.store.contract.WriteBuilder.idOf;
import static dev.stepwell.engine.store.contract.WriteBuilder.started;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.store.ExecutionStore.MilestonePosition;
import java.sql.SQLException;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Commits that become visible in another order than that of their transactions. */
class MilestonesTest {

  private static void commit(StoreDatabase database, String name) {
    try (var lane = database.node().executions().openLane()) {
      lane.commit(batch(started(name).history(1, 1).milestone()));
    }
  }

  private static List<String> milestones(StoreDatabase database) {
    return database
        .node()
        .executions()
        .milestones(MACHINE, new MilestonePosition(0, new ExecutionId(0, 0)), 10)
        .stream()
        .map(milestone -> milestone.executionName())
        .toList();
  }

  @Test
  void whatMayStillComeBeforeIsAwaited() throws SQLException {
    try (var database = new StoreDatabase()) {
      commit(database, "first");
      commit(database, "late");
      try (var slow = database.connect();
          var statement = slow.createStatement()) {
        // A commit that has begun before another, and ends after it.
        slow.setAutoCommit(false);
        var late = idOf("late");
        statement.execute(
            "update history set committed_in = pg_current_xact_id() where shard = %d and execution_number = %d"
                .formatted(late.shard(), late.number()));
        commit(database, "quick");
        var news = database.node().executions().milestoneNews(Set.of(MACHINE), 0);

        assertThat(milestones(database)).containsExactly("first", "late");
        slow.commit();
        assertThat(milestones(database)).containsExactly("first", "late", "quick");
        assertThat(
                database
                    .node()
                    .executions()
                    .milestoneNews(Set.of(MACHINE), news.horizon())
                    .stateMachineIds())
            .containsExactly(MACHINE);
      }
    }
  }
}
