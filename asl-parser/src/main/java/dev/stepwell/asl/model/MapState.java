package dev.stepwell.asl.model;

import dev.stepwell.asl.expression.Expression;
import dev.stepwell.asl.expression.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * A Map.
 *
 * @param flow for JSONPath, {@code parameters} is always null here: on a Map the {@code Parameters}
 *     field is the legacy name of {@code ItemSelector}
 * @param items {@code ItemsPath} (default {@code $}); or JSONata {@code Items}, which evaluates to
 *     an array or fails, and is null when absent: the state input is iterated, and must be an array
 * @param itemSelector null when absent: each iteration gets its item
 * @param processor {@code ItemProcessor}, or the legacy {@code Iterator}
 * @param distribution null when the Map runs inline
 * @param maxConcurrency null when absent; 0 is "no limit of its own"
 * @param assign null when absent
 * @param next the state that follows, or null where {@code End} is true
 */
public record MapState(
    String name,
    @Nullable String comment,
    QueryLanguage queryLanguage,
    DataFlow flow,
    @Nullable Expression items,
    @Nullable Template itemSelector,
    StatesBlock processor,
    @Nullable Distribution distribution,
    @Nullable Expression maxConcurrency,
    @Nullable Expression toleratedFailureCount,
    @Nullable Expression toleratedFailurePercentage,
    List<Retrier> retriers,
    List<Catcher> catchers,
    @Nullable Template assign,
    @Nullable String next)
    implements State {
  /**
   * The mode DISTRIBUTED, as far as a test of such a state depends on it.
   *
   * @param readsItems its items come from an {@code ItemReader}
   * @param writesResults its result is what a {@code ResultWriter} tells
   */
  public record Distribution(boolean readsItems, boolean writesResults) {
    private static final String MODE = "DISTRIBUTED";

    /** Whether the definition of an {@code ItemProcessor} asks for the mode. */
    public static boolean isAskedFor(JsonNode processor) {
      return processor.path("ProcessorConfig").path("Mode").asString("").equals(MODE);
    }
  }

  public MapState {
    retriers = List.copyOf(retriers);
    catchers = List.copyOf(catchers);
  }
}
