package dev.stepwell.engine.state;

import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.Payload;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** What a visit waits for. */
public sealed interface Waiting {

  /** The earliest time at which this wait ends by itself, or null where it does not. */
  @Nullable Instant deadline();

  /** Work that is done outside, by a worker or a service. */
  sealed interface OnWork extends Waiting {
    /** Names the task within the execution, and this attempt of it. */
    long scheduledEventId();

    /** End of the attempt, or null. */
    @Nullable Instant timeoutAt();

    /** Longest silence in seconds, or null. */
    @Nullable Long heartbeatSeconds();

    /** End of the present silence; null while none is counted. */
    @Nullable Instant heartbeatAt();

    /** The same work after a sign of life. */
    OnWork heardFrom(Instant now);

    /** Whether a row of the store stands for it: it waits for a worker, or a node is calling. */
    boolean isListed();

    @Override
    default @Nullable Instant deadline() {
      var timeout = timeoutAt();
      var silence = heartbeatAt();
      if (timeout == null || silence == null) {
        return timeout == null ? silence : timeout;
      }
      return silence.isBefore(timeout) ? silence : timeout;
    }
  }

  /**
   * A call of a service.
   *
   * @param submittedEventId the service's answer, where the end of the work comes later: 0 while
   *     the call is being made
   * @param child the execution that the call has started and that ends with it, or null
   * @param early an end of the work that came before the service's answer, or null
   */
  record OnCall(
      long scheduledEventId,
      long submittedEventId,
      @Nullable Instant timeoutAt,
      @Nullable Long heartbeatSeconds,
      @Nullable Instant heartbeatAt,
      @Nullable ExecutionId child,
      @Nullable CallOutcome early)
      implements OnWork {

    @Override
    public boolean isListed() {
      return submittedEventId == 0;
    }

    /** The same call, answered by the service; silence counts from now on. */
    public OnCall submittedBy(long eventId, @Nullable ExecutionId started, Instant now) {
      return new OnCall(
              scheduledEventId, eventId, timeoutAt, heartbeatSeconds, null, started, early)
          .heardFrom(now);
    }

    /** The same call with an end of the work that came before the service's answer. */
    public OnCall endedEarly(CallOutcome outcome) {
      return new OnCall(
          scheduledEventId,
          submittedEventId,
          timeoutAt,
          heartbeatSeconds,
          heartbeatAt,
          child,
          outcome);
    }

    @Override
    public OnCall heardFrom(Instant now) {
      var silenceEnd = heartbeatSeconds == null ? null : now.plusSeconds(heartbeatSeconds);
      return new OnCall(
          scheduledEventId,
          submittedEventId,
          timeoutAt,
          heartbeatSeconds,
          silenceEnd,
          child,
          early);
    }
  }

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
      implements OnWork {

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

    @Override
    public boolean isListed() {
      return !isStarted();
    }

    @Override
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

  /** A redrive of the execution, which has failed with the state. */
  record OnRedrive() implements Waiting {
    @Override
    public @Nullable Instant deadline() {
      return null;
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
