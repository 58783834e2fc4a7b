package dev.stepwell.persistence.postgres;

import dev.stepwell.persistence.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;

/** A migrated database with two nodes on it, for the tests of one class. */
final class StoreDatabase implements AutoCloseable {
  private static final List<String> TABLES =
      List.of(
          "execution",
          "scope",
          "history",
          "task",
          "inbox",
          "express_execution",
          "express_ended",
          "bulk",
          "lambda_function",
          "function_log",
          "bulk_execution",
          "state_machine",
          "state_machine_revision",
          "state_machine_version",
          "state_machine_alias",
          "activity",
          "node",
          "cluster",
          "account");

  private final TestDatabase database = TestDatabase.create();
  private final PostgresSettings settings = settings(database, "test");
  private final PostgresStores node = PostgresStores.open(settings);
  private final PostgresStores otherNode = PostgresStores.open(settings(database, "other"));

  static PostgresSettings settings(TestDatabase database, String poolName) {
    return new PostgresSettings(
        database.jdbcUrl(), database.user(), database.password(), 3, poolName);
  }

  PostgresSettings settings() {
    return settings;
  }

  PostgresStores node() {
    return node;
  }

  PostgresStores otherNode() {
    return otherNode;
  }

  void empty() throws SQLException {
    execute("truncate " + String.join(", ", TABLES));
  }

  /** Runs statements as an administrator would. */
  void execute(String sql) throws SQLException {
    try (var connection = database.connect();
        var statement = connection.createStatement()) {
      statement.execute(sql);
    }
  }

  /** A connection of an administrator. */
  Connection connect() throws SQLException {
    return database.connect();
  }

  /** The first column of the rows. */
  List<String> query(String sql) throws SQLException {
    try (var connection = database.connect()) {
      return Statements.query(connection, sql, _ -> {}, row -> row.getString(1));
    }
  }

  @Override
  public void close() {
    node.close();
    otherNode.close();
    database.close();
  }
}
