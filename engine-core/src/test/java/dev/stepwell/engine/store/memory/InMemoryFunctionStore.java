package dev.stepwell.engine.store.memory;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.RegisteredFunction;
import dev.stepwell.engine.store.FunctionStore;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;

/** Functions and their logs. */
final class InMemoryFunctionStore implements FunctionStore {
  private final InMemoryDatabase database;

  InMemoryFunctionStore(InMemoryDatabase database) {
    this.database = database;
  }

  @Override
  public void put(RegisteredFunction function) {
    database.locked(() -> database.functions.put(function.name(), function));
  }

  @Override
  public boolean remove(String name) {
    return database.locked(() -> database.functions.remove(name) != null);
  }

  @Override
  public List<RegisteredFunction> list() {
    return database.asked(() -> List.copyOf(database.functions.values()));
  }

  @Override
  public void putLog(Log log) {
    database.locked(() ->
        database
            .functionLogs
            .computeIfAbsent(log.executionId(), _ -> new TreeMap<>())
            .put(log.scheduledEventId(), log));
  }

  @Override
  public Optional<Log> findLog(ExecutionId executionId, long scheduledEventId) {
    return listLogs(executionId, scheduledEventId - 1, 1).stream()
        .filter(log -> log.scheduledEventId() == scheduledEventId)
        .findFirst();
  }

  @Override
  public List<Log> listLogs(ExecutionId executionId, long afterScheduledEventId, int limit) {
    return database.asked(() ->
        database
            .functionLogs
            .getOrDefault(executionId, new TreeMap<>())
            .tailMap(afterScheduledEventId, false)
            .values()
            .stream()
            .limit(limit)
            .toList());
  }
}
