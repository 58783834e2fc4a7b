package dev.stepwell.engine.store;

import dev.stepwell.engine.model.RevisionKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Versions of state machines, and the aliases that lead to them. Safe for any thread.
 *
 * <p>Whoever changes something names the count of changes ({@link
 * StateMachineStore.Machine#changes}) at which it looked: when another was first, or the machine is
 * gone, nothing is written. So what was seen before a change still holds when it is made.
 */
public interface VersionStore {

  /**
   * A published revision; it never changes.
   *
   * @param number from 1 on, never given twice to versions of one machine
   */
  record Version(
      long stateMachineId,
      int number,
      int revision,
      @Nullable String description,
      Instant createdAt) {
    public RevisionKey revisionKey() {
      return new RevisionKey(stateMachineId, revision);
    }
  }

  /**
   * A share of the executions that an alias starts.
   *
   * @param weight in percent, 0–100
   */
  record Route(int version, int weight) {}

  /**
   * A name for one or two versions.
   *
   * @param routes one or two, whose weights are 100 together
   */
  record Alias(
      long stateMachineId,
      String name,
      @Nullable String description,
      List<Route> routes,
      Instant createdAt,
      Instant updatedAt) {}

  // ---- versions ----

  /**
   * Adds a version, which becomes the machine's last one.
   *
   * @return false when the machine has changed, or is deleting
   */
  boolean publish(Version version, long changes);

  /**
   * Forgets a version.
   *
   * @return false when the machine has changed
   */
  boolean deleteVersion(long stateMachineId, int number, long changes);

  Optional<Version> findVersion(long stateMachineId, int number);

  Optional<Version> findVersionOf(RevisionKey revision);

  int countVersions(long stateMachineId);

  /** The newest first; those before {@code before} (null: from the newest). */
  List<Version> listVersions(long stateMachineId, @Nullable Integer before, int limit);

  // ---- aliases ----

  /**
   * Adds an alias, or replaces the one of that name; the time of its creation stays.
   *
   * @return false when the machine has changed, or is deleting
   */
  boolean putAlias(Alias alias, long changes);

  /**
   * Forgets an alias.
   *
   * @return false when the machine has changed
   */
  boolean deleteAlias(long stateMachineId, String name, long changes);

  Optional<Alias> findAlias(long stateMachineId, String name);

  int countAliases(long stateMachineId);

  /**
   * By name; those after {@code afterName} (null: from the first).
   *
   * @param version only those that lead to that version; null: all
   */
  List<Alias> listAliases(
      long stateMachineId, @Nullable Integer version, @Nullable String afterName, int limit);
}
