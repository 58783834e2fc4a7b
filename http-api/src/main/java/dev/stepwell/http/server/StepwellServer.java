package dev.stepwell.http.server;

import dev.stepwell.engine.call.ServiceCaller;
import dev.stepwell.engine.machine.FunctionCatalog;
import dev.stepwell.engine.service.Executions;
import dev.stepwell.engine.service.StateMachines;
import dev.stepwell.engine.store.StoreUnavailableException;
import dev.stepwell.http.aws.AwsJsonHandler;
import dev.stepwell.http.aws.model.ServiceModel;
import dev.stepwell.http.aws.operation.PageTokens;
import dev.stepwell.http.runtime.RuntimeApi;
import dev.stepwell.http.server.ServerSettings.Database;
import dev.stepwell.integration.IntegrationRegistry;
import dev.stepwell.integration.Integrations;
import dev.stepwell.integration.aws.AwsServices;
import dev.stepwell.integration.http.ApiGatewayTasks;
import dev.stepwell.integration.http.HttpTasks;
import dev.stepwell.integration.http.connection.Connections;
import dev.stepwell.integration.lambda.AwsSigners;
import dev.stepwell.integration.lambda.FunctionTargets;
import dev.stepwell.integration.lambda.LambdaFunctions;
import dev.stepwell.integration.lambda.LaterInvocations;
import dev.stepwell.integration.lambda.RemoteFunctions;
import dev.stepwell.integration.lambda.RuntimeInvocations;
import dev.stepwell.integration.net.AddressPolicy;
import dev.stepwell.integration.net.WebClient;
import dev.stepwell.integration.plugin.PluginDirectory;
import dev.stepwell.integration.states.NestedExecutions;
import dev.stepwell.persistence.embedded.EmbeddedPostgres;
import dev.stepwell.persistence.embedded.EmbeddedPostgresException;
import dev.stepwell.persistence.embedded.EmbeddedPostgresSettings;
import dev.stepwell.persistence.postgres.IncompatibleDatabaseException;
import dev.stepwell.persistence.postgres.PostgresSettings;
import dev.stepwell.persistence.postgres.PostgresStores;
import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.ServiceConfigurationError;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** A whole server in this process, and the one place where its parts are put together. */
public final class StepwellServer implements AutoCloseable {
  /** After which a stream is cut off whose reader takes nothing more. */
  private static final Duration READER_PATIENCE = Duration.ofSeconds(30);

  private static final int POOL_SIZE = 10;

  /** What must be closed, the last opened first. */
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();

  private final AtomicBoolean closed = new AtomicBoolean();
  private final ServerSettings settings;
  private int port;

  private StepwellServer(ServerSettings settings) {
    this.settings = settings;
  }

  /**
   * Starts a server and returns when it answers.
   *
   * @param progress told what is being waited for, every two seconds
   * @throws ServerStartException when it cannot start here; the message says what to do
   */
  public static StepwellServer start(ServerSettings settings, Consumer<String> progress)
      throws InterruptedException {
    var server = new StepwellServer(settings);
    var started = false;
    try {
      server.open(progress);
      started = true;
      return server;
    } catch (EmbeddedPostgresException | IncompatibleDatabaseException e) {
      throw new ServerStartException(String.valueOf(e.getMessage()), e);
    } catch (ServiceConfigurationError e) {
      throw new ServerStartException("An integration cannot be loaded: " + e.getMessage(), e);
    } catch (StoreUnavailableException e) {
      throw new ServerStartException("The database cannot be used: " + e.getMessage(), e);
    } finally {
      if (!started) {
        server.close();
      }
    }
  }

  private void open(Consumer<String> progress) throws InterruptedException {
    var database = database(progress);
    var stores =
        SlowStep.run(
            "Opening the database and bringing its schema up to date",
            progress,
            () -> PostgresStores.open(database));
    opened.push(stores);
    stores.nameAccount(settings.arns());
    var integrations = integrations();
    var node =
        new Node(
            Node.Stores.of(stores),
            settings.limits().engine(Runtime.getRuntime().availableProcessors()),
            settings.retention(),
            settings.arns(),
            settings.host() + ":" + settings.port(),
            new Node.Services(
                integrations,
                (machines, executions, functions, runtimes) ->
                    services(machines, executions, functions, runtimes, integrations)));
    opened.push(node);
    var pageTokens = new PageTokens(stores.cluster().tokenSecret());
    var handler =
        new AwsJsonHandler(
            ServiceModel.load(settings.limits().executions().payloadBytes()),
            Operations.on(node, settings.arns(), pageTokens));
    var listener =
        new HttpListener(
            settings.host(),
            settings.port(),
            handler,
            RestRoutes.on(node, pageTokens, settings.limits().executions().payloadBytes()),
            new RuntimeApi(node.runtimes())::answer,
            () -> answers(stores),
            node::releasePolls,
            READER_PATIENCE,
            settings.drainTimeout());
    opened.push(listener);
    listener.start();
    port = listener.port();
  }

