package dev.stepwell.engine.task;

import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** One open poll: somebody who waits for a task of an activity, or for the end of the poll. */
public final class PollerTicket {
  private final String activityArn;
  private final @Nullable String workerName;
  private final BooleanSupplier connected;
  private final CompletableFuture<Optional<HandedTask>> answer = new CompletableFuture<>();

  /**
   * What the worker gets.
   *
   * @param input JSON text
   */
  public record HandedTask(String taskToken, String input) {}

  /**
   * A poll that has just arrived.
   *
   * @param connected false once the worker has gone away; asked just before a hand-over
   */
  PollerTicket(String activityArn, @Nullable String workerName, BooleanSupplier connected) {
    this.activityArn = activityArn;
    this.workerName = workerName;
    this.connected = connected;
  }

  public String activityArn() {
    return activityArn;
  }

  public @Nullable String workerName() {
    return workerName;
  }

  boolean isConnected() {
    return connected.getAsBoolean();
  }

  /** Completed with a task, or with nothing at the end of the poll. */
  public CompletableFuture<Optional<HandedTask>> answer() {
    return answer;
  }

  /** The claim has committed: the task is this poller's. */
  public void deliver(HandedTask task) {
    answer.complete(Optional.of(task));
  }

  void dismiss() {
    answer.complete(Optional.empty());
  }
}
