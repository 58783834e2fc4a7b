package dev.stepwell.engine.service;

import dev.stepwell.engine.store.ExecutionStore;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The tasks of activities that wait for a worker, for people who look. */
public final class ActivityQueues {
  /** Tasks are counted so far. */
  public static final int MOST_COUNTED = 10_000;

  private final ExecutionStore store;
  private final SeenPollers pollers;

  public ActivityQueues(ExecutionStore store, SeenPollers pollers) {
    this.store = store;
    this.pollers = pollers;
  }

  /**
   * A queue.
   *
   * @param depth tasks that wait, {@value #MOST_COUNTED} where there are more
   * @param oldestScheduledAt null where none waits
   * @param pollers those that this node has seen, the last seen first
   */
  public record Queue(
      int depth, @Nullable Instant oldestScheduledAt, List<SeenPollers.Seen> pollers) {}

  /** The queue of an activity that exists. */
  public Queue of(String activityArn) {
    var oldest = store.findWaitingTasks(activityArn, 1);
    return new Queue(
        oldest.isEmpty() ? 0 : store.countWaitingTasks(activityArn, MOST_COUNTED),
        oldest.isEmpty() ? null : oldest.getFirst().scheduledAt(),
        pollers.of(activityArn));
  }
}
