package dev.stepwell.engine;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.resource.CallableServices;
import dev.stepwell.engine.call.ServiceCaller;
import dev.stepwell.engine.cluster.Membership;
import dev.stepwell.engine.express.ExpressEngine;
import dev.stepwell.engine.lane.LaneContext.LaneSettings;
import dev.stepwell.engine.machine.ActivityCatalog;
import dev.stepwell.engine.machine.FunctionCatalog;
import dev.stepwell.engine.machine.MachineCatalog;
import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.IdGenerator;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.service.ActivityTasks;
import dev.stepwell.engine.service.ActivityTasks.Report;
import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.Executions;
import dev.stepwell.engine.service.ExpressExecutions;
import dev.stepwell.engine.service.LiveExecutions;
import dev.stepwell.engine.service.SeenPollers;
import dev.stepwell.engine.service.StateMachines;
import dev.stepwell.engine.service.Versions;
import dev.stepwell.engine.service.WorkerCalls;
import dev.stepwell.engine.store.ActivityStore;
import dev.stepwell.engine.store.memory.InMemoryDatabase;
import dev.stepwell.engine.store.memory.InMemoryStores;
import dev.stepwell.engine.thread.JvmThreads;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** A node as the server builds it, on a database in memory. */
final class TestNode implements AutoCloseable {
  static final Arns ARNS = new Arns("aws", "us-east-1", "123456789012");
  private static final Executor THREADS =
      task -> {
        var _ = Thread.ofVirtual().start(task);
      };

  /** Of one function, that wait. */
  static final int MOST_INVOCATIONS = 5;

  /** Open at a time. */
  static final int WATCHES = 3;

  private static final Duration LONG_POLL = Duration.ofSeconds(60);

  final Engine engine;
  final ExpressEngine express;
  final ExpressExecutions expressExecutions;
  final Executions executions;
  final ActivityTasks tasks;
  final WorkerCalls workerCalls;
  final StateMachines machines;
  final LiveExecutions live;
  private final InMemoryStores stores;
  private final TestClock clock;

  TestNode(InMemoryDatabase database, TestClock clock, String nodeId) {
    this(database, clock, nodeId, Limits.DEFAULTS);
  }

  TestNode(InMemoryDatabase database, TestClock clock, String nodeId, Limits limits) {
    this(
        database,
        clock,
        nodeId,
        limits,
        call -> {
          throw new IllegalStateException("nobody expects a call: " + call);
        });
  }

  TestNode(
      InMemoryDatabase database,
      TestClock clock,
      String nodeId,
      Limits limits,
      ServiceCaller services) {
    this.stores = new InMemoryStores(database);
    this.clock = clock;
    var ids = new IdGenerator(clock, new Random(nodeId.hashCode()));
    var engineStores =
        new Engine.Stores(stores.executions(), stores.stateMachines(), stores.cluster());
    var catalog = new MachineCatalog(stores.stateMachines(), stores.versions(), ARNS, clock);
    var activities = new ActivityCatalog(stores.activities(), ARNS, clock);
    var functions =
        new FunctionCatalog(stores.functions(), stores.executions(), clock, MOST_INVOCATIONS);
    var settings =
        new EngineSettings(
            limits,
            LaneSettings.DEFAULTS,
            2,
            Duration.ofMillis(20),
            Duration.ofSeconds(10),
            1_000,
            WATCHES,
            10_000,
            100_000,
            100,
            100);
    var membership =
        new Membership(stores.cluster(), nodeId, "here", clock.instant(), settings.nodeTimeout());
    var host = new Engine.Host(new JvmThreads(), clock, ids, new Random(nodeId.hashCode()));
    this.engine =
        new Engine(settings, engineStores, catalog, activities, functions, host, membership);
    this.express =
        new ExpressEngine(
            stores.express(),
            catalog,
            membership,
            limits.ofExpress(),
            new ExpressEngine.Settings(
                settings.expressRuns(),
                settings.callsInFlight(),
                settings.scanInterval(),
                Duration.ofMillis(50)),
            host.threads(),
            clock);
    this.expressExecutions = new ExpressExecutions(express, catalog, ids, limits, clock);
    this.executions =
        new Executions(engine, engineStores, catalog, expressExecutions, ids, limits, clock);
    this.workerCalls = new WorkerCalls(engine);
    this.tasks = new ActivityTasks(engine, activities, new SeenPollers(clock));
    this.live = new LiveExecutions(executions, stores.executions(), engine.watches(), clock);
    this.machines =
        new StateMachines(
            stores.stateMachines(),
            stores.versions(),
            new Versions(
                stores.stateMachines(), stores.versions(), ARNS, clock, catalog::forgetCurrent),
            ids,
            ARNS,
            clock,
            CallableServices.OF_AWS,
            catalog::forgetCurrent);
    engine.start(services);
    express.start(services);
  }

