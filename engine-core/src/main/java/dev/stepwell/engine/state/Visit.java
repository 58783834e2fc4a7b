package dev.stepwell.engine.state;

import dev.stepwell.engine.model.Payload;
import java.time.Instant;
import java.util.List;

/**
 * One entry into a state until it is left.
 *
 * @param previousEventId the event before the …StateEntered event on its track, 0 at the start of
 *     the execution; that event itself where a document of format version 1 does not tell
 * @param enteredEventId the …StateEntered event
 * @param input the raw state input
 * @param retryCounts retries so far by each Retrier of the state; empty before the first
 */
public record Visit(
    String stateName,
    long previousEventId,
    long enteredEventId,
    Instant enteredAt,
    Payload input,
    List<Integer> retryCounts) {
  public Visit {
    retryCounts = List.copyOf(retryCounts);
  }

  /** Retries of this visit in total: {@code $$.State.RetryCount}. */
  public int retryCount() {
    var sum = 0;
    for (var count : retryCounts) {
      sum += count;
    }
    return sum;
  }

  /** Retries so far by the Retrier at that place. */
  public int retriesBy(int retrier) {
    return retryCounts.isEmpty() ? 0 : retryCounts.get(retrier);
  }

  /** The same visit with all retries ahead of it again. */
  public Visit afresh() {
    return new Visit(stateName, previousEventId, enteredEventId, enteredAt, input, List.of());
  }

  /** The same visit after one more retry by that Retrier of {@code retriers}. */
  public Visit withRetryBy(int retrier, int retriers) {
    var counts = new Integer[retriers];
    for (var i = 0; i < retriers; i++) {
      counts[i] = retriesBy(i) + (i == retrier ? 1 : 0);
    }
    return new Visit(stateName, previousEventId, enteredEventId, enteredAt, input, List.of(counts));
  }
}
