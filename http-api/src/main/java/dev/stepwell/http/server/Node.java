package dev.stepwell.http.server;

import dev.stepwell.asl.resource.CallableServices;
import dev.stepwell.engine.Engine;
import dev.stepwell.engine.EngineSettings;
import dev.stepwell.engine.Retention;
import dev.stepwell.engine.call.ServiceCaller;
import dev.stepwell.engine.cluster.Membership;
import dev.stepwell.engine.express.ExpressEngine;
import dev.stepwell.engine.machine.ActivityCatalog;
import dev.stepwell.engine.machine.FunctionCatalog;
import dev.stepwell.engine.machine.MachineCatalog;
import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.model.IdGenerator;
import dev.stepwell.engine.service.Activities;
import dev.stepwell.engine.service.ActivityQueues;
import dev.stepwell.engine.service.ActivityTasks;
import dev.stepwell.engine.service.Aliases;
import dev.stepwell.engine.service.BulkActions;
import dev.stepwell.engine.service.ExecutionSearch;
import dev.stepwell.engine.service.Executions;
import dev.stepwell.engine.service.ExpressExecutions;
import dev.stepwell.engine.service.ExpressFinder;
import dev.stepwell.engine.service.Functions;
import dev.stepwell.engine.service.LiveExecutions;
import dev.stepwell.engine.service.ResourceTags;
import dev.stepwell.engine.service.SeenPollers;
import dev.stepwell.engine.service.StateMachines;
import dev.stepwell.engine.service.StateTests;
import dev.stepwell.engine.service.Versions;
import dev.stepwell.engine.service.WorkerCalls;
import dev.stepwell.engine.store.ActivityStore;
import dev.stepwell.engine.store.BulkStore;
import dev.stepwell.engine.store.ClusterStore;
import dev.stepwell.engine.store.ExecutionStore;
import dev.stepwell.engine.store.ExpressStore;
import dev.stepwell.engine.store.FunctionStore;
import dev.stepwell.engine.store.SearchStore;
import dev.stepwell.engine.store.StateMachineStore;
import dev.stepwell.engine.store.VersionStore;
import dev.stepwell.engine.thread.JvmThreads;
import dev.stepwell.integration.lambda.RuntimeInvocations;
import dev.stepwell.persistence.postgres.PostgresStores;
import java.security.SecureRandom;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/**
 * One node on its stores: the engine at work, and the application layer that every face is put
 * before.
 */
final class Node implements AutoCloseable {
  /** How long a node that stops waits for its Express executions; others run the rest again. */
  private static final Duration EXPRESS_PATIENCE = Duration.ofSeconds(10);

  private final Membership membership;
  private final Engine engine;
  private final ExpressEngine express;
  private final Retention retention;
  private final StateMachines stateMachines;
  private final Versions versions;
  private final Aliases aliases;
  private final ResourceTags resourceTags;
  private final Activities activities;
  private final ExpressExecutions expressExecutions;
  private final ExpressFinder expressFinder;
  private final Executions executions;
  private final ExecutionSearch search;
  private final ExecutionSearch expressSearch;
  private final LiveExecutions liveExecutions;
  private final BulkActions bulkActions;
  private final ActivityTasks activityTasks;
  private final ActivityQueues activityQueues;
  private final Functions functions;
  private final RuntimeInvocations runtimes;
  private final StateTests stateTests;
  private final CallableServices callable;

  /**
   * What Task states call.
   *
   * @param calls calls it, nested executions of this node included
   */
  record Services(CallableServices callable, Calls calls) {
    /** Makes whoever calls, on one node. */
    @FunctionalInterface
    interface Calls {
      ServiceCaller on(
          StateMachines machines,
          Executions executions,
          FunctionCatalog functions,
          RuntimeInvocations runtimes);
    }
  }

  /** The stores of one database. */
  record Stores(
      ExecutionStore executions,
      ExpressStore express,
      StateMachineStore stateMachines,
      VersionStore versions,
      SearchStore search,
      BulkStore bulks,
      ActivityStore activities,
      FunctionStore functions,
      ClusterStore cluster) {

    static Stores of(PostgresStores stores) {
      return new Stores(
          stores.executions(),
          stores.express(),
          stores.stateMachines(),
          stores.versions(),
          stores.search(),
          stores.bulks(),
          stores.activities(),
          stores.functions(),
          stores.cluster());
    }
  }