  Answer<Boolean> succeed(String taskToken, String output) {
    return tasks.submit(new Report.Success(taskToken, output)).get();
  }

  Answer<Boolean> fail(String taskToken, @Nullable String error, @Nullable String cause) {
    return tasks.submit(new Report.Failure(taskToken, error, cause)).get();
  }

  Answer<Boolean> heartbeat(String taskToken) {
    return tasks.submit(new Report.Heartbeat(taskToken)).get();
  }

  static String activity(String name) {
    return ARNS.activity(name);
  }

  /** Registers a machine, and the activities that it names as {@code "@Name"}. */
  String machine(String name, String definition, String... activities) {
    return machineOf("STANDARD", name, definition, activities);
  }

  /** Registers an Express machine. */
  String expressMachine(String name, String definition) {
    return machineOf("EXPRESS", name, definition);
  }

  private String machineOf(String type, String name, String definition, String... activities) {
    for (var activity : activities) {
      stores.activities().createOrFind(new ActivityStore.Activity(activity, clock.instant(), "{}"));
    }
    var request =
        new StateMachines.CreateRequest(
            name,
            definition.replace("\"@", "\"" + activity("")),
            "arn:aws:iam::123456789012:role/test",
            type,
            null,
            null,
            null,
            List.of(),
            false,
            null);
    return given(machines.create(request)).stateMachineArn();
  }

  static <T> T given(Answer<T> answer) {
    return switch (answer) {
      case Answer.Given<T>(var value) -> value;
      case Answer.Refused<T> refused -> throw new AssertionError(refused.toString());
    };
  }

  static <T> CompletableFuture<T> async(Supplier<T> call) {
    return CompletableFuture.supplyAsync(call, THREADS);
  }

  static <T> T await(CompletableFuture<T> future) {
    try {
      return future.get(Eventually.DEADLINE_SECONDS, TimeUnit.SECONDS);
    } catch (InterruptedException | ExecutionException | TimeoutException failed) {
      throw new AssertionError(failed);
    }
  }

  /** Opens a poll. */
  CompletableFuture<Optional<ActivityTasks.Task>> polling(String activity) {
    return async(() -> given(tasks.poll(activity(activity), null, LONG_POLL, () -> true)));
  }

  /** Opens a poll, and returns when it waits and nothing else does. */
  CompletableFuture<Optional<ActivityTasks.Task>> waitingPoll(String activity) {
    var poll = polling(activity);
    var board = engine.tasks();
    Eventually.until(
        "a poller of " + activity,
        () -> {
          var poller = board.reserve(activity(activity));
          poller.ifPresent(board::giveBack);
          return poller.isPresent();
        });
    return poll;
  }

  /** Polls until there is a task. */
  ActivityTasks.Task task(String activity) {
    return await(polling(activity)).orElseThrow();
  }

  String start(String machineArn, String name, String input) {
    return given(executions.start(machineArn, name, input, null)).executionArn();
  }

  Executions.Description describe(String executionArn) {
    return given(executions.describe(executionArn));
  }

  /** Waits until the execution is closed. */
  Executions.Description closed(String executionArn) {
    Eventually.until(
        "the end of " + executionArn, () -> describe(executionArn).status().isClosed());
    return describe(executionArn);
  }

  void succeeds(String executionArn) {
    assertThat(closed(executionArn).status())
        .as("%s", history(executionArn))
        .isEqualTo(ExecutionStatus.SUCCEEDED);
  }

  /** The events of an execution, each as JSON text. */
  List<String> history(String executionArn) {
    return given(executions.history(executionArn, 0, false, 1_000)).events().stream()
        .map(event -> new String(event, StandardCharsets.UTF_8))
        .toList();
  }

  InMemoryStores stores() {
    return stores;
  }

  @Override
  public void close() {
    express.close();
    engine.close();
  }
}
