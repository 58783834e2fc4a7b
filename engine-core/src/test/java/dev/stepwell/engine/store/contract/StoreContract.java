package dev.stepwell.engine.store.contract;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.store.ActivityStore;
import dev.stepwell.engine.store.BulkStore;
import dev.stepwell.engine.store.ClusterStore;
import dev.stepwell.engine.store.ExecutionStore;
import dev.stepwell.engine.store.ExpressStore;
import dev.stepwell.engine.store.FunctionStore;
import dev.stepwell.engine.store.SearchStore;
import dev.stepwell.engine.store.StateMachineStore;
import dev.stepwell.engine.store.VersionStore;

/** Stores under test. The database is empty before each test. */
public interface StoreContract {

  /** One node's stores. */
  record NodeStores(
      ExecutionStore executions,
      ExpressStore express,
      StateMachineStore stateMachines,
      VersionStore versions,
      SearchStore search,
      BulkStore bulks,
      ActivityStore activities,
      FunctionStore functions,
      ClusterStore cluster) {}

  /** The node that the test is about. */
  NodeStores node();

  /** Another node on the same database. */
  NodeStores otherNode();

  /** The executions of the node that the test is about. */
  default ExecutionStore executions() {
    return node().executions();
  }

  /** Commits all of it on a lane of its own. */
  default void committed(WriteBuilder... writes) {
    try (var lane = executions().openLane()) {
      assertThat(lane.commit(WriteBuilder.batch(writes))).hasSize(writes.length);
    }
  }
}
