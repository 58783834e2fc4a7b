package dev.stepwell.engine.service;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.store.ExecutionStore.Position;
import dev.stepwell.engine.store.SearchStore;
import dev.stepwell.engine.store.SearchStore.Range;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.PriorityQueue;
import org.jspecify.annotations.Nullable;

/**
 * The executions of many machines as one list, the newest start first. No index has that order: an
 * index by start alone would cost every start, so that the lists of the machines are merged. Each
 * is asked for little at first and for twice as much whenever it is used up: of a thousand machines
 * most give nothing but their newest. For one thread.
 */
final class MergedPlaces {
  private static final int FIRST_FETCH_OF_ALL = 1_024;
  private static final int MIN_FETCH = 4;
  private static final int MAX_FETCH = 1_024;

  private static final Comparator<Position> NEWEST_FIRST =
      Comparator.comparing(Position::startedAt)
          .reversed()
          .thenComparing(
              Position::id,
              Comparator.comparingInt(ExecutionId::shard).thenComparingLong(ExecutionId::number));

  private final SearchStore store;
  private final PriorityQueue<Source> heads =
      new PriorityQueue<>(Comparator.comparing(source -> source.places.getFirst(), NEWEST_FIRST));

  /** The list of one machine, as far as it was read. */
  private static final class Source {
    final long stateMachineId;
    final Range range;
    final Deque<Position> places = new ArrayDeque<>();
    int fetched;
    boolean mayHaveMore;

    Source(long stateMachineId, Range range, int fetched) {
      this.stateMachineId = stateMachineId;
      this.range = range;
      this.fetched = fetched;
    }
  }

  /**
   * The merged lists.
   *
   * @param ranges each of every machine; no execution is in two of them
   * @param after places behind this one only; null: from the newest
   */
  MergedPlaces(
      SearchStore store,
      Collection<Long> stateMachineIds,
      List<Range> ranges,
      @Nullable Position after) {
    this.store = store;
    var lists = Math.max(1, stateMachineIds.size() * ranges.size());
    var first = Math.clamp(FIRST_FETCH_OF_ALL / lists, MIN_FETCH, MAX_FETCH);
    for (var range : ranges) {
      var sources = new HashMap<Long, Source>();
      for (var place : store.places(stateMachineIds, range, after, first)) {
        sources
            .computeIfAbsent(place.stateMachineId(), id -> new Source(id, range, first))
            .places
            .add(place.position());
      }
      sources.values().forEach(this::settle);
    }
  }

  private void settle(Source source) {
    source.mayHaveMore = source.places.size() == source.fetched;
    heads.add(source);
  }

  /** The next places, fewer than asked for at the end only. */
  List<Position> next(int limit) {
    var next = new ArrayList<Position>(limit);
    while (next.size() < limit) {
      var source = heads.poll();
      if (source == null) {
        break;
      }
      var position = source.places.removeFirst();
      next.add(position);
      if (!source.places.isEmpty()) {
        heads.add(source);
      } else if (source.mayHaveMore) {
        refill(source, position);
      }
    }
    return next;
  }

  private void refill(Source source, Position after) {
    source.fetched = Math.min(source.fetched * 2, MAX_FETCH);
    for (var place :
        store.places(List.of(source.stateMachineId), source.range, after, source.fetched)) {
      source.places.add(place.position());
    }
    if (!source.places.isEmpty()) {
      settle(source);
    }
  }
}
