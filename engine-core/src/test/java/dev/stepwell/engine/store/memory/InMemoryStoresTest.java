package dev.stepwell.engine.store.memory;

import dev.stepwell.engine.store.contract.ActivityStoreContract;
import dev.stepwell.engine.store.contract.BulkStoreContract;
import dev.stepwell.engine.store.contract.ClusterStoreContract;
import dev.stepwell.engine.store.contract.ExecutionStoreContract;
import dev.stepwell.engine.store.contract.ExpressStoreContract;
import dev.stepwell.engine.store.contract.FunctionStoreContract;
import dev.stepwell.engine.store.contract.HistoryStoreContract;
import dev.stepwell.engine.store.contract.LaneStoreContract;
import dev.stepwell.engine.store.contract.LiveStoreContract;
import dev.stepwell.engine.store.contract.SearchStoreContract;
import dev.stepwell.engine.store.contract.StartStoreContract;
import dev.stepwell.engine.store.contract.StateMachineStoreContract;
import dev.stepwell.engine.store.contract.VersionStoreContract;
import java.time.Clock;
import java.util.Random;

class InMemoryStoresTest
    implements LaneStoreContract,
        StartStoreContract,
        HistoryStoreContract,
        ExecutionStoreContract,
        LiveStoreContract,
        ExpressStoreContract,
        StateMachineStoreContract,
        VersionStoreContract,
        SearchStoreContract,
        BulkStoreContract,
        ActivityStoreContract,
        FunctionStoreContract,
        ClusterStoreContract {
  private final InMemoryDatabase database = new InMemoryDatabase(Clock.systemUTC(), new Random(1));
  private final NodeStores node = newNode();
  private final NodeStores otherNode = newNode();

  private NodeStores newNode() {
    var stores = new InMemoryStores(database);
    return new NodeStores(
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

  @Override
  public NodeStores node() {
    return node;
  }

  @Override
  public NodeStores otherNode() {
    return otherNode;
  }
}
