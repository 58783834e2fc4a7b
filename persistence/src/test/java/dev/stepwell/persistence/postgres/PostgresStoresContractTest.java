package dev.stepwell.persistence.postgres;

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
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;

@TestInstance(Lifecycle.PER_CLASS)
class PostgresStoresContractTest
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
  private final StoreDatabase database = new StoreDatabase();

  @BeforeEach
  void empty() throws SQLException {
    database.empty();
  }

  @AfterAll
  void close() {
    database.close();
  }

  @Override
  public NodeStores node() {
    return stores(database.node());
  }

  @Override
  public NodeStores otherNode() {
    return stores(database.otherNode());
  }

  private static NodeStores stores(PostgresStores stores) {
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
}
