package dev.stepwell.engine.store;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.store.ExecutionStore.Position;
import dev.stepwell.engine.store.ExecutionStore.Summary;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What a search among executions is made of: their order, which an index has, and whether one of
 * them is wanted, which only its row says. Nothing here costs a running execution anything. Safe
 * for any thread.
 */
public interface SearchStore {

  /**
   * Which executions of a machine are looked through.
   *
   * @param status null for any; SUCCEEDED is not to be chosen here: no index has it
   * @param version as in {@link ExecutionStore.Listing}, as is {@code alias}
   * @param startedFrom the earliest start
   * @param startedBefore the first start that is too late
   */
  record Range(
      @Nullable ExecutionStatus status,
      @Nullable Integer version,
      @Nullable String alias,
      Instant startedFrom,
      Instant startedBefore) {}

  /** A place in the order of a list, and the machine whose execution is there. */
  record Place(long stateMachineId, Position position) {}

  /**
   * The places of executions of each of some machines, the newest start of each machine first.
   *
   * @param after places behind this one only; null: from the newest
   * @param limitEach most places of one machine
   */
  List<Place> places(
      Collection<Long> stateMachineIds, Range range, @Nullable Position after, int limitEach);

  /**
   * What is wanted of a row.
   *
   * @param status null for any
   * @param stoppedFrom the earliest stop; null: also those that run
   * @param stoppedBefore the first stop that is too late; null: also those that run
   * @param inInput bytes that the input must have, unless the document has {@code inDocument}; null
   *     where nothing is searched for
   * @param inDocument bytes that the document of a closed execution may have instead
   * @param inOutcome bytes that the document of a closed execution must have; null where it may be
   *     any
   */
  record Wanted(
      @Nullable ExecutionStatus status,
      @Nullable Instant stoppedFrom,
      @Nullable Instant stoppedBefore,
      byte @Nullable [] inInput,
      byte @Nullable [] inDocument,
      byte @Nullable [] inOutcome) {

    /** Whether the documents of what is found must be read to be sure. */
    public boolean needsDocument() {
      return inInput != null || inOutcome != null;
    }
  }

  /**
   * An execution that may be wanted.
   *
   * @param hasInput whether the input has the bytes that were searched for
   * @param document of a closed execution, where {@link Wanted#needsDocument}; null otherwise
   */
  record Candidate(
      long stateMachineId, Summary summary, boolean hasInput, byte @Nullable [] document) {}

  /** Those of some executions that are there and may be wanted, in the order given. */
  List<Candidate> candidates(List<ExecutionId> ids, Wanted wanted);
}
