package dev.stepwell.engine.lane;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.store.CommitOutcomeUnknownException;
import dev.stepwell.engine.store.DuplicateExecutionException;
import dev.stepwell.engine.store.ExecutionStore;
import dev.stepwell.engine.store.ExecutionWrite;
import dev.stepwell.engine.store.LaneStore;
import dev.stepwell.engine.store.StoreUnavailableException;
import dev.stepwell.engine.store.StoredExecution;
import dev.stepwell.engine.thread.Bell;
import dev.stepwell.engine.thread.Threads;
import java.time.Duration;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BooleanSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes batches, and finds out what became of each write whatever happens to the connection. Used
 * by one thread.
 */
final class Committer {
  private static final Logger LOG = LoggerFactory.getLogger(Committer.class);
  private static final Duration FIRST_PAUSE = Duration.ofMillis(20);
  private static final Duration LONGEST_PAUSE = Duration.ofSeconds(2);

  private final LaneStore lane;
  private final ExecutionStore store;
  private final BooleanSupplier closing;
  private final Bell nobodyRings;
  private Duration pause = FIRST_PAUSE;

  /** What became of a write. */
  enum Fate {
    COMMITTED,
    /** Nothing was written: another node moved the execution first, or the store went away. */
    AGAIN,
    /** Nothing was written: the id or name of a new execution is taken. */
    DUPLICATE,
    /** Nothing was written, and never will be: the store refuses this very write. */
    BROKEN
  }

  /**
   * The committer of one lane.
   *
   * @param closing whether to give up rather than wait for the store
   */
  Committer(LaneStore lane, ExecutionStore store, Threads threads, BooleanSupplier closing) {
    this.lane = lane;
    this.store = store;
    this.closing = closing;
    this.nobodyRings = new Bell(threads);
  }

  /**
   * Writes a batch.
   *
   * @return the fate of every write
   */
  Map<ExecutionId, Fate> commit(List<ExecutionWrite> writes) {
    var fates = new HashMap<ExecutionId, Fate>();
    if (!writes.isEmpty()) {
      commitTogether(writes, fates);
    }
    return fates;
  }

  private void commitTogether(List<ExecutionWrite> writes, Map<ExecutionId, Fate> fates) {
    try {
      var committed = lane.commit(writes);
      pause = FIRST_PAUSE;
      for (var write : writes) {
        fates.put(write.id(), committed.contains(write.id()) ? Fate.COMMITTED : Fate.AGAIN);
      }
    } catch (CommitOutcomeUnknownException unknown) {
      LOG.warn(
          "the database went away in mid-commit; asking what became of {} writes", writes.size());
      settle(writes, fates);
    } catch (StoreUnavailableException outage) {
      waitForStore(outage);
      writes.forEach(write -> fates.put(write.id(), Fate.AGAIN));
    } catch (DuplicateExecutionException duplicate) {
      // Somebody else used a name or wrote a step first; the others of the batch have nothing to do
      // with it.
      separate(writes, fates, write -> write.inserted() == null ? Fate.AGAIN : Fate.DUPLICATE);
    } catch (RuntimeException refused) {
      LOG.error("the store refuses a batch of {} writes", writes.size(), refused);
      separate(writes, fates, write -> Fate.BROKEN);
    }
  }

  private interface LoneFate {
    Fate of(ExecutionWrite write);
  }

  private void separate(
      List<ExecutionWrite> writes, Map<ExecutionId, Fate> fates, LoneFate whenAlone) {
    if (writes.size() == 1) {
      fates.put(writes.getFirst().id(), whenAlone.of(writes.getFirst()));
    } else {
      writes.forEach(write -> commitTogether(List.of(write), fates));
    }
  }

  /**
   * Never assumed, and not asked while the commit may still be on its way: a write was committed if
   * its history chunk is there, with its very mark. One without events has no mark: it was if the
   * documents are as it has left them.
   */
  private void settle(List<ExecutionWrite> writes, Map<ExecutionId, Fate> fates) {
    var _ =
        untilAvailable(() -> {
          lane.endLostCommit();
          return true;
        });
    for (var write : writes) {
      var stored = untilAvailable(() -> isStored(write));
      fates.put(write.id(), stored != null && stored ? Fate.COMMITTED : Fate.AGAIN);
    }
  }

  private boolean isStored(ExecutionWrite write) {
    var history = write.history();
    return history == null
        ? isLeftAsWritten(write)
        : store.readHistory(write.id(), history.firstEventId(), false, 1).stream()
            .anyMatch(chunk ->
                chunk.firstEventId() == history.firstEventId() && chunk.mark() == history.mark());
  }

  // A result that is kept until its call has ended is refused the second time. What leaves neither
  // events nor documents can be done again.
  private boolean isLeftAsWritten(ExecutionWrite write) {
    return (write.document() != null || !write.scopesWritten().isEmpty())
        && lane.load(List.of(write.id())).stream()
            .anyMatch(stored ->
                stored.version() == write.expectedVersion() + 1
                    && stored.nextEventId() == write.nextEventId()
                    && hasDocuments(stored, write));
  }

  private static boolean hasDocuments(StoredExecution stored, ExecutionWrite write) {
    var document = write.document();
    return (document == null || Arrays.equals(document, stored.document()))
        && write.scopesWritten().stream()
            .allMatch(scope ->
                stored.scopes().stream()
                    .anyMatch(other ->
                        other.scopeId() == scope.scopeId()
                            && Arrays.equals(other.document(), scope.document())));
  }

  /** Repeats a question until the store answers; null when the lane is closed before it does. */
  <T> @Nullable T untilAvailable(Supplier<T> question) {
    while (true) {
      try {
        var answer = question.get();
        pause = FIRST_PAUSE;
        return answer;
      } catch (StoreUnavailableException outage) {
        if (closing.getAsBoolean()) {
          return null;
        }
        waitForStore(outage);
      }
    }
  }

  private void waitForStore(StoreUnavailableException outage) {
    LOG.warn("the database is not available, trying again: {}", outage.getMessage());
    nobodyRings.await(pause);
    pause = pause.compareTo(LONGEST_PAUSE) < 0 ? pause.multipliedBy(2) : LONGEST_PAUSE;
  }
}
