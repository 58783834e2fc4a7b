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
  /** 0 where there is no bound. */
  MAX_CONCURRENCY("maxConcurrency"),
  TOLERATED_FAILURE_COUNT("toleratedFailureCount"),
  TOLERATED_FAILURE_PERCENTAGE("toleratedFailurePercentage");

  private final String member;

  Observation(String member) {
    this.member = member;
  }

  /** Whether it is told as a number, not as a text of JSON. */
  public boolean isNumber() {
    return this == MAX_CONCURRENCY
        || this == TOLERATED_FAILURE_COUNT
        || this == TOLERATED_FAILURE_PERCENTAGE;
  }

  /** As TestState's {@code inspectionData} calls it. */
  public String member() {
    return member;
  }
}
