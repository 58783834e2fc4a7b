package dev.stepwell.engine.store.memory;

import dev.stepwell.engine.store.ActivityStore;
import dev.stepwell.engine.store.StoreUnavailableException;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Activities. */
final class InMemoryActivityStore implements ActivityStore {
  private final InMemoryDatabase database;

  InMemoryActivityStore(InMemoryDatabase database) {
    this.database = database;
  }

  @Override
  public Activity createOrFind(Activity activity) {
    return database.locked(
        () -> database.activities.computeIfAbsent(activity.name(), _ -> activity));
  }

  @Override
  public Optional<Activity> find(String name) {
    return database.asked(() -> {
      if (database.faults().failsToFindActivity()) {
        throw new StoreUnavailableException("injected", new IOException("injected"));
      }
      return Optional.ofNullable(database.activities.get(name));
    });
  }

  @Override
  public boolean replaceAttributes(String name, String before, String after) {
    return database.locked(() ->
        find(name)
            .filter(activity -> activity.attributes().equals(before))
            .map(activity ->
                database.activities.put(name, new Activity(name, activity.createdAt(), after)))
            .isPresent());
  }

  @Override
  public boolean delete(String name) {
    return database.locked(() -> database.activities.remove(name) != null);
  }

  @Override
  public List<Activity> list(@Nullable String afterName, int limit) {
    return database.locked(() ->
        (afterName == null ? database.activities : database.activities.tailMap(afterName, false))
            .values().stream().limit(limit).toList());
  }
}
