package dev.stepwell.persistence.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Properties;
import org.jspecify.annotations.Nullable;
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

  /** Work on the open connection. */
  interface Work<T> {
    T run(Connection connection) throws SQLException;
  }

  private final PostgresSettings settings;
  private final Properties properties;
  private @Nullable Connection current;

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
      giveUpIfLost(e, connection);
      throw meaning;
    }
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
        return connection;
      } catch (SQLException e) {
        Connections.abandon(connection);
        throw e;
      }
    } catch (SQLException e) {
      throw SqlFailures.ofRead(e);
    }
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
