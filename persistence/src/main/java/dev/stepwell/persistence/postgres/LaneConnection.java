package dev.stepwell.persistence.postgres;

import dev.stepwell.engine.store.CommitOutcomeUnknownException;
import dev.stepwell.engine.store.StoreUnavailableException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A lane's own connection: opened when it is first needed and again after a loss. For one thread.
 *
 * <p>Its session plans each statement once and for all: left to itself the server plans a statement
 * with array parameters anew at every execution, which costs more than the statement. The one good
 * plan for all of them is a loop over the arrays with an index lookup for each element, so the
 * alternatives are switched off.
 */
final class LaneConnection implements AutoCloseable {
  private static final Logger log = LoggerFactory.getLogger(LaneConnection.class);

  /**
   * Longer than {@link #SESSION}'s statement timeout, so that the server gives up first and the
   * outcome is known.
   */
  private static final String SOCKET_TIMEOUT_SECONDS = "30";

  static final String SESSION =
      """
      set plan_cache_mode = force_generic_plan;
      set enable_seqscan = off;
      set enable_bitmapscan = off;
      set enable_hashjoin = off;
      set enable_mergejoin = off;
      set jit = off;
      set work_mem = '32MB';
      set statement_timeout = '20s';
      set default_transaction_isolation = 'read committed';
      """
          + Connections.DURABLE;

  /** By these two the server names a session for good; process ids alone are used again. */
  private static final String SESSION_START =
      """
      select (extract(epoch from backend_start) * 1000000)::int8
        from pg_stat_activity
       where pid = pg_backend_pid()
      """;

  private static final String END_SESSION =
      """
      select pg_terminate_backend(pid, %d)
        from pg_stat_activity
       where pid = ? and (extract(epoch from backend_start) * 1000000)::int8 = ?
      """
          .formatted(Duration.ofSeconds(5).toMillis());

  private record Session(int processId, long startMicros) {}

  /** Work on the open connection. */
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  private final PostgresSettings settings;
  private final Properties properties;
  private @Nullable Connection current;
  private @Nullable Session session;

  /** Where a write was lost that may still be on its way. */
  private @Nullable Session lost;

  LaneConnection(PostgresSettings settings) {
    this.settings = settings;
    this.properties = settings.driverProperties("lane");
    properties.setProperty("socketTimeout", SOCKET_TIMEOUT_SECONDS);
    properties.setProperty("prepareThreshold", "1");
  }

  /** Runs work that changes nothing. */
  <T> T read(Work<T> work) {
    var connection = connection();
    try {
      return work.run(connection);
    } catch (SQLException e) {
      var meaning = SqlFailures.ofRead(e);
      giveUpIfLost(e, connection);
      throw meaning;
    }
  }

  /** Runs work that is one statement, and so one transaction. */
  <T> T write(Work<T> work) {
    var connection = connection();
    try {
      return work.run(connection);
    } catch (SQLException e) {
      var meaning = SqlFailures.ofWrite(e, connection);
      if (meaning instanceof CommitOutcomeUnknownException) {
        lost = session;
      }
      giveUpIfLost(e, connection);
      throw meaning;
    }
  }

  /**
   * Ends the session that was lost in a write, where the server still works on it: it does not
   * notice that nobody listens. Afterwards the write is done or undone.
   */
  void endLostSession() {
    var ending = lost;
    if (ending == null) {
      return;
    }
    try {
      var ended =
          read(connection ->
              Statements.query(
                  connection,
                  END_SESSION,
                  p -> p.int4(ending.processId()).int8(ending.startMicros()),
                  row -> row.getBoolean(1)));
      if (ended.contains(false)) {
        throw new StoreUnavailableException(
            "a session that was lost still works", new SQLException("pg_terminate_backend"));
      }
    } catch (IllegalStateException refused) {
      // Some relatives of PostgreSQL do not have it. A late commit is fenced by its versions.
      log.warn("A session that was lost cannot be ended", refused);
    }
    lost = null;
  }

  private Connection connection() {
    var connection = current;
    if (connection == null) {
      connection = open();
      current = connection;
    }
    return connection;
  }

  private Connection open() {
    try {
      var connection = Connections.open(settings, properties);
      try (var statement = connection.createStatement()) {
        statement.execute(SESSION);
        session = session(connection);
        return connection;
      } catch (SQLException e) {
        Connections.abandon(connection);
        throw e;
      }
    } catch (SQLException e) {
      throw SqlFailures.ofRead(e);
    }
  }

  private static Session session(Connection connection) throws SQLException {
    var start = Statements.query(connection, SESSION_START, p -> {}, row -> row.getLong(1));
    var processId = connection.unwrap(PGConnection.class).getBackendPID();
    return new Session(processId, start.isEmpty() ? 0 : start.getFirst());
  }

  private void giveUpIfLost(SQLException failure, Connection connection) {
    if (SqlFailures.isWorthReconnecting(failure, connection)) {
      log.warn("A lane gives up its connection: {}", failure.getMessage());
      Connections.abandon(connection);
      current = null;
    }
  }

  @Override
  public void close() {
    var connection = current;
    current = null;
    if (connection != null) {
      try {
        connection.close();
      } catch (SQLException e) {
        log.debug("A lane's connection did not close cleanly", e);
      }
    }
  }
}
