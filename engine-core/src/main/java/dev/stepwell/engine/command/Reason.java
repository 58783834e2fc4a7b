package dev.stepwell.engine.command;

/** Why a command was refused; the execution is as it was. */
public enum Reason {
  /** The execution has begun already. */
  ALREADY_STARTED,
  EXECUTION_CLOSED,
  /** The execution runs, has succeeded, or was closed too long ago. */
  NOT_REDRIVABLE,
  /** The task has had its outcome, or its time is over. */
  TASK_CLOSED,
  /** A worker has the task already. */
  TASK_TAKEN,
  /** No deadline has passed, and nothing is left to continue. */
  NOTHING_DUE
}
