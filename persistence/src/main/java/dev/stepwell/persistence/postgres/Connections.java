package dev.stepwell.persistence.postgres;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.Properties;

/** Opens connections outside the pool. */
final class Connections {
  /**
   * Run first on every connection that writes: what is acknowledged must survive a crash of the
   * server (a stronger setting than {@code on} stays).
   */
  static final String DURABLE =
      "select set_config('synchronous_commit', 'on', false)"
          + " where current_setting('synchronous_commit') = 'off'";

  private Connections() {}

  static Connection open(PostgresSettings settings, Properties properties) throws SQLException {
    return DriverManager.getConnection(settings.jdbcUrl(), properties);
  }

  /** Ends a connection that may be broken, without waiting for the server. */
  static void abandon(Connection connection) {
    try {
      connection.abort(Runnable::run);
    } catch (SQLException _) {
      // It is given up either way.
    }
  }
}
