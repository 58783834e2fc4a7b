package dev.stepwell.engine.lane;

import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.interpreter.RunnableMachine;
import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionId;
import java.util.function.Consumer;

/** A command on its way to an execution, with whom to tell. */
public sealed interface Submission {

  ExecutionId executionId();

  /** Called once, on the lane's thread, when the outcome is durable; must not block. */
  Consumer<Reply> listener();

  /**
   * The start of an execution.
   *
   * @param isNamed whether the caller chose the name, so that it may be taken
   */
  record Start(
      ExecutionHeader header, RunnableMachine machine, boolean isNamed, Consumer<Reply> listener)
      implements Submission {
    @Override
    public ExecutionId executionId() {
      return header.id();
    }

    /** The same start after a clash; from now on the name is looked up, too. */
    Start underAnotherId(long number) {
      var id = new ExecutionId(header.id().shard(), number);
      return new Start(header.withId(id), machine, true, listener);
    }
  }

  /**
   * A command to an execution that exists.
   *
   * @param knownEventId an event that the caller knows to have committed, or 0: a state without it
   *     is stale
   * @param inboxId the inbox row to delete in the same transaction, or 0
   */
  record Order(
      ExecutionId executionId,
      Command command,
      long knownEventId,
      long inboxId,
      Consumer<Reply> listener)
      implements Submission {}
}
