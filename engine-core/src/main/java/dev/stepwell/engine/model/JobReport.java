package dev.stepwell.engine.model;

/** What became of the question how a job is. */
public sealed interface JobReport {

  /** It runs, or nobody could tell: it is asked for again, as long as the task may last. */
  record Running() implements JobReport {}

  /**
   * The service does not know the job, or does not tell. That may pass, as it does where a job has
   * just been started; if it does not, the task fails with it.
   */
  record Refused(CallOutcome.Failed refusal) implements JobReport {}

  /** It has ended; the task ends with this outcome. */
  record Ended(CallOutcome outcome) implements JobReport {}
}
