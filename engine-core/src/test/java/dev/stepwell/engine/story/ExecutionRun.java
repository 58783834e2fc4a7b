package dev.stepwell.engine.story;

import dev.stepwell.asl.Asl;
import dev.stepwell.asl.model.MachineType;
import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.effect.Effect;
import dev.stepwell.engine.history.HistoryEvent;
import dev.stepwell.engine.interpreter.CallQueues;
import dev.stepwell.engine.interpreter.Interpreter;
import dev.stepwell.engine.interpreter.RunnableMachine;
import dev.stepwell.engine.interpreter.Transition;
import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.RevisionKey;
import dev.stepwell.engine.state.ExecutionState;
import dev.stepwell.engine.state.Scope;
import dev.stepwell.engine.state.Scope.Phase;
import dev.stepwell.engine.state.Waiting;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** One execution on the pure interpreter in virtual time; every step is checked. */
public final class ExecutionRun {
  public static final Instant START = Instant.parse("2026-11-22T10:15:30Z");
  public static final String ACTIVITY = "arn:aws:states:us-east-1:123456789012:activity:";

  /** A function that workers take the calls of, from a queue. */
  static final String BY_WORKERS = "byWorkers";

  /** How long they may keep one. */
  static final long ANSWER_SECONDS = 8;

  private static final int MOST_TIMERS = 10_000;

  private final Interpreter interpreter;
  private final Limits limits;
  private final RunnableMachine machine;
  private final StepChecks checks = new StepChecks();
  private final List<HistoryEvent> history = new ArrayList<>();
  private ExecutionState state;
  private Instant now = START;

  /**
   * An execution that has not begun.
   *
   * @param definition {@code "@Name"} stands for the ARN of that activity; one called Missing does
   *     not exist
   * @param input JSON text
   */
  public ExecutionRun(String definition, String input, Limits limits) {
    this.limits = limits;
    this.interpreter =
        new Interpreter(
            limits,
            arn -> !arn.endsWith(":Missing"),
            (resource, _) ->
                resource.arn().endsWith(":" + BY_WORKERS)
                    ? new CallQueues.CallQueue("function:" + BY_WORKERS, ANSWER_SECONDS)
                    : null,
            (id, scheduledEventId, startedEventId) ->
                "token-" + scheduledEventId + "-" + startedEventId);
    this.machine = machine(definition.replace("\"@", "\"" + ACTIVITY));
    var header =
        new ExecutionHeader(
            new ExecutionId(7, 42), machine.key(), "run-1", Payload.ofText(input), START, null);
    var own = machine.definition().timeoutSeconds();
    var timeout = own == null ? limits.executionDuration() : Duration.ofSeconds(own);
    this.state = ExecutionState.beforeStart(header, START.plus(timeout));
  }

  private static RunnableMachine machine(String definition) {
    var arns = new Arns("aws", "us-east-1", "123456789012");
    return switch (Asl.read(definition)) {
      case Asl.Reading.Valid(var valid, _) ->
          new RunnableMachine(
              new RevisionKey(1, 1),
              "Story",
              arns.stateMachine("Story"),
              "arn:aws:iam::123456789012:role/story",
              MachineType.STANDARD,
              valid,
              arns);
      case Asl.Reading.Invalid(var problems) ->
          throw new IllegalArgumentException(problems + " in " + definition);
    };
  }

  public ExecutionState state() {
    return state;
  }

  Limits limits() {
    return limits;
  }

  public Instant now() {
    return now;
  }

  public List<HistoryEvent> history() {
    return history;
  }

  /** Tasks that wait for a worker or its result, in order of scheduling. */
  public List<Waiting.OnTask> tasks() {
    return work(Waiting.OnTask.class);
  }

  /** Calls that wait for the service's answer or a token's, in order of scheduling. */
  public List<Waiting.OnCall> calls() {
    return work(Waiting.OnCall.class);
  }

  /** Tasks of workers and calls of services that have no outcome yet, in order of scheduling. */
  List<Waiting.OnWork> work() {
    return work(Waiting.OnWork.class);
  }

  private <T extends Waiting.OnWork> List<T> work(Class<T> type) {
    return (state.isClosed() ? List.<Scope>of() : state.open().values())
        .stream()
            .map(scope -> scope.phase() instanceof Phase.Visiting(_, var waiting) ? waiting : null)
            .filter(type::isInstance)
            .map(type::cast)
            .sorted(Comparator.comparingLong(Waiting.OnWork::scheduledEventId))
            .toList();
  }

  /** Applies a command, and the Continue commands that it owes. */
  public Transition apply(Command command) {
    var transition = applyOnce(command);
    var last = transition;
    while (last instanceof Transition.Applied applied
        && applied.effects().contains(new Effect.ContinueLater())) {
      last = applyOnce(new Command.Continue());
    }
    return transition;
  }

  private Transition applyOnce(Command command) {
    var before = state;
    var transition = interpreter.apply(machine, before, command, now);
    var again = interpreter.apply(machine, before, command, now);
    checks.sameBytes(transition, again);
    if (transition instanceof Transition.Applied applied) {
      history.addAll(applied.events());
      state = applied.state();
      checks.step(before, applied, now);
    }
    return transition;
  }

  /** Lets time pass; every timer on the way fires when it is due, and not before. */
  public void pass(Duration duration) {
    var end = now.plus(duration);
    for (var fired = 0; fired < MOST_TIMERS; fired++) {
      var wakeAt = state.wakeAt();
      if (wakeAt == null || wakeAt.isAfter(end)) {
        now = end;
        return;
      }
      // Where the clock was set back behind the newest event, that event's time counts.
      if (wakeAt.isAfter(now) && wakeAt.isAfter(state.lastEventAt())) {
        now = wakeAt.minusMillis(1);
        checks.nothingDue(apply(new Command.FireTimer()));
      }
      now = wakeAt.isAfter(now) ? wakeAt : now;
      apply(new Command.FireTimer());
    }
    throw new AssertionError("timers fire for ever at " + now);
  }

  /** Lets time pass until a timer is due, which is not fired yet. */
  void passUntilDue() {
    var wakeAt = state.wakeAt();
    if (wakeAt == null) {
      throw new AssertionError("nothing will ever be due");
    }
    now = wakeAt.isAfter(now) ? wakeAt : now;
  }

  /** Goes on as if the state had been stored in format version 1, which did not keep as much. */
  public void isStoredByVersion1() {
    var open = state.open();
    for (var scope : state.open().values()) {
      if (scope.phase() instanceof Phase.Visiting(var visit, Waiting.OnTask task)) {
        var stored =
            new Waiting.OnTask(
                task.activityArn(),
                task.scheduledEventId(),
                task.startedEventId(),
                null,
                task.timeoutAt(),
                task.heartbeatSeconds(),
                task.heartbeatAt());
        open = open.plus(scope.id(), scope.at(new Phase.Visiting(visit, stored)));
      }
    }
    state =
        new ExecutionState(
            state.header(),
            state.nextEventId(),
            state.nextScopeId(),
            state.lastEventAt(),
            state.timeoutAt(),
            state.wakeAt(),
            state.redrives(),
            open,
            state.finished(),
            state.forks(),
            state.variableBytes(),
            state.outcome());
  }

  /** A clock that was set back. */
  public void stepBack(Duration duration) {
    now = now.minus(duration);
  }
}
