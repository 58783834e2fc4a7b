package dev.stepwell.engine.store.memory;

import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.store.ExpressStore;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Express executions that were accepted. */
final class InMemoryExpressStore implements ExpressStore {
  private final InMemoryDatabase database;

  /**
   * A row.
   *
   * @param nodeId who runs it
   */
  record Accepted(ExecutionHeader execution, String nodeId) {}

  InMemoryExpressStore(InMemoryDatabase database) {
    this.database = database;
  }

  @Override
  public void accept(ExecutionHeader execution, String nodeId) {
    database.locked(() -> database.express.put(execution.id(), new Accepted(execution, nodeId)));
  }

  @Override
  public void remove(Collection<ExecutionId> ids) {
    database.locked(() -> database.express.keySet().removeAll(ids));
  }

  @Override
  public List<String> nodes() {
    return database.locked(() ->
        database.express.values().stream().map(Accepted::nodeId).distinct().sorted().toList());
  }

  @Override
  public List<ExecutionHeader> takeOver(String fromNode, String byNode, int limit) {
    return database.locked(() -> {
      var taken =
          database.express.entrySet().stream()
              .filter(row -> row.getValue().nodeId().equals(fromNode))
              .sorted(Comparator.comparing(row -> row.getValue().execution().startedAt()))
              .limit(limit)
              .map(Map.Entry::getValue)
              .map(Accepted::execution)
              .toList();
      taken.forEach(
          execution -> database.express.put(execution.id(), new Accepted(execution, byNode)));
      return taken;
    });
  }
}
