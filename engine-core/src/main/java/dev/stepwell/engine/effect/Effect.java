package dev.stepwell.engine.effect;

import dev.stepwell.engine.model.ChildOutcome;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.ParentTask;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.StartedWork;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** Something that a transition owes to the world, to be done only after its commit. */
public sealed interface Effect {

  /**
   * An activity task, or a call that workers take, waits for a worker.
   *
   * @param queue the activity's ARN, or the name of the call's queue
   */
  record OfferTask(long scheduledEventId, String queue, Instant scheduledAt) implements Effect {}

  /**
   * A service is to be called, once.
   *
   * @param resourceArn what is called
   * @param roleArn the role to call with; null: the machine's own
   */
  record MakeCall(
      long scheduledEventId,
      String resourceArn,
      Payload parameters,
      @Nullable String roleArn,
      Instant scheduledAt)
      implements Effect {}

  /**
   * A task that was offered waits no longer, a call is no longer waited for: it was taken,
   * answered, timed out or aborted.
   */
  record WithdrawTask(long scheduledEventId) implements Effect {}

  /**
   * The worker that claimed a task gets it.
   *
   * @param startedEventId the claim, as the token's proof of how new a state must be to know the
   *     task
   * @param resourceArn the activity, or what is called
   * @param answerBy until when the worker of a call may keep it; null for an activity
   */
  record DeliverTask(
      long scheduledEventId,
      long startedEventId,
      Payload input,
      String resourceArn,
      @Nullable Instant answerBy)
      implements Effect {}

  /** The task that started this execution is told that it has ended. */
  record TellParent(ParentTask parent, ChildOutcome outcome) implements Effect {}

  /** An execution that a task has started ends with the task. */
  record StopChild(ExecutionId child) implements Effect {}

  /** The service that runs a job is to be asked how it is. May get lost: it is asked again. */
  record AskJob(long scheduledEventId, StartedWork.Job job) implements Effect {}

  /** A job that a task has started ends with the task, if the service is so kind. */
  record StopJob(long scheduledEventId, StartedWork.Job job) implements Effect {}

  /** The transitions allowed in one commit ran out; a Continue command must follow. */
  record ContinueLater() implements Effect {}
}
