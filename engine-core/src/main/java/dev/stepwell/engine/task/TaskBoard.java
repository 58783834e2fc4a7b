package dev.stepwell.engine.task;

import dev.stepwell.engine.thread.Threads;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Where waiting pollers and waiting tasks of this node meet: pollers in order of arrival, tasks in
 * order of scheduling.
 *
 * <p>Why it exists: a task whose poller waits here is handed over in the very commit that schedules
 * it, without ever being a row. Everything else is a row, and the board only a bounded window on
 * those rows; losing it loses nothing.
 *
 * <p>Callers must not take what the board says for a fact: a task counts as taken when its
 * StartTask command has committed, and a poller that was reserved must be delivered to or given
 * back.
 */
public final class TaskBoard {
  /** Hands tasks to the engine to be claimed for a poller. */
  @FunctionalInterface
  public interface Claimer {
    void claim(TaskRef task, PollerTicket poller);
  }

  /** Reads waiting tasks of an activity from the store, in order of scheduling. */
  @FunctionalInterface
  public interface Refill {
    List<TaskRef> read(String activityArn, int limit);
  }

  private final Map<String, ActivityQueue> queues = new ConcurrentHashMap<>();
  private final int maxPollers;
  private final int maxWindow;
  private final Threads threads;
  private final Claimer claimer;
  private final Refill refill;
  private volatile boolean closed;
  private final Consumer<String> onUnserved;

  /**
   * An empty board.
   *
   * @param maxPollers open polls allowed per activity
   * @param maxWindow waiting tasks kept in memory per activity
   * @param onUnserved told the activity of a task for which nobody waits here
   */
  public TaskBoard(
      int maxPollers,
      int maxWindow,
      Threads threads,
      Claimer claimer,
      Refill refill,
      Consumer<String> onUnserved) {
    this.maxPollers = maxPollers;
    this.maxWindow = maxWindow;
    this.threads = threads;
    this.claimer = claimer;
    this.refill = refill;
    this.onUnserved = onUnserved;
  }

  private ActivityQueue queue(String activityArn) {
    var queue =
        queues.computeIfAbsent(
            activityArn,
            arn -> new ActivityQueue(arn, maxPollers, maxWindow, threads, claimer, refill));
    if (closed) {
      // It may have been made while the others were being closed.
      queue.close();
    }
    return queue;
  }

  /**
   * Opens a poll, or empty when the activity has too many.
   *
   * @param tasks most tasks that it takes, 1 or more
   */
  public Optional<Poll> poll(
      String activityArn, @Nullable String workerName, int tasks, BooleanSupplier connected) {
    var queue = queue(activityArn);
    var poll = new Poll(activityArn, workerName, tasks, connected, queue::pollSettled);
    return queue.arrive(poll) ? Optional.of(poll) : Optional.empty();
  }

  /** Ends a poll that has waited long enough; tasks that are being claimed for it still come. */
  public void endPoll(Poll poll) {
    poll.end();
    queue(poll.activityArn()).leave(poll);
  }

  /**
   * A poller for a task that is about to be scheduled, taken out of the line; empty when older
   * tasks wait, or nobody does.
   */
  public Optional<PollerTicket> reserve(String activityArn) {
    return queue(activityArn).reserve();
  }

  /** A reserved poller got no task after all: back to the head of the line. */
  public void giveBack(PollerTicket ticket) {
    queue(ticket.activityArn()).giveBack(ticket);
  }

  /** A committed task waits for a worker. */
  public void offer(String activityArn, TaskRef task) {
    if (!queue(activityArn).offer(task)) {
      onUnserved.accept(activityArn);
    }
  }

  /**
   * A task that is in no store waits for a worker of this node.
   *
   * @return false when as many wait as are kept in memory
   */
  public boolean offerDirect(String queue, TaskRef task) {
    return queue(queue).offerDirect(task);
  }

  /** There may be tasks in the store that this board does not know. */
  public void mayHaveMore(String activityArn) {
    var queue = queues.get(activityArn);
    if (queue != null) {
      queue.mayHaveMore();
    }
  }

  /** Reads again what could not be read while the store was away. */
  public void lookAgain() {
    queues.values().forEach(ActivityQueue::match);
  }

  /**
   * There may be tasks of any activity in the store; it is asked where, and when, somebody waits.
   */
  public void mayHaveMoreEverywhere() {
    queues.values().forEach(ActivityQueue::mayHaveMore);
  }

  /** Polls of all activities that wait for a task, or for their task to be claimed. */
  public int countOpenPolls() {
    return queues.values().stream().mapToInt(ActivityQueue::countOpenPolls).sum();
  }

  /** Ends every open poll, and all that come later at once. */
  public void close() {
    closed = true;
    queues.values().forEach(ActivityQueue::close);
  }
}
