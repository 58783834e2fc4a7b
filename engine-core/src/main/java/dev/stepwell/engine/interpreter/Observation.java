package dev.stepwell.engine.interpreter;

/** Where in its data flow a state shows a value to whoever looks on. */
public enum Observation {
  AFTER_INPUT_PATH("afterInputPath"),
  AFTER_PARAMETERS("afterParameters"),
  AFTER_ARGUMENTS("afterArguments"),
  AFTER_ITEMS_PATH("afterItemsPath"),
  RESULT("result"),
  AFTER_RESULT_SELECTOR("afterResultSelector"),
  AFTER_RESULT_PATH("afterResultPath"),
  /** A number, not a text of JSON; 0 where there is no bound. */
  MAX_CONCURRENCY("maxConcurrency");

  private final String member;

  Observation(String member) {
    this.member = member;
  }

  /** As TestState's {@code inspectionData} calls it. */
  public String member() {
    return member;
  }
}
