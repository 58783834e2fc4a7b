package dev.stepwell.engine.simulation;

import dev.stepwell.asl.resource.CallableServices;
import dev.stepwell.engine.Engine;
import dev.stepwell.engine.EngineSettings;
import dev.stepwell.engine.cluster.Membership;
import dev.stepwell.engine.express.ExpressEngine;
import dev.stepwell.engine.interpreter.CallQueues;
import dev.stepwell.engine.machine.ActivityCatalog;
import dev.stepwell.engine.machine.MachineCatalog;
import dev.stepwell.engine.model.IdGenerator;
import dev.stepwell.engine.service.ActivityTasks;
import dev.stepwell.engine.service.Executions;
import dev.stepwell.engine.service.ExpressExecutions;
import dev.stepwell.engine.service.SeenPollers;
import dev.stepwell.engine.service.StateMachines;
import dev.stepwell.engine.service.Versions;
import dev.stepwell.engine.store.ActivityStore;
import dev.stepwell.engine.store.ClusterStore;
import dev.stepwell.engine.store.ExecutionStore;
import dev.stepwell.engine.store.ExpressStore;
import dev.stepwell.engine.store.StateMachineStore;
import dev.stepwell.engine.store.StoreUnavailableException;
import dev.stepwell.engine.store.VersionStore;
import dev.stepwell.engine.store.memory.InMemoryStores;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/** One process, put together as the server does it. */
final class Node {
  private final World world;
  private final Machine machine;
  private final Engine engine;
  private final StateMachines stateMachines;
  private final Executions executions;
  private final ActivityTasks tasks;
  private final Map<Integer, CompletableFuture<?>> openRequests = new LinkedHashMap<>();
  private int requests;
  private boolean isUp;

  Node(World world, Machine machine, InMemoryStores stores, EngineSettings settings, long seed) {
    this.world = world;
    this.machine = machine;
    var network = world.network();
    var random = new Random(seed);
    var ids = new IdGenerator(machine, random);
    var executionStore = network.connect(machine, ExecutionStore.class, stores.executions());
    var machineStore = network.connect(machine, StateMachineStore.class, stores.stateMachines());
    var cluster = network.connect(machine, ClusterStore.class, stores.cluster());
    var engineStores = new Engine.Stores(executionStore, machineStore, cluster);
    var versions = network.connect(machine, VersionStore.class, stores.versions());
    var catalog = new MachineCatalog(machineStore, versions, World.ARNS, machine);
    var activities =
        new ActivityCatalog(
            network.connect(machine, ActivityStore.class, stores.activities()),
            World.ARNS,
            machine);
    var host = new Engine.Host(machine, machine, ids, random);
    var membership =
        new Membership(cluster, machine.name(), "here", machine.instant(), settings.nodeTimeout());
    engine =
        new Engine(settings, engineStores, catalog, activities, CallQueues.NONE, host, membership);
    stateMachines =
        new StateMachines(
            machineStore,
            versions,
            new Versions(machineStore, versions, World.ARNS, machine, name -> {}),
            ids,
            World.ARNS,
            machine,
            CallableServices.OF_AWS,
            catalog::forgetCurrent);
    executions =
        new Executions(
            engine,
            engineStores,
            catalog,
            new ExpressExecutions(
                express(network, stores, catalog, membership, settings),
                catalog,
                ids,
                settings.limits(),
                machine),
            ids,
            settings.limits(),
            machine);
    tasks = new ActivityTasks(engine, activities, new SeenPollers(machine));
  }

  /** No machine of the simulation is of its type. */
  private ExpressEngine express(
      Network network,
      InMemoryStores stores,
      MachineCatalog catalog,
      Membership membership,
      EngineSettings settings) {
    return new ExpressEngine(
        network.connect(machine, ExpressStore.class, stores.express()),
        catalog,
        membership,
        settings.limits().ofExpress(),
        new ExpressEngine.Settings(
            settings.expressRuns(),
            settings.callsInFlight(),
            settings.scanInterval(),
            settings.scanInterval()),
        machine,
        machine);
  }

  Machine machine() {
    return machine;
  }

  Engine engine() {
    return engine;
  }

  StateMachines stateMachines() {
    return stateMachines;
  }

  Executions executions() {
    return executions;
  }

  ActivityTasks tasks() {
    return tasks;
  }

  /** Begins to work; a node that does not find its database ends, as a server would. */
  void boot() {
    var _ =
        machine.startVirtual(
            "boot",
            () -> {
              try {
                engine.start(new Services(world, this));
                isUp = true;
              } catch (StoreUnavailableException noDatabase) {
                world.tell(machine.name(), "does not find its database");
                crash();
              }
            });
  }

  boolean isUp() {
    return isUp && !machine.isDead();
  }

  boolean isDead() {
    return machine.isDead();
  }

  /** All at once: nothing is said to anybody. */
  void crash() {
    machine.crash();
    List.copyOf(openRequests.values()).forEach(Node::breakConnection);
  }

  /** As a server that is asked to end. */
  void shutDown() {
    isUp = false;
    var _ =
        machine.startVirtual(
            "shutdown",
            () -> {
              engine.close();
              world.tell(machine.name(), "has shut down");
              crash();
            });
  }

  private static void breakConnection(CompletableFuture<?> request) {
    request.completeExceptionally(new IOException("connection lost"));
  }

  /**
   * A request from outside.
   *
   * @return the answer, or how the connection broke
   */
  <T> CompletableFuture<T> request(String name, Supplier<T> handler) {
    var answer = new CompletableFuture<T>();
    if (!isUp()) {
      breakConnection(answer);
      return answer;
    }
    var number = ++requests;
    openRequests.put(number, answer);
    var _ =
        machine.startVirtual(
            name,
            () -> {
              world.network().travel();
              try {
                var value = handler.get();
                world.network().travel();
                answer.complete(value);
              } catch (StoreUnavailableException outage) {
                answer.completeExceptionally(outage);
              } finally {
                openRequests.remove(number);
              }
            });
    return answer;
  }
}
