package dev.stepwell.benchmarks;

/**
 * How large an execution is.
 *
 * @param rounds how often it goes through its states
 * @param payloadBytes of what it carries from task to task
 * @param items of a Map
 */
record Size(int rounds, int payloadBytes, int items) {
  /** The input of an execution: an object with its number, and the count of its rounds. */
  String input(long number) {
    return head(number) + "}";
  }

  /** The same, filled up to the size of the payload. */
  String payload(long number) {
    var head = head(number) + ",\"text\":\"";
    var tail = "\"}";
    return head + "x".repeat(Math.max(0, payloadBytes - head.length() - tail.length())) + tail;
  }

  private static String head(long number) {
    return "{\"number\":" + number + ",\"count\":{\"value\":0}";
  }

  /** Whether a payload is one of the last round. */
  boolean isLastRound(String payload) {
    return rounds == 1 || payload.contains("\"count\":{\"value\":" + (rounds - 1) + "}");
  }
}
