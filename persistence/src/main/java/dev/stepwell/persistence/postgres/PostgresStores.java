package dev.stepwell.persistence.postgres;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.model.IdGenerator;
import dev.stepwell.engine.store.ActivityStore;
import dev.stepwell.engine.store.BulkStore;
import dev.stepwell.engine.store.ClusterStore;
import dev.stepwell.engine.store.ExecutionStore;
import dev.stepwell.engine.store.ExpressStore;
import dev.stepwell.engine.store.FunctionStore;
import dev.stepwell.engine.store.SearchStore;
import dev.stepwell.engine.store.StateMachineStore;
import dev.stepwell.engine.store.StoreUnavailableException;
import dev.stepwell.engine.store.VersionStore;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;

/** All stores of one node on one database. Safe for any thread. */
public final class PostgresStores implements AutoCloseable {
  private static final Duration CONNECTION_TIMEOUT = Duration.ofSeconds(10);

  /** Longer than any query here takes; notices a peer that is gone without a word. */
  private static final String SOCKET_TIMEOUT_SECONDS = "60";

  private final HikariDataSource pool;
  private final ExecutionStore executions;
  private final StateMachineStore stateMachines;
  private final VersionStore versions;
  private final ExpressStore express;
  private final SearchStore search;
  private final BulkStore bulks;
  private final ActivityStore activities;
  private final FunctionStore functions;
  private final ClusterStore cluster;
  private final Database database;

  private PostgresStores(PostgresSettings settings, HikariDataSource pool) {
    this.database = new Database(pool);
    this.pool = pool;
    this.executions =
        new PostgresExecutionStore(
            settings, database, new IdGenerator(Clock.systemUTC(), new SecureRandom()));
    this.stateMachines = new PostgresStateMachineStore(database);
    this.versions = new PostgresVersionStore(database);
    this.express = new PostgresExpressStore(database);
    this.search = new PostgresSearchStore(database, PostgresSearchStore.Table.EXECUTION);
    this.bulks = new PostgresBulkStore(database);
    this.activities = new PostgresActivityStore(database);
    this.functions = new PostgresFunctionStore(database);
    this.cluster = new PostgresClusterStore(settings, database);
  }

  /**
   * Checks the server, brings the schema up to date and opens the pool. Lanes and hint listeners
   * open connections of their own later.
   *
   * @throws IncompatibleDatabaseException when this build cannot use the database; the message is
   *     for the operator
   * @throws StoreUnavailableException when the server does not answer or refuses the user
   */
  public static PostgresStores open(PostgresSettings settings) {
    SchemaMigration.run(settings, ServerCheck.of(settings));
    return new PostgresStores(settings, openPool(settings));
  }

  private static HikariDataSource openPool(PostgresSettings settings) {
    var configuration = new HikariConfig();
    configuration.setPoolName(settings.poolName());
    configuration.setJdbcUrl(settings.jdbcUrl());
    configuration.setMaximumPoolSize(settings.poolSize());
    configuration.setConnectionTimeout(CONNECTION_TIMEOUT.toMillis());
    configuration.setConnectionInitSql(Connections.DURABLE);
    var properties = settings.driverProperties("pool");
    properties.setProperty("socketTimeout", SOCKET_TIMEOUT_SECONDS);
    configuration.setDataSourceProperties(properties);
    return new HikariDataSource(configuration);
  }

  /** Tells the SQL views what the ARNs of this installation begin with. */
  public void nameAccount(Arns arns) {
    database.update(
        """
        insert into account (id, arn_prefix) values (1, ?)
        on conflict (id) do update
           set arn_prefix = excluded.arn_prefix
         where account.arn_prefix <> excluded.arn_prefix
        """,
        p -> p.text(arns.prefix()));
  }

  public ExecutionStore executions() {
    return executions;
  }

  public StateMachineStore stateMachines() {
    return stateMachines;
  }

  public VersionStore versions() {
    return versions;
  }

  public ExpressStore express() {
    return express;
  }

  public SearchStore search() {
    return search;
  }

  public BulkStore bulks() {
    return bulks;
  }

  public ActivityStore activities() {
    return activities;
  }

  public FunctionStore functions() {
    return functions;
  }

  public ClusterStore cluster() {
    return cluster;
  }

  /** Closes the pool; lanes and listeners are closed by those who opened them, before. */
  @Override
  public void close() {
    pool.close();
  }
}
