package dev.stepwell.launcher.process;

import dev.stepwell.persistence.embedded.EmbeddedPostgres;
import dev.stepwell.persistence.embedded.EmbeddedPostgresSettings;
import dev.stepwell.persistence.testing.Await;
import dev.stepwell.persistence.testing.TestDirectories;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/**
 * A PostgreSQL server that a test may stop, kill and start again; nodes reach it by a proxy, always
 * at the same URL.
 */
final class OwnDatabase implements AutoCloseable {
  private static final Pattern PORT = Pattern.compile(":(\\d+)/");
  private static final String SESSIONS_OF_NODES =
      " from pg_stat_activity where application_name like 'stepwell %'";

  private final Path home;
  private final CuttingProxy proxy = new CuttingProxy();
  private EmbeddedPostgres server;

  OwnDatabase() throws IOException, InterruptedException {
    home = TestDirectories.newDirectory();
    server = start();
  }

  private EmbeddedPostgres start() throws IOException, InterruptedException {
    var started =
        EmbeddedPostgres.start(
            home,
            EmbeddedPostgresSettings.small().withBinaries(TestDirectories.binaries()),
            message -> {});
    proxy.leadTo(port(started));
    return started;
  }

  private static int port(EmbeddedPostgres server) {
    var matcher = PORT.matcher(server.jdbcUrl());
    if (!matcher.find()) {
      throw new IllegalStateException(server.jdbcUrl());
    }
    return Integer.parseInt(matcher.group(1));
  }

  CuttingProxy proxy() {
    return proxy;
  }

  /** Where nodes find it: at the proxy. */
  String jdbcUrl() {
    return PORT.matcher(server.jdbcUrl()).replaceFirst(":" + proxy.port() + "/");
  }

  String user() {
    return server.user();
  }

  String password() {
    return server.password();
  }

  /** Shuts it down, as an operator does, and starts it again. */
  void restart() throws IOException, InterruptedException {
    server.close();
    server = start();
  }

  /** {@code kill -9}, and the start after it, which recovers. */
  void crash() throws Exception {
    var process =
        ProcessHandle.of(
                Long.parseLong(
                    Files.readAllLines(home.resolve("data").resolve("postmaster.pid"))
                        .getFirst()
                        .strip()))
            .orElseThrow();
    process.destroyForcibly();
    Await.until("PostgreSQL is dead", () -> !process.isAlive());
    restart();
  }

  /** Ends all sessions of nodes, whatever they are doing, and returns how many there were. */
  int terminateSessions() throws Exception {
    var pids = query("select pid" + SESSIONS_OF_NODES);
    query("select pg_terminate_backend(pid)" + SESSIONS_OF_NODES);
    Await.until(
        "the sessions are gone",
        () -> query("select pid" + SESSIONS_OF_NODES).stream().noneMatch(pids::contains));
    return pids.size();
  }

  /** The first column of what a query finds. */
  List<String> query(String sql) throws SQLException {
    try (var connection = DriverManager.getConnection(server.jdbcUrl(), user(), password());
        var statement = connection.createStatement();
        var rows = statement.executeQuery(sql)) {
      var found = new ArrayList<String>();
      while (rows.next()) {
        found.add(rows.getString(1));
      }
      return found;
    }
  }

  @Override
  public void close() throws IOException {
    proxy.close();
    server.close();
    TestDirectories.deleteQuietly(home);
  }
}
