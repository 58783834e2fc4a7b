package dev.stepwell.persistence.testing;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;

/**
 * An empty PostgreSQL database of one test: {@code try (var database = TestDatabase.create())}.
 *
 * <p>Lives on the server that {@code STEPWELL_TEST_JDBC_URL} names (with user and password in the
 * URL), else in a container when Docker answers, else on the embedded server; so a test that needs
 * PostgreSQL is never skipped. The server is started by the first call in a JVM, and goes with it.
 */
public final class TestDatabase implements AutoCloseable {
  private final TestServer server;
  private final String name;

  private TestDatabase(TestServer server, String name) {
    this.server = server;
    this.name = name;
  }

  public static TestDatabase create() {
    TestServer server = TestServer.ofThisJvm();
    String name = "test_" + UUID.randomUUID().toString().replace("-", "");
    execute(server, "CREATE DATABASE " + name);
    return new TestDatabase(server, name);
  }

  public String jdbcUrl() {
    return server.urlOf(name);
  }

  public String user() {
    return server.user();
  }

  public String password() {
    return server.password();
  }

  public Connection connect() throws SQLException {
    return DriverManager.getConnection(jdbcUrl(), user(), password());
  }

  /** Removes the database with whoever is still connected to it. */
  @Override
  public void close() {
    execute(server, "DROP DATABASE IF EXISTS " + name + " WITH (FORCE)");
  }

  private static void execute(TestServer server, String sql) {
    try (Connection connection =
            DriverManager.getConnection(server.adminUrl(), server.user(), server.password());
        Statement statement = connection.createStatement()) {
      statement.execute(sql);
    } catch (SQLException e) {
      throw new IllegalStateException(sql + " on " + server.adminUrl(), e);
    }
  }
}
