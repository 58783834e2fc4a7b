package dev.stepwell.engine.store;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Activities. Safe for any thread. */
public interface ActivityStore {

  /**
   * A registered activity.
   *
   * @param attributes tags and encryption, as JSON text
   */
  record Activity(String name, Instant createdAt, String attributes) {}

  /**
   * Registers an activity, or finds the one of that name.
   *
   * @return the one that is registered now
   */
  Activity createOrFind(Activity activity);

  Optional<Activity> find(String name);

  /**
   * Replaces an activity's attributes.
   *
   * @return false when they are no longer {@code before}; nothing was written
   */
  boolean replaceAttributes(String name, String before, String after);

  /**
   * Forgets an activity.
   *
   * @return false when there was none
   */
  boolean delete(String name);

  /** Activities by name; those after {@code afterName} (null: from the first). */
  List<Activity> list(@Nullable String afterName, int limit);
}
