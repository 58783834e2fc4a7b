package dev.stepwell.persistence.postgres;

import static dev.stepwell.engine.store.contract.WriteBuilder.batch;
import static dev.stepwell.engine.store.contract.WriteBuilder.idOf;
import static dev.stepwell.engine.store.contract.WriteBuilder.moved;
import static dev.stepwell.engine.store.contract.WriteBuilder.started;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.stepwell.engine.store.CommitOutcomeUnknownException;
import dev.stepwell.engine.store.LaneStore;
import dev.stepwell.engine.store.StoreUnavailableException;
import dev.stepwell.persistence.testing.Await;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

/** What a lane reports when its connection or its server fails, and that it goes on afterwards. */
@TestInstance(Lifecycle.PER_CLASS)
class LaneFaultsTest {
  private static final String LANES = " where application_name = 'test lane'";

  private static final String BLOCKED_LANES =
      "select pid::text from pg_stat_activity" + LANES + " and wait_event_type = 'Lock'";

  private final StoreDatabase database = new StoreDatabase();
  private LaneStore lane = database.node().executions().openLane();

  @BeforeEach
  void start() throws SQLException {
    database.empty();
    lane.commit(batch(started("a")));
  }

  @AfterEach
  void renew() {
    lane.close();
    lane = database.node().executions().openLane();
  }

  @AfterAll
  void close() {
    lane.close();
    database.close();
  }

  private void killLanes() throws Exception {
    database.execute("select pg_terminate_backend(pid) from pg_stat_activity" + LANES);
    Await.until(
        "the lane's session is gone",
        () -> database.query("select pid::text from pg_stat_activity" + LANES).isEmpty());
  }

  @Test
  void idleConnectionThatIsKilledIsReplaced() throws Exception {
    killLanes();

    assertThatThrownBy(() -> lane.load(List.of(idOf("a"))))
        .isInstanceOf(StoreUnavailableException.class);
    assertThat(lane.load(List.of(idOf("a")))).hasSize(1);
  }

  @Test
  void commitOnAKilledConnectionHasAnUnknownOutcome() throws Exception {
    killLanes();

    assertThatThrownBy(() -> lane.commit(batch(moved("a", 1))))
        .isInstanceOf(CommitOutcomeUnknownException.class);
    assertThat(lane.load(List.of(idOf("a"))).getFirst().version()).isEqualTo(1);
    assertThat(lane.commit(batch(moved("a", 1)))).containsExactly(idOf("a"));
  }

  @Test
  void connectionKilledWhileTheStatementRunsHasAnUnknownOutcome() throws Exception {
    try (var blocker = blockExecutions()) {
      var failure =
          CompletableFuture.supplyAsync(
              () -> catchThrowable(() -> lane.commit(batch(moved("a", 1)))));
      awaitBlockedLane();
      killLanes();

      assertThat(failure.get()).isInstanceOf(CommitOutcomeUnknownException.class);
      blocker.rollback();
    }
    assertThat(lane.load(List.of(idOf("a"))).getFirst().version()).isEqualTo(1);
  }

  /** The server does not notice that nobody waits for the answer: without an end it comes late. */
  @Test
  void commitThatIsStillOnItsWayIsEnded() throws Exception {
    try (var impatient = new PostgresLaneStore(new LaneConnection(impatient()));
        var blocker = blockExecutions()) {
      assertThatThrownBy(() -> impatient.commit(batch(moved("a", 1))))
          .isInstanceOf(CommitOutcomeUnknownException.class);
      awaitBlockedLane();

      impatient.endLostCommit();

      assertThat(database.query(BLOCKED_LANES)).isEmpty();
      blocker.rollback();
      assertThat(lane.load(List.of(idOf("a"))).getFirst().version()).isEqualTo(1);
      assertThat(impatient.commit(batch(moved("a", 1)))).containsExactly(idOf("a"));
      impatient.endLostCommit();
      assertThat(impatient.commit(batch(moved("a", 2)))).as("ended once").hasSize(1);
    }
  }

