package dev.stepwell.engine.command;

import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.ChildOutcome;
import dev.stepwell.engine.model.JobReport;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.StartedWork;
import org.jspecify.annotations.Nullable;

/** What is asked of one execution. Nothing else may change it. */
public sealed interface Command {

  /** Begins an execution that nothing has happened to yet. */
  record StartExecution() implements Command {}

  /** Ends a running execution as ABORTED. */
  record StopExecution(@Nullable String error, @Nullable String cause) implements Command {}

  /**
   * Lets an execution that was closed without success go on from the states that did not succeed.
   *
   * @param clientToken the same one within 15 minutes is the same redrive; null: each is another
   */
  record RedriveExecution(@Nullable String clientToken) implements Command {}

  /** A worker takes an activity task. Only one such claim can succeed. */
  record StartTask(long scheduledEventId, @Nullable String workerName) implements Command {}

  record CompleteTask(long scheduledEventId, Payload output) implements Command {}

  record FailTask(long scheduledEventId, @Nullable String error, @Nullable String cause)
      implements Command {}

  /**
   * A node tells what became of a call that it made.
   *
   * @param started what the call started and whose end is waited for, or null
   */
  record ReportCall(long scheduledEventId, CallOutcome outcome, @Nullable StartedWork started)
      implements Command {
    /** The outcome of a call that started nothing to wait for. */
    public ReportCall(long scheduledEventId, CallOutcome outcome) {
      this(scheduledEventId, outcome, null);
    }
  }

  /** An execution that a task started has ended. */
  record ReportChild(long scheduledEventId, ChildOutcome outcome) implements Command {}

  /** A node that asked how a job is tells the answer. */
  record ReportJob(long scheduledEventId, JobReport report) implements Command {}

  /** The worker is alive: its silence is counted anew. */
  record HeartbeatTask(long scheduledEventId) implements Command {}

  /** Does whatever is due by now. */
  record FireTimer() implements Command {}

  /** Carries on where the transitions allowed in one commit ran out. */
  record Continue() implements Command {}
}
