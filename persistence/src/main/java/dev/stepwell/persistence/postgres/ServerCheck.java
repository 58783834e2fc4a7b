package dev.stepwell.persistence.postgres;

import java.sql.Connection;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The server that answers at the URL.
 *
 * @param version as people write it, such as 18.6
 * @param genuine whether it is PostgreSQL itself and not a relative that speaks its protocol
 * @param schema the one that new tables go to; null where it does not exist yet
 */
record ServerCheck(String version, boolean genuine, @Nullable String schema) {
  static final int MIN_MAJOR = 14;
  private static final Logger log = LoggerFactory.getLogger(ServerCheck.class);

  private static final String QUERY =
      """
      select current_setting('server_version_num')::int, current_setting('server_version'),
             version(), current_setting('transaction_read_only'), current_setting('fsync'),
             current_setting('full_page_writes'), current_setting('server_encoding'),
             current_schema()
      """;

  /**
   * Asks the server what it is.
   *
   * @throws IncompatibleDatabaseException when it is too old, read-only, or not in UTF-8
   */
  static ServerCheck of(PostgresSettings settings) {
    try (var connection = Connections.open(settings, settings.driverProperties("start"))) {
      return of(connection, settings.displayUrl());
    } catch (SQLException e) {
      throw SqlFailures.ofRead(e);
    }
  }

  private static ServerCheck of(Connection connection, String url) throws SQLException {
    try (var statement = connection.createStatement();
        var row = statement.executeQuery(QUERY)) {
      row.next();
      requireSupported(row.getInt(1), row.getString(2), url);
      require(
          row.getString(4).equals("off"),
          "the PostgreSQL at " + url + " is read-only (a standby?): Stepwell needs the primary");
      require(
          row.getString(7).equals("UTF8"),
          "the database at "
              + url
              + " has the encoding "
              + row.getString(7)
              + ": create it with encoding UTF8");
      if (row.getString(5).equals("off") || row.getString(6).equals("off")) {
        log.warn(
            "The PostgreSQL at {} runs with fsync or full_page_writes off: what was acknowledged"
                + " may be lost in a crash of its machine",
            url);
      }
      var product = row.getString(3);
      return new ServerCheck(
          row.getString(2),
          product.startsWith("PostgreSQL ") && !product.contains("-YB-"),
          row.getString(8));
    }
  }

  /**
   * Refuses a server that is too old.
   *
   * @param versionNumber major version times 10,000 plus minor
   */
  static void requireSupported(int versionNumber, String version, String url) {
    require(
        versionNumber / 10_000 >= MIN_MAJOR,
        "the server at "
            + url
            + " is PostgreSQL "
            + version
            + ": Stepwell needs "
            + MIN_MAJOR
            + " or newer");
  }

  private static void require(boolean condition, String message) {
    if (!condition) {
      throw new IncompatibleDatabaseException(message, null);
    }
  }
}
