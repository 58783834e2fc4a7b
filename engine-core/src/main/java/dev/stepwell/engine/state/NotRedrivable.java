package dev.stepwell.engine.state;

import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.model.Redrives;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Why an execution cannot be redriven. Texts: {@code redriveStatusReason} of the service model. */
public enum NotRedrivable {
  STATE_MACHINE_DELETING("State machine is in DELETING status"),
  RUNNING("Execution is RUNNING and cannot be redriven"),
  SUCCEEDED("Execution is SUCCEEDED and cannot be redriven"),
  /** It was closed by a version of this server that kept too little to go on. */
  TOO_OLD("Execution was started before the launch of RedriveExecution"),
  HISTORY_FULL("Execution history event limit exceeded"),
  OPEN_TOO_LONG("Execution has exceeded the max execution time"),
  PERIOD_OVER("Execution redrivable period exceeded");

  private final String text;

  NotRedrivable(String text) {
    this.text = text;
  }

  /** As AWS tells it, without a full stop. */
  public String text() {
    return text;
  }

  /**
   * Why an execution cannot be redriven now, or null when it can.
   *
   * @param state the root scope suffices of what it has kept
   */
  public static @Nullable NotRedrivable of(ExecutionState state, Limits limits, Instant now) {
    var outcome = state.outcome();
    if (outcome == null) {
      return RUNNING;
    }
    return switch (outcome.status()) {
      case RUNNING, PENDING_REDRIVE -> RUNNING;
      case SUCCEEDED -> SUCCEEDED;
      case FAILED, TIMED_OUT, ABORTED -> {
        if (!hasRoom(state.nextEventId() - 1, limits)) {
          yield HISTORY_FULL;
        }
        if (state.open().isEmpty()) {
          yield TOO_OLD;
        }
        if (!now.isBefore(state.header().startedAt().plus(limits.executionDuration()))) {
          yield OPEN_TOO_LONG;
        }
        yield now.isAfter(outcome.stoppedAt().plus(Redrives.PERIOD)) ? PERIOD_OVER : null;
      }
    };
  }

  /** Whether a history of so many events has room for a redrive and another end. */
  public static boolean hasRoom(long events, Limits limits) {
    return events < limits.historyEvents() - 1L;
  }
}