  private RemoteFunctions remoteFunctions() {
    var functions =
        new RemoteFunctions(
            WebClient.ofThisProcess(AddressPolicy.everything()),
            new AwsSigners(settings.arns().region()),
            // The answer of a function may have white space that its result has not.
            2 * settings.limits().executions().payloadBytes(),
            RemoteFunctions.LIMIT);
    opened.push(functions);
    return functions;
  }

  /** Where the authors of definitions may send requests. */
  private WebClient clientOfAuthors() {
    return WebClient.ofThisProcess(AddressPolicy.internetAnd(settings.httpTasks().allowed()));
  }

  private ApiGatewayTasks apiGatewayTasks(AwsServices aws) {
    return new ApiGatewayTasks(
        clientOfAuthors(),
        (region, roleArn) -> aws.signer("execute-api", region, roleArn),
        settings.arns().region(),
        HttpTasks.LIMIT);
  }

  private HttpTasks httpTasks() {
    var client = clientOfAuthors();
    var connections =
        new Connections(settings.httpTasks().connections(), client, InstantSource.system());
    return new HttpTasks(client, connections, settings.arns().region(), HttpTasks.LIMIT);
  }

  /** The integrations of the server and of its plugins. */
  private IntegrationRegistry integrations() {
    try {
      var plugins =
          new PluginDirectory(settings.plugins()).loader(StepwellServer.class.getClassLoader());
      opened.push(plugins);
      var limits = settings.limits();
      var aws =
          new AwsServices(
              plugins,
              settings.arns().region(),
              // As many calls of Express machines go on beside those of the others.
              2 * limits.callsInFlight(),
              limits.executions().payloadBytes());
      opened.push(aws);
      var integrations =
          IntegrationRegistry.load(List.of(aws, httpTasks(), apiGatewayTasks(aws)), plugins);
      opened.push(integrations);
      return integrations;
    } catch (IOException e) {
      throw new ServerStartException(
          "The directory of plugins " + settings.plugins() + " cannot be read: " + e, e);
    }
  }

  private PostgresSettings database(Consumer<String> progress) throws InterruptedException {
    return switch (settings.database()) {
      case Database.External external ->
          new PostgresSettings(
              external.jdbcUrl(), external.user(), external.password(), POOL_SIZE, "stepwell");
      case Database.Embedded embedded -> {
        var postgres =
            EmbeddedPostgres.start(
                embedded.directory(), EmbeddedPostgresSettings.standard(), progress);
        opened.push(postgres);
        yield new PostgresSettings(
            postgres.jdbcUrl(), postgres.user(), postgres.password(), POOL_SIZE, "stepwell");
      }
    };
  }

  private static boolean answers(PostgresStores stores) {
    try {
      stores.stateMachines().list(null, 1);
      return true;
    } catch (StoreUnavailableException e) {
      return false;
    }
  }

  /** Where clients find it. */
  public URI url() {
    var host = settings.host();
    var reachable =
        switch (host) {
          case "0.0.0.0", "::", "[::]" -> "127.0.0.1";
          default -> host.contains(":") && !host.startsWith("[") ? "[" + host + "]" : host;
        };
    return URI.create("http://" + reachable + ":" + port);
  }

  /**
   * Stops to accept requests, lets those in progress finish, and closes everything. Safe to repeat.
   */
  @Override
  public void close() {
    if (!closed.compareAndSet(false, true)) {
      return;
    }
    RuntimeException failure = null;
    while (!opened.isEmpty()) {
      try {
        opened.pop().close();
      } catch (Exception e) {
        var next = new IllegalStateException("A part of the server did not close", e);
        if (failure == null) {
          failure = next;
        } else {
          failure.addSuppressed(next);
        }
      }
    }
    if (failure != null) {
      throw failure;
    }
  }

  private ServiceCaller services(
      StateMachines machines,
      Executions executions,
      FunctionCatalog functions,
      RuntimeInvocations runtimes,
      IntegrationRegistry integrations) {
    var targets = FunctionTargets.of(functions, settings.lambdaEndpoint());
    return new Integrations(
        new LambdaFunctions(
            targets,
            remoteFunctions(),
            runtimes,
            new LaterInvocations(machines, executions, settings.arns())),
        new NestedExecutions(executions),
        integrations,
        settings.limits().executions().payloadBytes());
  }
}
