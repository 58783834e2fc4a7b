package dev.stepwell.integration.spi;

import org.jspecify.annotations.Nullable;

/** How a job is. */
public sealed interface Progress {

  /** It has not ended. */
  record Running() implements Progress {}

  /**
   * The service could not be asked, or was too busy to answer: it is asked again, for as long as
   * the task may last.
   *
   * @param reason for the server's log
   */
  record Unreachable(String reason) implements Progress {}

  /**
   * The service does not know the job, or does not tell. It is asked some more times, since a job
   * that was just started may not be known everywhere; then the task fails with this.
   *
   * @param error what {@code Retry} and {@code Catch} match
   */
  record Refused(String error, @Nullable String cause) implements Progress {}

  /**
   * It has ended, and so has the task.
   *
   * @param outcome any but {@link Outcome.Started}; a job that failed is {@code States.TaskFailed},
   *     with its description as the cause, by AWS's custom
   */
  record Ended(Outcome outcome) implements Progress {}
}
