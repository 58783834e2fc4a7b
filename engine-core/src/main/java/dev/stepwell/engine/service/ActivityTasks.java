package dev.stepwell.engine.service;

import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** Activity tasks as workers see them. Blocks until the answer is durable. */
public final class ActivityTasks {

  /** @param input JSON text */
  public record Task(String taskToken, String input) {}

  /**
   * Waits for a task of an activity.
   *
   * @param workerName as the worker calls itself, or null
   * @param timeout how long to wait; empty afterwards
   * @param connected asked just before a task is handed over: a poller that has gone away gets none
   */
  public Answer<Optional<Task>> poll(
      String activityArn, @Nullable String workerName, Duration timeout, BooleanSupplier connected) {
    throw new IllegalStateException();
  }

  /** @param output JSON text */
  public Answer<Boolean> succeed(String taskToken, String output) {
    throw new IllegalStateException();
  }

  public Answer<Boolean> fail(
      String taskToken, @Nullable String error, @Nullable String cause) {
    throw new IllegalStateException();
  }

  public Answer<Boolean> heartbeat(String taskToken) {
    throw new IllegalStateException();
  }
}
