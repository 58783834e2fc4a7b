package dev.stepwell.engine.interpreter;

import dev.stepwell.engine.history.EventDetails;
import dev.stepwell.engine.history.EventType;
import dev.stepwell.engine.history.HistoryEvent;
import dev.stepwell.engine.model.Limits;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/** What one command adds to a history, as far as that has room. */
final class NewEvents {
  private final Instant now;
  private final Limits limits;
  private final List<HistoryEvent> events = new ArrayList<>();
  private long nextEventId;
  private boolean full;

  NewEvents(long nextEventId, Instant now, Limits limits) {
    this.nextEventId = nextEventId;
    this.now = now;
    this.limits = limits;
  }

  long nextEventId() {
    return nextEventId;
  }

  /** Whether there was one too many. */
  boolean isFull() {
    return full;
  }

  /** The one too many is forgotten. */
  void forgetThatItIsFull() {
    full = false;
  }

  boolean isEmpty() {
    return events.isEmpty();
  }

  List<HistoryEvent> all() {
    return events;
  }

  /** Whether the newest event tells the success of a Parallel or Map. */
  boolean hasJustJoined() {
    if (events.isEmpty()) {
      return false;
    }
    var type = events.getLast().type();
    return type == EventType.MAP_STATE_SUCCEEDED || type == EventType.PARALLEL_STATE_SUCCEEDED;
  }

  /**
   * Adds an event, unless it must be left to the one that ends the execution.
   *
   * @return its id
   */
  long append(long previousEventId, EventType type, EventDetails details) {
    var id = nextEventId;
    if (id >= limits.historyEvents()) {
      full = true;
      return id;
    }
    appendLast(previousEventId, type, details);
    return id;
  }

  /** Adds the event that ends the execution, for which there is always room. */
  void appendLast(long previousEventId, EventType type, EventDetails details) {
    events.add(new HistoryEvent(nextEventId, previousEventId, now, type, details));
    nextEventId++;
  }
}
