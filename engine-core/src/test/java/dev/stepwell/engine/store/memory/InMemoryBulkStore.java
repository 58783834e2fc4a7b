package dev.stepwell.engine.store.memory;

import dev.stepwell.engine.store.BulkStore;
import dev.stepwell.engine.store.ExecutionStore.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Sets of executions to which the same is to be done. */
final class InMemoryBulkStore implements BulkStore {
  private final InMemoryDatabase database;

  /** One set with its executions. */
  record Entry(Bulk bulk, Instant createdAt, TreeMap<Long, Item> items) {}

  InMemoryBulkStore(InMemoryDatabase database) {
    this.database = database;
  }

  @Override
  public void create(String id, String filter, Instant now, Duration keptFor) {
    database.locked(() -> {
      database.bulks.values().stream()
          .filter(entry -> entry.createdAt().isBefore(now.minus(keptFor)))
          .min(Comparator.comparing(Entry::createdAt))
          .ifPresent(old -> database.bulks.remove(old.bulk().id()));
      var bulk = new Bulk(id, filter, Stage.SELECTING, 0, null, 0, 0, 0);
      return database.bulks.put(id, new Entry(bulk, now, new TreeMap<>()));
    });
  }

  @Override
  public Optional<Bulk> find(String id) {
    return database.locked(() -> Optional.ofNullable(database.bulks.get(id)).map(Entry::bulk));
  }

  @Override
  public boolean select(
      Bulk before, Stage after, @Nullable Position lookedAtUntil, List<Item> items) {
    return write(
        new Bulk(
            before.id(),
            before.filter(),
            after,
            before.step() + 1,
            lookedAtUntil == null ? before.lookedAtUntil() : lookedAtUntil,
            before.matched() + items.size(),
            before.processed(),
            before.done()),
        items);
  }

  @Override
  public boolean process(Bulk before, Stage after, List<Item> items) {
    var done = items.stream().filter(item -> item.outcome().isDone()).count();
    return write(
        new Bulk(
            before.id(),
            before.filter(),
            after,
            before.step() + 1,
            before.lookedAtUntil(),
            before.matched(),
            before.processed() + items.size(),
            before.done() + done),
        items);
  }

  private boolean write(Bulk after, List<Item> items) {
    return database.locked(() -> {
      var entry = database.bulks.get(after.id());
      if (entry == null || entry.bulk().step() != after.step() - 1) {
        return false;
      }
      items.forEach(item -> entry.items().put(item.ordinal(), item));
      database.bulks.put(after.id(), new Entry(after, entry.createdAt(), entry.items()));
      return true;
    });
  }

  @Override
  public List<Item> items(String id, long afterOrdinal, int limit) {
    return database.locked(() -> {
      var entry = database.bulks.get(id);
      return entry == null
          ? List.of()
          : entry.items().tailMap(afterOrdinal, false).values().stream().limit(limit).toList();
    });
  }
}
