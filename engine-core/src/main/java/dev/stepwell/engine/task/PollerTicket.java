package dev.stepwell.engine.task;

import dev.stepwell.engine.task.Poll.HandedTask;
import org.jspecify.annotations.Nullable;

/** A place in the line for one task, held by an open {@link Poll}. */
public final class PollerTicket {
  private final Poll poll;

  PollerTicket(Poll poll) {
    this.poll = poll;
  }

  public String activityArn() {
    return poll.activityArn();
  }

  public @Nullable String workerName() {
    return poll.workerName();
  }

  boolean isConnected() {
    return poll.isConnected();
  }

  Poll poll() {
    return poll;
  }

  /** The claim has committed: the task is this poller's. */
  public void deliver(HandedTask task) {
    poll.settle(task);
  }

  void dismiss() {
    poll.settle(null);
  }
}
