package dev.stepwell.persistence.postgres;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs one statement on a connection. */
final class Statements {
  private Statements() {}

  static <T> List<T> query(Connection connection, String sql, Binder binder, RowMapper<T> mapper)
      throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      binder.bind(new Parameters(statement));
      try (var rows = statement.executeQuery()) {
        var result = new ArrayList<T>();
        while (rows.next()) {
          result.add(mapper.map(rows));
        }
        return result;
      }
    }
  }

  static int update(Connection connection, String sql, Binder binder) throws SQLException {
    try (var statement = connection.prepareStatement(sql)) {
      binder.bind(new Parameters(statement));
      return statement.executeUpdate();
    }
  }

  static Instant instant(ResultSet row, int column) throws SQLException {
    return Instant.ofEpochMilli(row.getLong(column));
  }

  static @Nullable Instant nullableInstant(ResultSet row, int column) throws SQLException {
    var millis = row.getLong(column);
    return row.wasNull() ? null : Instant.ofEpochMilli(millis);
  }
}
