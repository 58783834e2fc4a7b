package dev.stepwell.engine.lane;

import dev.stepwell.engine.command.Reason;
import dev.stepwell.engine.effect.Effect;
import dev.stepwell.engine.state.ExecutionState;
import dev.stepwell.engine.store.StoredExecution;
import java.util.List;

/** What became of a submission. */
public sealed interface Reply {

  /**
   * The command is committed.
   *
   * @param state as this command has made it; commands of the same commit may have gone on
   * @param effects those of this command that its submitter is to perform
   */
  record Committed(ExecutionState state, List<Effect> effects) implements Reply {}

  record Refused(Reason reason) implements Reply {}

  /** The name of a start is taken by that execution. */
  record NameTaken(StoredExecution by) implements Reply {}

  record NotFound() implements Reply {}

  /** The command cannot be carried out because of a fault in this server, which its log tells. */
  record Broken() implements Reply {}

  /** The lane has no room, or is closing; nothing was done. */
  record Saturated() implements Reply {}
}
