package dev.stepwell.engine.lane;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.state.ExecutionState;
import dev.stepwell.engine.state.Scope;
import dev.stepwell.engine.state.Scope.Phase;
import java.util.LinkedHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The states that a lane has seen last, bounded by their estimated size. Only a cache: the version
 * in the store decides whether a state is the present one. Used by one thread.
 */
final class StateCache {
  private static final int BYTES_PER_STATE = 1_000;
  private static final int BYTES_PER_SCOPE = 500;

  private final long maxBytes;
  private final LinkedHashMap<ExecutionId, Entry> entries = new LinkedHashMap<>(64, 0.75f, true);
  private long bytes;

  /**
   * A state and where it stands.
   *
   * @param version of the stored row
   */
  record Versioned(ExecutionState state, long version) {}

  private record Entry(Versioned value, long bytes) {}

  StateCache(long maxBytes) {
    this.maxBytes = maxBytes;
  }

  @Nullable Versioned find(ExecutionId id) {
    var entry = entries.get(id);
    return entry == null ? null : entry.value();
  }

  void put(ExecutionId id, Versioned value) {
    var entry = new Entry(value, estimate(value.state()));
    var before = entries.put(id, entry);
    bytes += entry.bytes() - (before == null ? 0 : before.bytes());
    var eldest = entries.entrySet().iterator();
    while (bytes > maxBytes && eldest.hasNext()) {
      bytes -= eldest.next().getValue().bytes();
      eldest.remove();
    }
  }

  int size() {
    return entries.size();
  }

  void remove(ExecutionId id) {
    var removed = entries.remove(id);
    if (removed != null) {
      bytes -= removed.bytes();
    }
  }

  // Open scopes are few; outputs of finished ones are counted by number, so that the estimate costs
  // the same at any Map size.
  private static long estimate(ExecutionState state) {
    long sum = BYTES_PER_STATE + 2L * state.header().input().text().length();
    sum += (long) BYTES_PER_SCOPE * state.finished().size();
    for (var scope : state.open().values()) {
      sum += BYTES_PER_SCOPE + 2L * inputLength(scope);
    }
    return sum;
  }

  private static int inputLength(Scope scope) {
    return switch (scope.phase()) {
      case Phase.Entering(_, var input) -> input.text().length();
      case Phase.Visiting(var visit, _) -> visit.input().text().length();
    };
  }
}
