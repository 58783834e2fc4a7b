package dev.stepwell.persistence.postgres;

import java.util.Properties;

/**
 * Where the database is. What the URL says of a driver property goes before this program's choice.
 *
 * @param jdbcUrl such as {@code jdbc:postgresql://host:5432/stepwell}
 * @param poolSize connections for everything but lanes and hints, at least 1
 * @param poolName shown in logs and in {@code pg_stat_activity}
 */
public record PostgresSettings(
    String jdbcUrl, String user, String password, int poolSize, String poolName) {

  public PostgresSettings {
    if (!jdbcUrl.startsWith("jdbc:postgresql:")) {
      throw new IllegalArgumentException(
          "the database URL begins with jdbc:postgresql: but is " + withoutQuery(jdbcUrl));
    }
    if (poolSize < 1) {
      throw new IllegalArgumentException("poolSize is at least 1 but is " + poolSize);
    }
  }

  /**
   * Driver properties of a connection.
   *
   * @param purpose follows the pool's name as the application name
   */
  Properties driverProperties(String purpose) {
    var properties = new Properties();
    properties.setProperty("user", user);
    properties.setProperty("password", password);
    properties.setProperty("ApplicationName", poolName + " " + purpose);
    properties.setProperty("connectTimeout", "10");
    properties.setProperty("tcpKeepAlive", "true");
    return properties;
  }

  /** The URL without its properties, which may hold a password. */
  String displayUrl() {
    return withoutQuery(jdbcUrl);
  }

  private static String withoutQuery(String url) {
    var query = url.indexOf('?');
    return query < 0 ? url : url.substring(0, query);
  }

  @Override
  public String toString() {
    return "PostgresSettings[" + displayUrl() + ", user=" + user + ", pool=" + poolName + "]";
  }
}
