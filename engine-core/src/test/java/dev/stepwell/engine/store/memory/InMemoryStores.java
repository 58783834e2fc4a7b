package dev.stepwell.engine.store.memory;

import dev.stepwell.engine.store.ActivityStore;
import dev.stepwell.engine.store.ClusterStore;
import dev.stepwell.engine.store.ExecutionStore;
import dev.stepwell.engine.store.StateMachineStore;

/** One node's stores on a shared database. */
public final class InMemoryStores {
  private final ExecutionStore executions;
  private final StateMachineStore stateMachines;
  private final ActivityStore activities;
  private final ClusterStore cluster;

  public InMemoryStores(InMemoryDatabase database) {
    executions = new InMemoryExecutionStore(database);
    stateMachines = new InMemoryStateMachineStore(database);
    activities = new InMemoryActivityStore(database);
    cluster = new InMemoryClusterStore(this, database);
  }

  public ExecutionStore executions() {
    return executions;
  }

  public StateMachineStore stateMachines() {
    return stateMachines;
  }

  public ActivityStore activities() {
    return activities;
  }

  public ClusterStore cluster() {
    return cluster;
  }
}
