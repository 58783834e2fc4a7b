package dev.stepwell.engine.state;

import dev.stepwell.engine.model.Payload;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a visit waits for. */
public sealed interface Waiting {

  /** The earliest time at which this wait ends by itself, or null where it does not. */
  @Nullable Instant deadline();

  /**
   * An activity task.
   *
   * @param scheduledEventId names the task within the execution, and this attempt of it
   * @param startedEventId 0 while no worker has it
   * @param input what the worker gets; null where it is the state input itself (in a document of
   *     format version 1: what InputPath and Parameters make of that), and once a worker has it
   * @param timeoutAt end of the attempt, or null
   * @param heartbeatSeconds longest silence of the worker, or null
   * @param heartbeatAt end of the present silence; null until a worker has the task
   */
  record OnTask(
      String activityArn,
      long scheduledEventId,
      long startedEventId,
      @Nullable Payload input,
      @Nullable Instant timeoutAt,
      @Nullable Long heartbeatSeconds,
      @Nullable Instant heartbeatAt)
      implements Waiting {

    public boolean isStarted() {
      return startedEventId != 0;
    }

    /** The same task in the hands of a worker. */
    public OnTask startedBy(long eventId, Instant now) {
      return new OnTask(
          activityArn,
          scheduledEventId,
          eventId,
          null,
          timeoutAt,
          heartbeatSeconds,
          silenceEnd(now));
    }

    /** The same task after a sign of life. */
    public OnTask heardFrom(Instant now) {
      return new OnTask(
          activityArn,
          scheduledEventId,
          startedEventId,
          input,
          timeoutAt,
          heartbeatSeconds,
          silenceEnd(now));
    }

    private @Nullable Instant silenceEnd(Instant now) {
      return heartbeatSeconds == null ? null : now.plusSeconds(heartbeatSeconds);
    }

    @Override
    public @Nullable Instant deadline() {
      if (timeoutAt == null || heartbeatAt == null) {
        return timeoutAt == null ? heartbeatAt : timeoutAt;
      }
      return heartbeatAt.isBefore(timeoutAt) ? heartbeatAt : timeoutAt;
    }
  }

  /** The end of a Wait state. */
  record OnTimer(Instant until) implements Waiting {
    @Override
    public Instant deadline() {
      return until;
    }
  }

  /** The next attempt of a state that failed. */
  record OnRetry(Instant until) implements Waiting {
    @Override
    public Instant deadline() {
      return until;
    }
  }

  /**
   * The branches or iterations of a Parallel or Map, whose scopes have the ids {@code firstScopeId
   * … firstScopeId + total - 1}.
   *
   * @param startedEventId the ParallelStateStarted or MapStateStarted event
   * @param items the array that a Map iterates; null where the state finds it in its input by plain
   *     paths, and for a Parallel
   * @param concurrency how many may run at a time
   */
  record OnScopes(
      int firstScopeId, int total, int concurrency, long startedEventId, @Nullable Payload items)
      implements Waiting {
    @Override
    public @Nullable Instant deadline() {
      return null;
    }
  }
}
