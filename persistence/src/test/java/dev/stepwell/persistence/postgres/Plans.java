package dev.stepwell.persistence.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** How PostgreSQL carries out statements. */
final class Plans {
  private Plans() {}

  /**
   * The plan that a prepared statement gets.
   *
   * @param options of EXPLAIN, in parentheses, or empty
   * @param values SQL literals for its parameters; empty: the plan for all values
   */
  static String explain(Connection connection, String options, String sql, List<String> values)
      throws SQLException {
    var numbered = new StringBuilder();
    var count = 0;
    for (var part : sql.split("\\?", -1)) {
      numbered.append(count == 0 ? "" : "$" + count).append(part);
      count++;
    }
    var arguments =
        values.isEmpty() ? IntStream.range(1, count).mapToObj(_ -> "null").toList() : values;
    try (var statement = connection.createStatement()) {
      statement.execute("prepare explained as " + numbered);
      var lines =
          Statements.query(
              connection,
              "explain "
                  + options
                  + " execute explained"
                  + (arguments.isEmpty() ? "" : " (" + String.join(", ", arguments) + ")"),
              _ -> {},
              row -> row.getString(1));
      statement.execute("deallocate explained");
      return lines.stream().collect(Collectors.joining("\n"));
    }
  }
}
