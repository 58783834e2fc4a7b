package dev.stepwell.engine.state;

import dev.stepwell.engine.model.Payload;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * The variables that the states of one scope have assigned; those of the scopes around it are in
 * reach, but are kept there. Immutable. Source: asl.md §5.
 *
 * @param values by name
 */
public record Variables(PSortedMap<String, Payload> values) {
  public static final Variables NONE = new Variables(TreePMap.empty());

  public boolean isEmpty() {
    return values.isEmpty();
  }

  /** The value of that name, or null when this scope has not assigned it. */
  public @Nullable Payload find(String name) {
    return values.get(name);
  }

  /** These variables after an {@code Assign}. */
  public Variables with(Map<String, Payload> assigned) {
    return assigned.isEmpty() ? this : new Variables(values.plusAll(assigned));
  }

  /** Size of all values together, in bytes of UTF-8. */
  public long utf8Bytes() {
    var sum = 0L;
    for (var value : values.values()) {
      sum += value.utf8Bytes();
    }
    return sum;
  }
}
