package dev.stepwell.http.server;

import dev.stepwell.asl.Asl;
import dev.stepwell.engine.Engine;
import dev.stepwell.engine.EngineSettings;
import dev.stepwell.engine.Retention;
import dev.stepwell.engine.call.ServiceCaller;
import dev.stepwell.engine.cluster.Membership;
import dev.stepwell.engine.machine.ActivityCatalog;
import dev.stepwell.engine.machine.MachineCatalog;
import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.model.IdGenerator;
import dev.stepwell.engine.service.Activities;
import dev.stepwell.engine.service.ActivityTasks;
import dev.stepwell.engine.service.Executions;
import dev.stepwell.engine.service.StateMachines;
import dev.stepwell.engine.store.ActivityStore;
import dev.stepwell.engine.store.ClusterStore;
import dev.stepwell.engine.store.ExecutionStore;
import dev.stepwell.engine.store.StateMachineStore;
import dev.stepwell.engine.thread.JvmThreads;
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
  private final Membership membership;
  private final Engine engine;
  private final Retention retention;
  private final StateMachines stateMachines;
  private final Activities activities;
  private final Executions executions;
  private final ActivityTasks activityTasks;

  /** What Task states call, nested executions of this node included. */
  @FunctionalInterface
  interface Services {
    ServiceCaller on(Executions executions);
  }

  /** The stores of one database. */
  record Stores(
      ExecutionStore executions,
      StateMachineStore stateMachines,
      ActivityStore activities,
      ClusterStore cluster) {}

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
    var machineCatalog = new MachineCatalog(stores.stateMachines(), arns, clock);
    var activityCatalog = new ActivityCatalog(stores.activities(), arns, clock);
    membership =
        new Membership(
            stores.cluster(),
            UUID.randomUUID().toString(),
            address,
            clock.instant(),
            settings.nodeTimeout());
    var threads = new JvmThreads();
    var host = new Engine.Host(threads, clock, ids, () -> ThreadLocalRandom.current().nextLong());
    engine = new Engine(settings, engineStores, machineCatalog, activityCatalog, host, membership);
    stateMachines =
        new StateMachines(
            stores.stateMachines(), ids, arns, clock, Asl::read, machineCatalog::forgetCurrent);
    activities = new Activities(stores.activities(), arns, clock, activityCatalog::forget);
    executions =
        new Executions(engine, engineStores, machineCatalog, ids, settings.limits(), clock);
    activityTasks = new ActivityTasks(engine, activityCatalog);
    retention = new Retention(stores.executions(), membership, threads, clock, keptFor);
    engine.start(services.on(executions));
    retention.start();
  }

  /** The nodes that are alive. */
  List<Membership.Peer> peers() {
    return membership.peers();
  }

  StateMachines stateMachines() {
    return stateMachines;
  }

  Activities activities() {
    return activities;
  }

  Executions executions() {
    return executions;
  }

  ActivityTasks activityTasks() {
    return activityTasks;
  }

  /** Makes every waiting poller answer at once, and those that come later. */
  void releasePolls() {
    engine.tasks().close();
  }

  /** Stops the engine; after the last request. */
  @Override
  public void close() {
    retention.close();
    engine.close();
  }
}
