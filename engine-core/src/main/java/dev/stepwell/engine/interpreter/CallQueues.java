package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.model.TaskResource;
import dev.stepwell.engine.model.Payload;
import org.jspecify.annotations.Nullable;

/** Which calls wait for a worker to take them; all others are made by the node that owes them. */
@FunctionalInterface
public interface CallQueues {
  /** Every call is made by a node. */
  CallQueues NONE = (_, _) -> null;

  /** The queue of a call, or null where no worker takes it. */
  @Nullable CallQueue queueOf(TaskResource resource, Payload parameters);

  /**
   * Where workers find a call.
   *
   * @param name listed like the ARN of an activity
   * @param answerSeconds how long a worker that has taken the call may keep it
   */
  record CallQueue(String name, long answerSeconds) {}
}
