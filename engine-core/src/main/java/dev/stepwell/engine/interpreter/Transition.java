package dev.stepwell.engine.interpreter;

import dev.stepwell.engine.command.Reason;
import dev.stepwell.engine.effect.Effect;
import dev.stepwell.engine.history.HistoryEvent;
import dev.stepwell.engine.state.ExecutionState;
import java.util.List;
import java.util.Objects;
import java.util.Set;

/** What a command does. */
public sealed interface Transition {

  /**
   * The execution moves.
   *
   * @param events new, dense from the old state's next event id on
   * @param effects to be released after the commit, in this order
   * @param scopesWritten ids of scopes that are new or changed, those that finished included
   * @param scopesRemoved ids of scopes that are gone
   * @param charactersTold of the inputs and outputs of states in the events: how large they are
   */
  record Applied(
      ExecutionState state,
      List<HistoryEvent> events,
      List<Effect> effects,
      Set<Integer> scopesWritten,
      Set<Integer> scopesRemoved,
      long charactersTold)
      implements Transition {

    /**
     * Whether there is nothing to write: the command was right, and the execution stays as it was.
     */
    public boolean changesNothing(ExecutionState before) {
      return events.isEmpty()
          && scopesWritten.isEmpty()
          && scopesRemoved.isEmpty()
          && Objects.equals(state.wakeAt(), before.wakeAt());
    }
  }

  /** The execution stays as it is. */
  record Rejected(Reason reason) implements Transition {}
}
