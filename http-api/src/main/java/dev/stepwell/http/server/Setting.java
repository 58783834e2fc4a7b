package dev.stepwell.http.server;

import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What can be set about a server: as a flag, an environment variable or a line of the settings
 * file, all of the same name.
 */
public enum Setting {
  HOST("host", "127.0.0.1", "Address to listen on; 0.0.0.0 for all of the machine's"),
  PORT("port", "8083", "Port to listen on; 0 for any that is free"),
  DATA("data", ".stepwell", "Directory of the embedded database"),
  DATABASE_URL("database-url", null, "JDBC URL of a PostgreSQL server, 14 or newer"),
  DATABASE_USER("database-user", "stepwell", "User of the database"),
  DATABASE_PASSWORD("database-password", "", "Password of the database's user"),
  ACCOUNT_ID("account-id", "123456789012", "Account that all ARNs carry, twelve digits"),
  REGION("region", "us-east-1", "Region that all ARNs carry"),
  LAMBDA_ENDPOINT(
      "lambda-endpoint", null, "URL of a server that speaks Lambda's Invoke API, for functions"),
  CONNECTIONS("connections", null, "File of the connections that HTTP tasks are authorized by"),
  HTTP_ALLOW(
      "http-allow",
      null,
      "Hosts, addresses and blocks that HTTP tasks may reach although they are not the Internet"),
  PLUGINS(
      "plugins", ".stepwell/plugins", "Directory of integrations and of clients of AWS services"),
  DRAIN_SECONDS("drain-seconds", "30", "How long a stopping server waits for requests in progress"),
  RETENTION_DAYS("retention-days", "90", "Executions are removed so many days after their end"),
  MAX_PAYLOAD_BYTES(
      "max-payload-bytes", "262144", "Largest input, output or result, in bytes of UTF-8"),
  MAX_HISTORY_EVENTS(
      "max-history-events", "25000", "An execution fails rather than have more events"),
  MAX_EXECUTION_SECONDS(
      "max-execution-seconds", "31536000", "An execution times out after it, 365 days by default"),
  MAX_WAIT_SECONDS("max-wait-seconds", "2147483647", "Longest Wait"),
  MAX_MAP_CONCURRENCY(
      "max-map-concurrency", "40", "Iterations of an inline Map that run at a time"),
  MAX_VARIABLE_BYTES("max-variable-bytes", "262144", "Largest value of one variable"),
  MAX_ASSIGN_BYTES("max-assign-bytes", "262144", "Largest sum of the values of one Assign"),
  MAX_EXECUTION_VARIABLE_BYTES(
      "max-execution-variable-bytes", "10485760", "Largest sum of the variables of one execution"),
  MAX_TRANSITIONS_PER_COMMIT(
      "max-transitions-per-commit", "1000", "States entered before what has come of it is written"),
  MAX_ACTIVITY_POLLERS(
      "max-activity-pollers", "1000", "Open polls for tasks of one activity, on this node"),
  MAX_CALLS_IN_FLIGHT(
      "max-calls-in-flight", "1000", "Calls of services that this node makes at a time"),
  MAX_STREAMS(
      "max-streams", "2000", "Streams of events, and waits for an end, that this node serves");

  private static final String ENVIRONMENT_PREFIX = "STEPWELL_";

  private final String key;
  private final @Nullable String byDefault;
  private final String description;

  Setting(String key, @Nullable String byDefault, String description) {
    this.key = key;
    this.byDefault = byDefault;
    this.description = description;
  }

  /** Its name in the settings file. */
  public String key() {
    return key;
  }

  public String flag() {
    return "--" + key;
  }

  public String environmentVariable() {
    return ENVIRONMENT_PREFIX + key.replace('-', '_').toUpperCase(Locale.ROOT);
  }

  public Optional<String> byDefault() {
    return Optional.ofNullable(byDefault);
  }

  /** One phrase for the help. */
  public String description() {
    return description;
  }
}
