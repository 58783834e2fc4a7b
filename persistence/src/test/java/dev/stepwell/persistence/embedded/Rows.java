package dev.stepwell.persistence.embedded;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** One table, whose rows are committed one by one and counted afterwards. */
final class Rows {
  private Rows() {}

  static void add(EmbeddedPostgres server, int count) throws SQLException {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement()) {
      statement.execute("CREATE TABLE IF NOT EXISTS kept (at timestamptz DEFAULT now())");
      for (int i = 0; i < count; i++) {
        statement.execute("INSERT INTO kept DEFAULT VALUES");
      }
    }
  }

  static int count(EmbeddedPostgres server) throws SQLException {
    return Integer.parseInt(query(server, "SELECT count(*) FROM kept"));
  }

  static String query(EmbeddedPostgres server, String sql) throws SQLException {
    try (Connection connection = connect(server);
        Statement statement = connection.createStatement();
        ResultSet result = statement.executeQuery(sql)) {
      result.next();
      return result.getString(1);
    }
  }

  private static Connection connect(EmbeddedPostgres server) throws SQLException {
    return DriverManager.getConnection(server.jdbcUrl(), server.user(), server.password());
  }
}
