package dev.stepwell.engine.state;

import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.StartedWork;
import java.time.Duration;
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
   * @param started what the call has started and what ends with it, or null
   * @param asking when the job that was started is asked for; null where none was
   * @param early an end of the work that came before the service's answer, or null
   * @param handover where a worker takes the call; null where a node makes it
   */
  record OnCall(
      long scheduledEventId,
      long submittedEventId,
      @Nullable Instant timeoutAt,
      @Nullable Long heartbeatSeconds,
      @Nullable Instant heartbeatAt,
      @Nullable StartedWork started,
      @Nullable Asking asking,
      @Nullable CallOutcome early,
      @Nullable Handover handover)
      implements OnWork {

    /** A call that a node is about to make. */
    public static OnCall byNode(
        long scheduledEventId, @Nullable Instant timeoutAt, @Nullable Long heartbeatSeconds) {
      return byWorker(scheduledEventId, timeoutAt, heartbeatSeconds, null);
    }

    /** A call that a worker is to take. */
    public static OnCall byWorker(
        long scheduledEventId,
        @Nullable Instant timeoutAt,
        @Nullable Long heartbeatSeconds,
        @Nullable Handover handover) {
      return new OnCall(
          scheduledEventId, 0, timeoutAt, heartbeatSeconds, null, null, null, null, handover);
    }

    /** A row of a node's queue, or of the workers' until one of them has the call. */
    @Override
    public boolean isListed() {
      return submittedEventId == 0 && (handover == null || !handover.isStarted());
    }

    /** Until when the worker that has the call may keep it; null while none has. */
    public @Nullable Instant answerBy() {
      return handover == null ? null : handover.answerBy();
    }

    /** Whether it is time to ask for the job, and not to give it up. */
    public boolean isToBeAskedFor(Instant now) {
      var end = OnWork.super.deadline();
      return asking != null && !now.isBefore(asking.at()) && (end == null || now.isBefore(end));
    }

    @Override
    public @Nullable Instant deadline() {
      var own = OnWork.super.deadline();
      var other = asking == null ? answerBy() : asking.at();
      return own == null || (other != null && other.isBefore(own)) ? other : own;
    }

    /** The same call in the hands of a worker. */
    public OnCall startedBy(Handover taken) {
      return with(heartbeatAt, asking, early, taken);
    }

    /** The same call, answered by the service; silence counts from now on. */
    public OnCall submittedBy(long eventId, @Nullable StartedWork work, Instant now) {
      var first = work instanceof StartedWork.Job ? Asking.first(now) : null;
      return new OnCall(
              scheduledEventId,
              eventId,
              timeoutAt,
              heartbeatSeconds,
              null,
              work,
              first,
              early,
              null)
          .heardFrom(now);
    }

    /** The same call with an end of the work that came before the service's answer. */
    public OnCall endedEarly(CallOutcome outcome) {
      return with(heartbeatAt, asking, outcome, handover);
    }

    /** The same call, whose job is asked for then. */
    public OnCall asking(Asking next) {
      return with(heartbeatAt, next, early, handover);
    }

    /** The same call, after the end of what it has started. */
    public OnCall over() {
      return new OnCall(
          scheduledEventId,
          submittedEventId,
          timeoutAt,
          heartbeatSeconds,
          heartbeatAt,
          null,
          null,
          early,
          handover);
    }

    @Override
    public OnCall heardFrom(Instant now) {
      var silenceEnd = heartbeatSeconds == null ? null : now.plusSeconds(heartbeatSeconds);
      return with(silenceEnd, asking, early, handover);
    }

    private OnCall with(
        @Nullable Instant silenceEnd,
        @Nullable Asking nextAsking,
        @Nullable CallOutcome earlyEnd,
        @Nullable Handover nextHandover) {
      return new OnCall(
          scheduledEventId,
          submittedEventId,
          timeoutAt,
          heartbeatSeconds,
          silenceEnd,
          started,
          nextAsking,
          earlyEnd,
          nextHandover);
    }
  }

  /**
   * When a job is asked for, by whatever node finds that it is time: less and less often.
   *
   * @param asked how often it was
   * @param refusals how often in a row the service did not know the job, or did not tell
   * @param at when to ask next; while a question is on its way, when to believe it lost
   */
  record Asking(int asked, int refusals, Instant at) {
    /** A question that is not answered until then was lost with its node. */
    private static final Duration PATIENCE = Duration.ofMinutes(1);

    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(30);

    /** Right after its start a job may not be known everywhere; half a minute later it must be. */
    private static final int MOST_REFUSALS = 8;

    /** Of a job that was started just now. */
    static Asking first(Instant now) {
      return new Asking(0, 0, pause(0, now));
    }

    /** A question is sent. */
    public Asking sent(Instant now) {
      return new Asking(asked + 1, refusals, now.plus(PATIENCE));
    }

    /** The job goes on, as far as anybody can tell. */
    public Asking again(Instant now) {
      return new Asking(asked, 0, pause(asked, now));
    }

    /** The question was refused. */
    public Asking refused(Instant now) {
      return new Asking(asked, refusals + 1, pause(asked, now));
    }

    /** Whether the service will not tell any more. */
    public boolean isHopeless() {
      return refusals >= MOST_REFUSALS;
    }

    private static Instant pause(int asked, Instant now) {
      var longer = Duration.ofSeconds(asked + 1L);
      return now.plus(longer.compareTo(LONGEST_PAUSE) < 0 ? longer : LONGEST_PAUSE);
    }
  }

  /**
   * How a call comes to the worker that makes it.
   *
   * @param input what the worker gets; null where it is the state input itself, and once a worker
   *     has it
   * @param answerSeconds how long a worker may keep the call
   * @param startedEventId 0 while no worker has it
   * @param answerBy null while no worker has it
   */
  record Handover(
      String queue,
      @Nullable Payload input,
      long answerSeconds,
      long startedEventId,
      @Nullable Instant answerBy) {

    /** A call that no worker has yet. */
    public static Handover waiting(String queue, @Nullable Payload input, long answerSeconds) {
      return new Handover(queue, input, answerSeconds, 0, null);
    }

    public boolean isStarted() {
      return startedEventId != 0;
    }

    /** The same call in the hands of a worker. */
    public Handover startedBy(long eventId, Instant now) {
      return new Handover(queue, null, answerSeconds, eventId, now.plusSeconds(answerSeconds));
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
