package dev.stepwell.engine.store.memory;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.store.ExecutionStore.Listing;
import dev.stepwell.engine.store.ExecutionStore.Position;
import dev.stepwell.engine.store.SearchStore;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Searches among executions. */
final class InMemorySearchStore implements SearchStore {
  private final InMemoryDatabase database;
  private final Map<ExecutionId, ExecutionEntry> executions;

  /**
   * A search.
   *
   * @param executions of that database
   */
  InMemorySearchStore(InMemoryDatabase database, Map<ExecutionId, ExecutionEntry> executions) {
    this.database = database;
    this.executions = executions;
  }

  @Override
  public List<Place> places(
      Collection<Long> stateMachineIds, Range range, @Nullable Position after, int limitEach) {
    return database.asked(() ->
        stateMachineIds.stream()
            .flatMap(id -> places(id, range, after).limit(limitEach))
            .sorted(Comparator.comparing(Place::position, InMemoryExecutionStore.NEWEST_FIRST))
            .toList());
  }

  private Stream<Place> places(long stateMachineId, Range range, @Nullable Position after) {
    var listing = new Listing(stateMachineId, range.status(), range.version(), range.alias());
    return executions.values().stream()
        .filter(entry -> InMemoryExecutionStore.isListed(listing, entry))
        .map(entry -> new Position(entry.header().startedAt(), entry.header().id()))
        .filter(place ->
            !place.startedAt().isBefore(range.startedFrom())
                && place.startedAt().isBefore(range.startedBefore()))
        .filter(
            place -> after == null || InMemoryExecutionStore.NEWEST_FIRST.compare(place, after) > 0)
        .sorted(InMemoryExecutionStore.NEWEST_FIRST)
        .map(place -> new Place(stateMachineId, place));
  }

  @Override
  public List<Candidate> candidates(List<ExecutionId> ids, Wanted wanted) {
    return database.asked(() -> {
      var found = new ArrayList<Candidate>();
      for (var id : ids) {
        var entry = executions.get(id);
        if (entry != null
            && (wanted.status() == null || entry.status() == wanted.status())
            && isStopped(wanted, entry.stoppedAt())) {
          var candidate = candidate(entry, wanted);
          if (isCandidate(candidate, wanted)) {
            found.add(candidate);
          }
        }
      }
      return found;
    });
  }

  private static boolean isStopped(Wanted wanted, @Nullable Instant stoppedAt) {
    var from = wanted.stoppedFrom();
    var before = wanted.stoppedBefore();
    return (from == null || (stoppedAt != null && !stoppedAt.isBefore(from)))
        && (before == null || (stoppedAt != null && stoppedAt.isBefore(before)));
  }

  private static Candidate candidate(ExecutionEntry entry, Wanted wanted) {
    var stored = entry.withoutScopes();
    var input = stored.header().input().text().getBytes(StandardCharsets.UTF_8);
    return new Candidate(
        stored.header().stateMachine().stateMachineId(),
        InMemoryExecutionStore.summary(entry),
        wanted.inInput() != null && has(input, wanted.inInput()),
        wanted.needsDocument() && stored.stoppedAt() != null ? stored.document() : null);
  }

  private static boolean isCandidate(Candidate candidate, Wanted wanted) {
    var document = candidate.document();
    var inDocument = wanted.inDocument();
    var inOutcome = wanted.inOutcome();
    return (inOutcome == null || (document != null && has(document, inOutcome)))
        && (wanted.inInput() == null
            || candidate.hasInput()
            || (document != null && has(document, Objects.requireNonNull(inDocument))));
  }

  /** Bytes as characters, one for one. */
  private static boolean has(byte[] bytes, byte[] part) {
    return new String(bytes, StandardCharsets.ISO_8859_1)
        .contains(new String(part, StandardCharsets.ISO_8859_1));
  }
}
