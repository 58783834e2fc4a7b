package dev.stepwell.asl.model;

import dev.stepwell.asl.expression.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Runs branches side by side; the result is the array of their outputs.
 *
 * @param branches at least one
 * @param assign null when absent
 * @param next the state that follows, or null where {@code End} is true
 */
public record ParallelState(
    String name,
    @Nullable String comment,
    QueryLanguage queryLanguage,
    DataFlow flow,
    List<StatesBlock> branches,
    List<Retrier> retriers,
    List<Catcher> catchers,
    @Nullable Template assign,
    @Nullable String next)
    implements State {
  public ParallelState {
    branches = List.copyOf(branches);
    retriers = List.copyOf(retriers);
    catchers = List.copyOf(catchers);
  }
}
