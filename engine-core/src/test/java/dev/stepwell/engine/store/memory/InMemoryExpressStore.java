package dev.stepwell.engine.store.memory;

import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.IdGenerator;
import dev.stepwell.engine.store.ExecutionWrite;
import dev.stepwell.engine.store.ExpressStore;
import dev.stepwell.engine.store.SearchStore;
import dev.stepwell.engine.store.StateMachineStore.Machine;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/** Express executions that were accepted, and those that have ended. */
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
  public void end(Collection<Ended> executions) {
    database.locked(() -> {
      for (var end : executions) {
        var header = end.execution();
        database.express.remove(header.id());
        database.expressEnded.computeIfAbsent(header.id(), _ -> entry(end));
      }
      return true;
    });
  }

  private static ExecutionEntry entry(Ended end) {
    var entry = new ExecutionEntry(end.execution());
    entry.apply(
        new ExecutionWrite(
            end.execution().id(),
            end.execution(),
            0,
            end.status(),
            1,
            1,
            end.stoppedAt(),
            null,
            end.stoppedAt(),
            null,
            end.document(),
            List.of(),
            new int[0],
            null,
            false,
            List.of(),
            new long[0],
            new long[0],
            List.of()));
    return entry;
  }

  @Override
  public Optional<Seen> find(ExecutionId id) {
    return database.locked(() -> {
      var end = database.expressEnded.get(id);
      if (end != null) {
        var stored = end.withoutScopes();
        return Optional.of(
            new Seen(
                stored.status(),
                stored.header().startedAt(),
                stored.stoppedAt(),
                stored.header().input(),
                stored.header().through(),
                stored.document()));
      }
      return Optional.ofNullable(database.express.get(id))
          .map(Accepted::execution)
          .map(header ->
              new Seen(
                  ExecutionStatus.RUNNING,
                  header.startedAt(),
                  null,
                  header.input(),
                  header.through(),
                  null));
    });
  }

  @Override
  public int removeEndedOfNoMachine(int limit) {
    return database.locked(() -> {
      var machines =
          database.machines.values().stream().map(Machine::id).collect(Collectors.toSet());
      var removed =
          database.expressEnded.entrySet().stream()
              .filter(row ->
                  !machines.contains(row.getValue().header().stateMachine().stateMachineId()))
              .map(Map.Entry::getKey)
              .limit(limit)
              .toList();
      removed.forEach(database.expressEnded::remove);
      return removed.size();
    });
  }

  @Override
  public SearchStore ended() {
    return new InMemorySearchStore(database, database.expressEnded);
  }

  @Override
  public int removeEnded(int shard, Duration age, int limit) {
    return database.locked(() -> {
      var old = database.now().minus(age).toEpochMilli() << IdGenerator.TIME_SHIFT;
      var removed =
          database.expressEnded.keySet().stream()
              .filter(id -> id.shard() == shard && id.number() < old)
              .sorted(Comparator.comparingLong(ExecutionId::number))
              .limit(limit)
              .toList();
      removed.forEach(database.expressEnded::remove);
      return removed.size();
    });
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
