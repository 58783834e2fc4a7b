package dev.stepwell.engine.simulation;

/** What the history of an execution has to be like, by its definition. */
interface Rule {
  /**
   * Looks at an event that has just been added.
   *
   * @param chronicle with the event, and all before it
   */
  void check(Chronicle chronicle, Chronicle.Event event);
}
