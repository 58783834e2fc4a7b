package dev.stepwell.launcher.process;

/**
 * A promise that was not kept.
 *
 * @param where an execution's ARN, or what else it is about
 */
record Violation(Kind kind, String where, String what) {

  /** What went wrong, in the words of somebody who relies on it. */
  enum Kind {
    /** Something acknowledged, or something owed, is not there. */
    LOST,
    /** Something happened twice. */
    DUPLICATED,
    /** Something happened before what it follows, or the history has gaps. */
    OUT_OF_ORDER,
    /** A timer, a retry or a timeout came before its time. */
    EARLY,
    /** Something is in the history that nobody did. */
    INVENTED
  }
}
