package dev.stepwell.engine.store;

import dev.stepwell.engine.model.RevisionKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** State machines and their revisions. Safe for any thread. */
public interface StateMachineStore {

  /**
   * A registered machine.
   *
   * @param attributes what belongs to no revision, as JSON text: tags, and what creation published
   * @param currentRevision the revision that new executions run
   * @param lastVersion highest number that was ever given to a version; 0 when none was
   * @param changes how often versions and aliases have changed
   */
  record Machine(
      long id,
      String name,
      String type,
      boolean deleting,
      Instant createdAt,
      String attributes,
      int currentRevision,
      int lastVersion,
      long changes) {}

  /**
   * A revision, immutable.
   *
   * @param revisionId null for the first revision, a UUID for every later one
   * @param settings what may change with a revision beside definition and role, as JSON text
   */
  record Revision(
      RevisionKey key,
      @Nullable String revisionId,
      String definition,
      String roleArn,
      String settings,
      Instant createdAt) {}

  /** A machine with one of its revisions. */
  record MachineRevision(Machine machine, Revision revision) {}

  /**
   * Registers a machine with its first revision.
   *
   * @param version the first revision, published at once; null: it is not
   * @return false when the name is taken; nothing was written
   */
  boolean create(Machine machine, Revision revision, VersionStore.@Nullable Version version);

  /** The machine of that name with its current revision. */
  Optional<MachineRevision> find(String name);

  /** A revision of a machine that may be deleting. */
  Optional<MachineRevision> findRevision(RevisionKey key);

  /**
   * Adds a revision and makes it the current one.
   *
   * @return false when the machine's current revision is no longer {@code revision.key().revision()
   *     - 1}; nothing was written
   */
  boolean update(Revision revision);

  /**
   * Replaces what belongs to no revision.
   *
   * @return false when it is no longer {@code before}; nothing was written
   */
  boolean replaceAttributes(long stateMachineId, String before, String after);

  /**
   * Marks a machine as deleting.
   *
   * @return false when there is none, or it is deleting already
   */
  boolean markDeleting(long stateMachineId);

  /** Machines marked as deleting. */
  List<Machine> findDeleting();

  /**
   * Removes a machine that is deleting and has no executions left, with its versions and aliases.
   *
   * @return false when it has some
   */
  boolean remove(long stateMachineId);

  /**
   * Machines that are not deleting, by name; those after {@code afterName} (null: from the first).
   */
  List<Machine> list(@Nullable String afterName, int limit);
}
