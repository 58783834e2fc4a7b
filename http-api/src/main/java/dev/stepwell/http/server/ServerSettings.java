package dev.stepwell.http.server;

import dev.stepwell.engine.model.Arns;
import java.net.URI;
import java.net.URISyntaxException;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * How a server runs.
 *
 * @param host address to listen on
 * @param port 0: any that is free
 * @param arns what all ARNs begin with
 * @param lambdaEndpoint where functions are invoked, or null for nowhere
 * @param plugins directory of jars with integrations and clients of the AWS SDK; need not exist
 * @param drainTimeout how long a stopping server waits for requests in progress
 * @param retention from an execution's end to its removal
 */
public record ServerSettings(
    String host,
    int port,
    Database database,
    Arns arns,
    @Nullable URI lambdaEndpoint,
    Path plugins,
    Duration drainTimeout,
    Duration retention,
    LimitSettings limits,
    HttpTaskSettings httpTasks) {
  private static final int MAX_PORT = 65_535;
  private static final int MAX_DRAIN_SECONDS = 3_600;

  /** A hundred years, which is for ever. */
  private static final int MAX_RETENTION_DAYS = 36_500;

  private static final Pattern ACCOUNT = Pattern.compile("[0-9]{12}");
  private static final Pattern REGION = Pattern.compile("[a-z]{2}(-[a-z0-9]+)+");

  /** Where executions are kept. */
  public sealed interface Database {
    /** A PostgreSQL server of our own. */
    record Embedded(Path directory) implements Database {}

    /** Somebody else's PostgreSQL server. */
    record External(String jdbcUrl, String user, String password) implements Database {
      /** Without the password. */
      @Override
      public String toString() {
        return "External[" + jdbcUrl.split("\\?", 2)[0] + "]";
      }
    }
  }

  /**
   * Puts the settings together: flags go before the environment, the environment before the file,
   * the file before the defaults.
   *
   * @param flags by {@link Setting#key()}
   * @param configFile null: the one that {@code STEPWELL_CONFIG} names, if any
   * @throws ServerStartException when a key is unknown or a value is wrong; the message is one
   *     sentence
   */
  public static ServerSettings resolve(
      Map<String, String> flags, Map<String, String> environment, @Nullable Path configFile) {
    var sources = new SettingSources(flags, environment, configFile);
    return new ServerSettings(
        text(sources, Setting.HOST),
        sources.number(Setting.PORT, 0, MAX_PORT),
        database(sources),
        arns(sources),
        lambdaEndpoint(sources),
        path(sources, Setting.PLUGINS),
        Duration.ofSeconds(sources.number(Setting.DRAIN_SECONDS, 0, MAX_DRAIN_SECONDS)),
        Duration.ofDays(sources.number(Setting.RETENTION_DAYS, 1, MAX_RETENTION_DAYS)),
        LimitSettings.resolve(sources),
        HttpTaskSettings.resolve(sources, environment));
  }

  private static Database database(SettingSources sources) {
    var url = sources.find(Setting.DATABASE_URL);
    if (url == null || url.value().isEmpty()) {
      return new Database.Embedded(path(sources, Setting.DATA));
    }
    if (sources.isGiven(Setting.DATA)) {
      throw new ServerStartException(
          "Only one of data and database-url may be set: one names the embedded database, the other an external one");
    }
    if (!url.value().startsWith("jdbc:postgresql:")) {
      throw SettingSources.wrong(Setting.DATABASE_URL, "must begin with jdbc:postgresql:", url);
    }
    return new Database.External(
        url.value(),
        text(sources, Setting.DATABASE_USER),
        Objects.requireNonNull(sources.find(Setting.DATABASE_PASSWORD)).value());
  }

  private static Path path(SettingSources sources, Setting setting) {
    var given = Objects.requireNonNull(sources.find(setting), setting.key());
    try {
      return Path.of(text(sources, setting));
    } catch (InvalidPathException e) {
      throw SettingSources.wrong(setting, "must be a path", given);
    }
  }

  private static @Nullable URI lambdaEndpoint(SettingSources sources) {
    var given = sources.find(Setting.LAMBDA_ENDPOINT);
    if (given == null || given.value().isEmpty()) {
      return null;
    }
    try {
      var uri = new URI(given.value());
      if (uri.getHost() != null
          && ("http".equals(uri.getScheme()) || "https".equals(uri.getScheme()))) {
        return uri;
      }
    } catch (URISyntaxException e) {
      // Told below.
    }
    throw SettingSources.wrong(
        Setting.LAMBDA_ENDPOINT, "must be a URL such as http://127.0.0.1:3001", given);
  }

  private static Arns arns(SettingSources sources) {
    var region = text(sources, Setting.REGION, REGION, "must be a region such as us-east-1");
    var account = text(sources, Setting.ACCOUNT_ID, ACCOUNT, "must have twelve digits");
    var partition =
        region.startsWith("cn-") ? "aws-cn" : region.startsWith("us-gov-") ? "aws-us-gov" : "aws";
    return new Arns(partition, region, account);
  }

  private static String text(SettingSources sources, Setting setting) {
    var given = Objects.requireNonNull(sources.find(setting), setting.key());
    if (given.value().isEmpty()) {
      throw SettingSources.wrong(setting, "must not be empty", given);
    }
    return given.value();
  }

  private static String text(
      SettingSources sources, Setting setting, Pattern pattern, String rule) {
    var given = Objects.requireNonNull(sources.find(setting), setting.key());
    if (!pattern.matcher(given.value()).matches()) {
      throw SettingSources.wrong(setting, rule, given);
    }
    return given.value();
  }
}
