package dev.stepwell.engine.task;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One open poll: a worker who waits for tasks of an activity and has room for some of them. It
 * stands in the line with a {@link PollerTicket} for each.
 */
public final class Poll {
  private final String activityArn;
  private final @Nullable String workerName;
  private final BooleanSupplier connected;
  private final Runnable onSettled;
  private final List<PollerTicket> tickets;
  private final List<HandedTask> handed = new ArrayList<>();
  private final CompletableFuture<Void> stirred = new CompletableFuture<>();
  private final CompletableFuture<List<HandedTask>> answer = new CompletableFuture<>();
  private int open;
  private volatile boolean over;

  /**
   * What the worker gets.
   *
   * @param input JSON text
   * @param resourceArn the activity, or what is called
   * @param answerBy until when the worker may keep a call; null for an activity
   */
  public record HandedTask(
      String taskToken, String input, String resourceArn, @Nullable Instant answerBy) {}

  /**
   * A poll that has just arrived.
   *
   * @param tasks most tasks that the worker takes, 1 or more
   * @param connected false once the worker has gone away; asked just before a hand-over
   * @param onSettled run when every ticket is done with, before the worker knows
   */
  Poll(
      String activityArn,
      @Nullable String workerName,
      int tasks,
      BooleanSupplier connected,
      Runnable onSettled) {
    this.activityArn = activityArn;
    this.workerName = workerName;
    this.connected = connected;
    this.onSettled = onSettled;
    this.open = tasks;
    var all = new ArrayList<PollerTicket>(tasks);
    for (var i = 0; i < tasks; i++) {
      all.add(new PollerTicket(this));
    }
    this.tickets = List.copyOf(all);
  }

  String activityArn() {
    return activityArn;
  }

  @Nullable String workerName() {
    return workerName;
  }

  List<PollerTicket> tickets() {
    return tickets;
  }

  boolean isConnected() {
    return !over && connected.getAsBoolean();
  }

  /** Done when a task has come, or none will. */
  public CompletableFuture<Void> stirred() {
    return stirred;
  }

  /** All that the poll has brought, possibly nothing; done when it is closed in every respect. */
  public CompletableFuture<List<HandedTask>> answer() {
    return answer;
  }

  /** From now on nothing is handed over but what is being claimed already. */
  void end() {
    over = true;
  }

  /**
   * One of the tickets is done with.
   *
   * @param task null when it brought nothing
   */
  void settle(@Nullable HandedTask task) {
    List<HandedTask> all;
    synchronized (this) {
      if (task != null) {
        handed.add(task);
      }
      open--;
      all = open == 0 ? List.copyOf(handed) : null;
    }
    if (all != null) {
      onSettled.run();
      answer.complete(all);
    }
    if (task != null || all != null) {
      stirred.complete(null);
    }
  }
}
