package dev.stepwell.engine.service;

import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.store.ExecutionStore;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Executions as callers see them. Blocks until the answer is durable. */
public final class Executions {

  public record Started(String executionArn, Instant startDate) {}

  /**
   * @param name null: a random UUID
   * @param input JSON text, kept byte for byte
   */
  public Answer<Started> start(
      String stateMachineArn, @Nullable String name, String input, @Nullable String traceHeader) {
    throw new IllegalStateException();
  }

  /**
   * @param output set when SUCCEEDED
   * @param error null when absent
   * @param cause null when absent
   */
  public record Description(
      String executionArn,
      String stateMachineArn,
      String name,
      ExecutionStatus status,
      Instant startDate,
      @Nullable Instant stopDate,
      Payload input,
      @Nullable Payload output,
      @Nullable String error,
      @Nullable String cause,
      @Nullable String traceHeader) {}

  public Answer<Description> describe(String executionArn) {
    throw new IllegalStateException();
  }

  /** The revision that an execution runs, and when that revision came to be. */
  public Answer<StateMachines.Description> describeStateMachine(String executionArn) {
    throw new IllegalStateException();
  }

  /**
   * Executions of one machine, the newest start first.
   *
   * @param after last position of the page before, or null
   * @param limit 1–1,000
   */
  public Answer<Page> list(
      String stateMachineArn,
      @Nullable ExecutionStatus status,
      ExecutionStore.@Nullable Position after,
      int limit) {
    throw new IllegalStateException();
  }

  /** @param next null on the last page */
  public record Page(
      String stateMachineArn, List<ExecutionStore.Summary> executions, ExecutionStore.@Nullable Position next) {}

  /** Stops a running execution for good; of one that is closed, the time when it closed. */
  public Answer<Instant> stop(String executionArn, @Nullable String error, @Nullable String cause) {
    throw new IllegalStateException();
  }

  /**
   * A page of history.
   *
   * @param fromEventId first event of the page, in the order asked for; 0: from the beginning of that order
   * @param limit 1–1,000
   */
  public Answer<HistoryPage> history(
      String executionArn, long fromEventId, boolean reverse, int limit) {
    throw new IllegalStateException();
  }

  /**
   * @param events each the UTF-8 JSON text of one AWS history event
   * @param nextEventId where the next page begins; 0 on the last page
   */
  public record HistoryPage(List<byte[]> events, long nextEventId) {}
}
