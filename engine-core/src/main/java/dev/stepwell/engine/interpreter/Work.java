package dev.stepwell.engine.interpreter;

/** What is left to do before an execution is quiet. */
sealed interface Work {
  /** A scope is about to enter a state. */
  record Enter(int scopeId) implements Work {}

  /**
   * Every scope of a fork is at its end.
   *
   * @param lastEventId last event of the one that came last
   */
  record Join(int parentId, long lastEventId) implements Work {}
}
