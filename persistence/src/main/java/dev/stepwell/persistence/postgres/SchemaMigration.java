package dev.stepwell.persistence.postgres;

import dev.stepwell.engine.store.StoreUnavailableException;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.CoreErrorCode;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.MigrationInfo;
import org.flywaydb.core.api.MigrationState;
import org.flywaydb.core.api.MigrationVersion;
import org.jspecify.annotations.Nullable;
import org.postgresql.Driver;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings the schema to the form that this build understands. Several nodes may do so at the same
 * time.
 */
final class SchemaMigration {
  private static final Logger log = LoggerFactory.getLogger(SchemaMigration.class);

  private static final String COMMON = "classpath:db/common";

  /** What only PostgreSQL itself understands. */
  private static final String POSTGRES = "classpath:db/postgres";

  /** A second apart; while another node migrates. */
  private static final int LOCK_ATTEMPTS = 600;

  /** Of the SQL views, where the tables are in the schema that every database has. */
  private static final String VIEWS = "stepwell_views";

  private static final String PUBLIC = "public";

  private SchemaMigration() {}

  /**
   * Migrates.
   *
   * @throws IncompatibleDatabaseException when the schema is too new for this build, changed by
   *     hand, or somebody else's
   */
  static void run(PostgresSettings settings, ServerCheck server) {
    var flyway = flyway(settings, server);
    try {
      refuseUnknown(flyway, settings);
      var pending = flyway.info().pending().length;
      if (pending == 0) {
        flyway.validate();
        log.info("Database {}: PostgreSQL {}, schema up to date", settings, server.version());
        return;
      }
      log.info(
          "Database {}: PostgreSQL {}, bringing the schema up to date ({} steps)",
          settings,
          server.version(),
          pending);
      var result = flyway.migrate();
      log.info(
          "Database {}: schema is at version {} after {} ms",
          settings,
          result.targetSchemaVersion,
          result.getTotalMigrationTime());
    } catch (FlywayException e) {
      throw readable(e, settings);
    }
  }

  private static Flyway flyway(PostgresSettings settings, ServerCheck server) {
    if (!server.genuine()) {
      log.warn("{} is not PostgreSQL itself; its relatives are not tested with Stepwell", settings);
    }
    var configuration =
        Flyway.configure()
            .dataSource(settings.jdbcUrl(), settings.user(), settings.password())
            .locations(server.genuine() ? new String[] {COMMON, POSTGRES} : new String[] {COMMON})
            .placeholders(Map.of("views", viewSchema(settings, server)))
            .lockRetryCount(LOCK_ATTEMPTS);
    schemaOfUrl(settings).ifPresent(configuration::defaultSchema);
    return configuration.load();
  }

  /** The schema that the URL names, which need not exist yet. */
  private static Optional<String> schemaOfUrl(PostgresSettings settings) {
    var properties = Driver.parseURL(settings.jdbcUrl(), null);
    return Optional.ofNullable(properties == null ? null : properties.getProperty("currentSchema"))
        .map(path -> path.split(",", 2)[0].strip());
  }

  /**
   * A name of its own for each schema of tables, so that two installations may share a database. It
   * is not the name of a likely user: PostgreSQL looks for tables in the schema of that name first.
   */
  private static String viewSchema(PostgresSettings settings, ServerCheck server) {
    var tables =
        schemaOfUrl(settings).or(() -> Optional.ofNullable(server.schema())).orElse(PUBLIC);
    return tables.equals(PUBLIC) ? VIEWS : '"' + tables.replace("\"", "\"\"") + "_views\"";
  }

  /**
   * While nodes are replaced one by one, those of the older build go on with a newer schema, and
   * may start again, unless the newer one says that it is not for them.
   */
  private static void refuseUnknown(Flyway flyway, PostgresSettings settings) {
    var newer = newest(flyway, migration -> isFuture(migration.getState()));
    if (newer == null) {
      return;
    }
    var known = newest(flyway, migration -> migration.getState().isResolved());
    if (known == null || known.compareTo(leastKnown(flyway, settings)) < 0) {
      throw new IncompatibleDatabaseException(
          "the schema at "
              + settings.displayUrl()
              + " has version "
              + newer
              + ", which is newer than this build of Stepwell understands:"
              + " start the newer Stepwell, or restore a backup from before the upgrade",
          null);
    }
    log.info(
        "Database {}: the schema has version {} of a newer Stepwell; this build knows {}, which is"
            + " enough",
        settings,
        newer,
        known);
  }

  private static @Nullable MigrationVersion newest(Flyway flyway, Predicate<MigrationInfo> which) {
    return Arrays.stream(flyway.info().all())
        .filter(which)
        .map(MigrationInfo::getVersion)
        .reduce((_, newest) -> newest)
        .orElse(null);
  }

  /** What a build must know of the schema to work with it. */
  private static MigrationVersion leastKnown(Flyway flyway, PostgresSettings settings) {
    try (var connection = flyway.getConfiguration().getDataSource().getConnection()) {
      return Statements.query(
              connection,
              "select least_known from schema_compatibility",
              _ -> {},
              row -> MigrationVersion.fromVersion(row.getString(1)))
          .getFirst();
    } catch (SQLException e) {
      throw new StoreUnavailableException(
          "the schema at " + settings.displayUrl() + " does not say who may use it", e);
    }
  }

  private static boolean isFuture(MigrationState state) {
    return state == MigrationState.FUTURE_SUCCESS || state == MigrationState.FUTURE_FAILED;
  }

  private static RuntimeException readable(FlywayException failure, PostgresSettings settings) {
    if (failure.getErrorCode() == CoreErrorCode.NON_EMPTY_SCHEMA_WITHOUT_SCHEMA_HISTORY_TABLE) {
      return new IncompatibleDatabaseException(
          "the schema at "
              + settings.displayUrl()
              + " holds tables that are not Stepwell's: give it a database of its own, or a schema by"
              + " adding currentSchema=stepwell to the URL",
          failure);
    }
    if (failure.getErrorCode() == CoreErrorCode.VALIDATE_ERROR) {
      return new IncompatibleDatabaseException(
          "the schema at "
              + settings.displayUrl()
              + " does not match this build: "
              + failure.getMessage(),
          failure);
    }
    return new StoreUnavailableException(
        "the schema at " + settings.displayUrl() + " could not be brought up to date", failure);
  }
}
