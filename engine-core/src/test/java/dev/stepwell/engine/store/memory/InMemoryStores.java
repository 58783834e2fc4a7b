package dev.stepwell.engine.store.memory;

import dev.stepwell.engine.store.ActivityStore;
import dev.stepwell.engine.store.BulkStore;
import dev.stepwell.engine.store.ClusterStore;
import dev.stepwell.engine.store.ExecutionStore;
import dev.stepwell.engine.store.ExpressStore;
import dev.stepwell.engine.store.FunctionStore;
import dev.stepwell.engine.store.SearchStore;
import dev.stepwell.engine.store.StateMachineStore;
import dev.stepwell.engine.store.VersionStore;

/** One node's stores on a shared database. */
public final class InMemoryStores {
  private final ExecutionStore executions;
  private final StateMachineStore stateMachines;
  private final VersionStore versions;
  private final ExpressStore express;
  private final SearchStore search;
  private final BulkStore bulks;
  private final ActivityStore activities;
  private final FunctionStore functions;
  private final ClusterStore cluster;

  public InMemoryStores(InMemoryDatabase database) {
    executions = new InMemoryExecutionStore(database);
    stateMachines = new InMemoryStateMachineStore(database);
    versions = new InMemoryVersionStore(database);
    express = new InMemoryExpressStore(database);
    search = new InMemorySearchStore(database, database.executions);
    bulks = new InMemoryBulkStore(database);
    activities = new InMemoryActivityStore(database);
    functions = new InMemoryFunctionStore(database);
    cluster = new InMemoryClusterStore(this, database);
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
}
