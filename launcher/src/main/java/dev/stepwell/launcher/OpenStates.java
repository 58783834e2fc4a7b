package dev.stepwell.launcher;

import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * The states that an execution is in, as its history tells: those that were entered and not left,
 * without the Parallel and Map states around them.
 */
final class OpenStates {
  private static final String ENTERED = "StateEntered";
  private static final String EXITED = "StateExited";

  /** An attempt of a Parallel or Map state begins. */
  private static final Set<String> STARTED = Set.of("ParallelStateStarted", "MapStateStarted");

  /** One has ended; what ran within it runs no more. */
  private static final Set<String> ENDED =
      Set.of("ParallelStateFailed", "ParallelStateAborted", "MapStateFailed", "MapStateAborted");

  private final Map<Long, Visit> byEvent = new HashMap<>();
  private final Map<Long, Visit> visits = new LinkedHashMap<>();

  /** One entry into a state. */
  static final class Visit {
    private final JsonNode entered;
    private final @Nullable Visit parent;
    private final int attempt;
    private boolean left;
    private boolean failed;
    private int attempts;
    private JsonNode last;
    private @Nullable JsonNode scheduled;

    private Visit(JsonNode entered, @Nullable Visit parent) {
      this.entered = entered;
      this.parent = parent;
      this.attempt = parent == null ? 0 : parent.attempts;
      this.last = entered;
    }

    String name() {
      return entered.path("stateEnteredEventDetails").path("name").asString("");
    }

    /** Such as {@code Task}. */
    String type() {
      var type = entered.path("type").asString("");
      return type.substring(0, type.length() - ENTERED.length());
    }

    /** The event that the state was entered by. */
    JsonNode entered() {
      return entered;
    }

    /** The state's last event. */
    JsonNode last() {
      return last;
    }

    /** The details of the last event that scheduled work; null when there was none. */
    @Nullable JsonNode scheduled() {
      return scheduled;
    }

    private boolean isOpen() {
      return !left && (parent == null || (parent.attempts == attempt && parent.isOpen()));
    }
  }

  private OpenStates() {}

  /** In the order in which they were entered. */
  static List<Visit> of(List<JsonNode> events) {
    var states = new OpenStates();
    events.forEach(states::add);
    var open = states.visits.values().stream().filter(Visit::isOpen).toList();
    return open.stream()
        .filter(visit -> open.stream().noneMatch(other -> other.parent == visit))
        .toList();
  }

  private void add(JsonNode event) {
    var type = event.path("type").asString("");
    var id = event.path("id").asLong();
    var owner = openAround(byEvent.get(event.path("previousEventId").asLong()));
    if (type.endsWith(ENTERED)) {
      owner = new Visit(event, owner);
      visits.put(id, owner);
    } else if (type.endsWith(EXITED)) {
      owner = leave(owner, event.path("stateExitedEventDetails").path("name").asString(""));
    }
    if (ENDED.contains(type)) {
      owner = failedBy(owner, type);
    }
    if (owner == null) {
      return;
    }
    byEvent.put(id, owner);
    owner.last = event;
    if (ENDED.contains(type) || STARTED.contains(type)) {
      owner.failed = ENDED.contains(type);
      owner.attempts++;
    }
    for (var member : event.properties()) {
      if (member.getKey().endsWith("ScheduledEventDetails")) {
        owner.scheduled = member.getValue();
      }
    }
  }

  private static @Nullable Visit openAround(@Nullable Visit visit) {
    var open = visit;
    while (open != null && open.left) {
      open = open.parent;
    }
    return open;
  }

  /** The event before is one of the innermost state: the failure goes outwards, state by state. */
  private static @Nullable Visit failedBy(@Nullable Visit innermost, String type) {
    var visit = innermost;
    while (visit != null && (visit.failed || !type.startsWith(visit.type() + "State"))) {
      visit = visit.parent;
    }
    return visit;
  }

  /** The last event within a Parallel or Map state comes before the one that leaves it. */
  private static @Nullable Visit leave(@Nullable Visit innermost, String name) {
    var visit = innermost;
    while (visit != null && !visit.name().equals(name)) {
      visit = visit.parent;
    }
    if (visit != null) {
      visit.left = true;
    }
    return visit;
  }
}
