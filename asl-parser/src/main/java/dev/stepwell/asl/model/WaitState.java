package dev.stepwell.asl.model;

import dev.stepwell.asl.expression.Expression;
import dev.stepwell.asl.expression.Template;
import org.jspecify.annotations.Nullable;

/**
 * Waits for a time.
 *
 * @param duration exactly how long to wait
 * @param assign null when absent
 * @param next the state that follows, or null where {@code End} is true
 */
public record WaitState(
    String name,
    @Nullable String comment,
    QueryLanguage queryLanguage,
    DataFlow flow,
    WaitFor duration,
    @Nullable Template assign,
    @Nullable String next)
    implements State {

  /** Exactly one of Seconds/SecondsPath/Timestamp/TimestampPath. */
  public sealed interface WaitFor {
    /** {@code Seconds} (a literal or a JSONata expression) or {@code SecondsPath}. */
    record Seconds(Expression value) implements WaitFor {}

    /**
     * {@code Timestamp} (a literal or a JSONata expression) or {@code TimestampPath}; RFC 3339
     * text.
     */
    record Timestamp(Expression value) implements WaitFor {}
  }
}
