package dev.stepwell.engine.model;

import dev.stepwell.asl.model.ErrorNames;
import org.jspecify.annotations.Nullable;

/** What became of a call of a service. */
public sealed interface CallOutcome {

  /** The service did what it was asked for. */
  record Answered(Payload output) implements CallOutcome {}

  /**
   * The service refused, failed, or was not reached.
   *
   * @param error what Retry and Catch see, such as {@code Lambda.TooManyRequestsException}; null
   *     when the failing party gave none
   */
  record Failed(@Nullable String error, @Nullable String cause) implements CallOutcome {}

  /** The service did what it was asked for, and its answer is larger than any result may be. */
  record TooLarge() implements CallOutcome {}

  /**
   * The runtime that took an invocation has kept it longer than the function may take, and has told
   * nothing. Source: asl.md §10, Lambda.Unknown.
   */
  static Failed unanswered() {
    return new Failed(
        "Lambda.Unknown",
        "The runtime that took the invocation did not answer in the time that the function may"
            + " take; what it was asked for may have been done, or not.");
  }

  /** The node that made the call has died: the call may have been carried out, or not. */
  static CallOutcome unknown() {
    return new Failed(
        ErrorNames.TASK_FAILED,
        "The server that made this call stopped before it knew the outcome; the call may have been"
            + " carried out, or not.");
  }
}