  /**
   * A node that works from now on.
   *
   * @param keptFor from an execution's end to its removal
   * @param address what other nodes are told, for people who look
   * @param services what Task states call
   */
  Node(
      Stores stores,
      EngineSettings settings,
      Duration keptFor,
      Arns arns,
      String address,
      Services services) {
    var clock = Clock.systemUTC();
    var ids = new IdGenerator(clock, new SecureRandom());
    var engineStores =
        new Engine.Stores(stores.executions(), stores.stateMachines(), stores.cluster());
    var machineCatalog = new MachineCatalog(stores.stateMachines(), stores.versions(), arns, clock);
    var activityCatalog = new ActivityCatalog(stores.activities(), arns, clock);
    var functionCatalog =
        new FunctionCatalog(stores.functions(), stores.executions(), clock, settings.taskWindow());
    membership =
        new Membership(
            stores.cluster(),
            UUID.randomUUID().toString(),
            address,
            clock.instant(),
            settings.nodeTimeout());
    var threads = new JvmThreads();
    var host = new Engine.Host(threads, clock, ids, () -> ThreadLocalRandom.current().nextLong());
    engine =
        new Engine(
            settings,
            engineStores,
            machineCatalog,
            activityCatalog,
            functionCatalog,
            host,
            membership);
    versions =
        new Versions(
            stores.stateMachines(), stores.versions(), arns, clock, machineCatalog::forgetCurrent);
    stateMachines =
        new StateMachines(
            stores.stateMachines(),
            stores.versions(),
            versions,
            ids,
            arns,
            clock,
            services.callable(),
            machineCatalog::forgetCurrent);
    aliases =
        new Aliases(
            stores.stateMachines(), stores.versions(), arns, clock, machineCatalog::forgetCurrent);
    resourceTags = new ResourceTags(stores.stateMachines(), stores.activities(), arns);
    activities = new Activities(stores.activities(), arns, clock, activityCatalog::forget);
    express =
        new ExpressEngine(
            stores.express(),
            machineCatalog,
            membership,
            settings.limits().ofExpress(),
            new ExpressEngine.Settings(
                settings.expressRuns(),
                settings.callsInFlight(),
                settings.scanInterval(),
                EXPRESS_PATIENCE),
            threads,
            clock);
    expressExecutions =
        new ExpressExecutions(express, machineCatalog, ids, settings.limits(), clock);
    expressFinder =
        new ExpressFinder(stores.express(), machineCatalog, threads, clock, settings.watches());
    executions =
        new Executions(
            engine, engineStores, machineCatalog, expressExecutions, ids, settings.limits(), clock);
    search =
        new ExecutionSearch(
            stores.search(),
            stores.stateMachines(),
            machineCatalog,
            arns,
            (machine, execution) -> arns.execution(machine, execution.name()),
            clock);
    expressSearch =
        new ExecutionSearch(
            stores.express().ended(),
            stores.stateMachines(),
            machineCatalog,
            arns,
            (machine, execution) -> arns.express(machine, execution.name(), execution.id().uuid()),
            clock);
    liveExecutions = new LiveExecutions(executions, stores.executions(), engine.watches(), clock);
    bulkActions = new BulkActions(stores.bulks(), search, engine, clock);
    var pollers = new SeenPollers(clock);
    activityTasks = new ActivityTasks(engine, activityCatalog, pollers);
    activityQueues = new ActivityQueues(stores.executions(), pollers);
    retention =
        new Retention(stores.executions(), stores.express(), membership, threads, clock, keptFor);
    functions = new Functions(stores.functions(), executions, functionCatalog::forget);
    runtimes =
        new RuntimeInvocations(
            new WorkerCalls(engine), functionCatalog, stores.functions(), arns, clock);
    callable = services.callable();
    var caller = services.calls().on(stateMachines, executions, functionCatalog, runtimes);
    stateTests = new StateTests(caller, callable, threads, arns, settings.limits(), clock);
    engine.start(caller);
    express.start(caller);
    retention.start();
  }

  /** The nodes that are alive. */
  List<Membership.Peer> peers() {
    return membership.peers();
  }

  /** What Task states can call. */
  CallableServices callable() {
    return callable;
  }

  StateMachines stateMachines() {
    return stateMachines;
  }

  Versions versions() {
    return versions;
  }

  Aliases aliases() {
    return aliases;
  }

  ResourceTags resourceTags() {
    return resourceTags;
  }

  Activities activities() {
    return activities;
  }

  ExpressExecutions expressExecutions() {
    return expressExecutions;
  }

  ExpressFinder expressFinder() {
    return expressFinder;
  }

  Executions executions() {
    return executions;
  }

  ExecutionSearch search() {
    return search;
  }

  ExecutionSearch expressSearch() {
    return expressSearch;
  }

  LiveExecutions liveExecutions() {
    return liveExecutions;
  }

  BulkActions bulkActions() {
    return bulkActions;
  }

  StateTests stateTests() {
    return stateTests;
  }

  Functions functions() {
    return functions;
  }

  /** Invocations of functions whose runtimes attach here. */
  RuntimeInvocations runtimes() {
    return runtimes;
  }

  ActivityQueues activityQueues() {
    return activityQueues;
  }

  ActivityTasks activityTasks() {
    return activityTasks;
  }

  /** Makes every waiting poller answer at once, and those that come later; ends every stream. */
  void releasePolls() {
    engine.tasks().close();
    engine.watches().endAll();
  }

  /** Streams, and others who wait for executions to go on. */
  int countWatches() {
    return engine.watches().countOpen();
  }

  /** Stops the engine; after the last request. */
  @Override
  public void close() {
    retention.close();
    express.close();
    engine.close();
  }
}