  /** Gives up a statement after a second. */
  private PostgresSettings impatient() {
    var settings = database.settings();
    return new PostgresSettings(
        settings.jdbcUrl() + (settings.jdbcUrl().contains("?") ? "&" : "?") + "socketTimeout=1",
        settings.user(),
        settings.password(),
        1,
        settings.poolName());
  }

  @Test
  void statementThatTheServerCancelsWroteNothing() throws Exception {
    try (var blocker = blockExecutions()) {
      var failure =
          CompletableFuture.supplyAsync(
              () -> catchThrowable(() -> lane.commit(batch(moved("a", 1), started("b")))));
      awaitBlockedLane();
      database.execute("select pg_cancel_backend(pid) from pg_stat_activity" + LANES);

      assertThat(failure.get()).isInstanceOf(StoreUnavailableException.class);
      blocker.rollback();
    }
    assertThat(lane.commit(batch(moved("a", 1), started("b")))).hasSize(2);
  }

  /** Holds the row, so that a commit waits in the middle of its statement. */
  private Connection blockExecutions() throws SQLException {
    var blocker =
        Connections.open(database.settings(), database.settings().driverProperties("blocker"));
    blocker.setAutoCommit(false);
    try (var statement = blocker.createStatement()) {
      statement.execute("update execution set revision = revision");
    }
    return blocker;
  }

  private void awaitBlockedLane() throws Exception {
    Await.until("the lane waits for the row", () -> !database.query(BLOCKED_LANES).isEmpty());
  }

  @Test
  void databaseThatCannotBeReachedIsUnavailableAndNothingMore() {
    var nowhere =
        new PostgresSettings("jdbc:postgresql://127.0.0.1:1/none", "nobody", "secret", 1, "lost");
    try (var lost = new PostgresLaneStore(new LaneConnection(nowhere))) {
      assertThatThrownBy(() -> lost.commit(batch(started("b"))))
          .isInstanceOf(StoreUnavailableException.class);
      assertThatThrownBy(() -> lost.load(Set.of(idOf("b"))))
          .isInstanceOf(StoreUnavailableException.class);
    }
    assertThatThrownBy(() -> PostgresStores.open(nowhere))
        .isInstanceOf(StoreUnavailableException.class)
        .hasMessageContaining("127.0.0.1:1")
        .hasMessageNotContaining("secret");
  }

  @Test
  void dataThatTheServerRefusesIsABugAndNotRepeated() {
    var nul = started(idOf("b"), 1, "a\0b", Instant.EPOCH);

    assertThatThrownBy(() -> lane.commit(batch(nul))).isInstanceOf(IllegalStateException.class);
    assertThat(lane.commit(batch(moved("a", 1)))).containsExactly(idOf("a"));
  }

  @Test
  void documentThatIsNotWrittenIsNotCopied() throws SQLException {
    // Random text, so that it stays large when compressed.
    var large =
        new Random(1)
            .ints(200_000, 33, 127)
            .collect(StringBuilder::new, StringBuilder::appendCodePoint, StringBuilder::append)
            .toString();
    lane.commit(batch(started("large").document(large)));
    var before = toastRows();

    for (var version = 1; version <= 5; version++) {
      lane.commit(batch(moved("large", version)));
    }

    assertThat(toastRows()).isEqualTo(before);
  }

  /** Also those that are dead: what an update copied would stay until a vacuum. */
  private String toastRows() throws SQLException {
    return database
        .query(
            "select pg_relation_size(reltoastrelid)::text from pg_class where relname = 'execution'")
        .getFirst();
  }

  @Test
  void acknowledgedCommitsAreFlushedWhateverTheDatabaseSays() throws SQLException {
    var name = database.query("select current_database()").getFirst();
    database.execute("alter database " + name + " set synchronous_commit = off");
    try (var durable = new LaneConnection(database.settings())) {
      var setting =
          durable.read(connection ->
              Statements.query(
                  connection, "show synchronous_commit", _ -> {}, row -> row.getString(1)));
      assertThat(setting).containsExactly("on");
    } finally {
      database.execute("alter database " + name + " reset synchronous_commit");
    }
  }
}
