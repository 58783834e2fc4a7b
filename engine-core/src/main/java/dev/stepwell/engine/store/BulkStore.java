package dev.stepwell.engine.store;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.store.ExecutionStore.Position;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Sets of executions to which the same is to be done. They are chosen and worked through in steps;
 * each is written only where nobody else has taken it before, so that many may work on one set and
 * whoever comes after a crash goes on where it was. Safe for any thread.
 */
public interface BulkStore {

  /** How far one is. */
  enum Stage {
    SELECTING,
    SELECTED,
    RUNNING,
    DONE
  }

  /** What became of an execution. */
  enum Outcome {
    /** Its turn has not come. */
    OPEN,
    STOPPED,
    REDRIVEN,
    /** It had closed before it could be stopped. */
    CLOSED,
    /** It runs again, has succeeded, or what it needs is not there any more. */
    NOT_REDRIVABLE,
    /** It is not there any more. */
    GONE,
    /** The server failed at it; the log says why. */
    FAILED;

    /** Whether it was done what was to be done. */
    public boolean isDone() {
      return this == STOPPED || this == REDRIVEN;
    }
  }

  /**
   * A set, and how far it is.
   *
   * @param filter what was asked for, as the service reads it
   * @param step how often it was written: every write names the step that it builds on
   * @param lookedAtUntil the last execution that was looked at; null at first
   * @param matched executions of the set so far
   * @param processed how many of them have had their turn
   * @param done to how many of these it was done
   */
  record Bulk(
      String id,
      String filter,
      Stage stage,
      long step,
      @Nullable Position lookedAtUntil,
      long matched,
      long processed,
      long done) {}

  /**
   * An execution of a set.
   *
   * @param ordinal its place, from 1
   */
  record Item(long ordinal, ExecutionId id, String executionArn, Outcome outcome) {}

  /** Begins a set: SELECTING, step 0; removes one that is older than {@code keptFor}. */
  void create(String id, String filter, Instant now, Duration keptFor);

  Optional<Bulk> find(String id);

  /**
   * Adds executions to a set.
   *
   * @param before as it was read
   * @param after its stage and {@code lookedAtUntil} are written
   * @param items those that follow; outcomes are OPEN
   * @return false where somebody else was first; nothing was written
   */
  boolean select(Bulk before, Stage after, @Nullable Position lookedAtUntil, List<Item> items);

  /**
   * Writes what became of the next executions of a set, or only its new stage.
   *
   * @param items those that follow the ones that have been processed
   * @return false where somebody else was first; nothing was written
   */
  boolean process(Bulk before, Stage after, List<Item> items);

  /** Executions of a set, in order. */
  List<Item> items(String id, long afterOrdinal, int limit);
}
