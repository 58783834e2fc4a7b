package dev.stepwell.benchmarks;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** The PostgreSQL that server, yardstick and measurements share. */
record Database(String jdbcUrl, String user, String password) {
  private static final String LSN_BYTES =
      """
      select pg_wal_lsn_diff(pg_current_wal_lsn(), '0/0')::int8
      """;

  Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl, user, password);
  }

  /** Write-ahead log written since the database was created, in bytes. */
  long walBytes() {
    return number(LSN_BYTES, "The position of the write-ahead log");
  }

  private long number(String sql, String what) {
    try (var connection = connect();
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      rows.next();
      return rows.getLong(1);
    } catch (SQLException e) {
      throw new BenchException(what + " cannot be read: " + e.getMessage(), e);
    }
  }

  /** Size of the database, in bytes. */
  long bytes() {
    return number("select pg_database_size(current_database())", "The size of the database");
  }

  /** Without the password. */
  @Override
  public String toString() {
    return "Database[" + jdbcUrl.split("\\?", 2)[0] + "]";
  }
}
