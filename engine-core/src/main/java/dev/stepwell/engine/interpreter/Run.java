package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.model.MapState;
import dev.stepwell.asl.model.ParallelState;
import dev.stepwell.asl.model.State;
import dev.stepwell.asl.model.StatesBlock;
import dev.stepwell.engine.effect.Effect;
import dev.stepwell.engine.history.EventDetails;
import dev.stepwell.engine.history.EventType;
import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.Redrives;
import dev.stepwell.engine.model.StartedWork;
import dev.stepwell.engine.state.ExecutionState;
import dev.stepwell.engine.state.Fork;
import dev.stepwell.engine.state.NotRedrivable;
import dev.stepwell.engine.state.Outcome;
import dev.stepwell.engine.state.Scope;
import dev.stepwell.engine.state.Scope.Phase;
import dev.stepwell.engine.state.Visit;
import dev.stepwell.engine.state.Waiting;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The working copy of one execution while one command is applied: what has been decided so far,
 * ready to be handed out.
 */
final class Run {
  private final RunnableMachine machine;
  private final ExecutionState base;
  private final Instant now;
  private final Limits limits;
  private final ActivityDirectory activities;
  private final CallQueues callQueues;
  private final TokenIssuer tokens;
  private final Evaluation evaluation;

  private final NewEvents events;
  private final List<Effect> effects = new ArrayList<>();
  private final Set<Integer> written = new HashSet<>();
  private final Set<Integer> removed = new HashSet<>();
  private int nextScopeId;
  private Standing standing;
  private @Nullable Outcome outcome;
  private Redrives redrives;
  private Instant timeoutAt;

  Run(
      RunnableMachine machine,
      ExecutionState base,
      Instant now,
      Limits limits,
      ActivityDirectory activities,
      CallQueues callQueues,
      TokenIssuer tokens) {
    this.machine = machine;
    this.base = base;
    this.now = now;
    this.limits = limits;
    this.activities = activities;
    this.callQueues = callQueues;
    this.tokens = tokens;
    this.evaluation = new Evaluation(base);
    this.events = new NewEvents(base.nextEventId(), now, limits);
    this.nextScopeId = base.nextScopeId();
    this.standing = Standing.of(base);
    this.redrives = base.redrives();
    this.timeoutAt = base.timeoutAt();
  }

  // ---- looking ----

  RunnableMachine machine() {
    return machine;
  }

  ExecutionHeader header() {
    return base.header();
  }

  Instant now() {
    return now;
  }

  Limits limits() {
    return limits;
  }

  /** What its expressions draw on. */
  Evaluation evaluation() {
    return evaluation;
  }

  boolean activityExists(String activityArn) {
    return activities.exists(activityArn);
  }

  CallQueues callQueues() {
    return callQueues;
  }

  /** The token of the attempt with that …Scheduled event; the next event tells its start. */
  String token(long scheduledEventId) {
    return tokens.issue(base.header().id(), scheduledEventId, scheduledEventId + 1);
  }

  long lastEventId() {
    return events.nextEventId() - 1;
  }

  Redrives redrives() {
    return redrives;
  }

  Instant timeoutAt() {
    return timeoutAt;
  }

  /** How far the execution is now. */
  Standing standing() {
    return standing;
  }

  boolean isOver() {
    return outcome != null || events.isFull();
  }

  /** Scopes that run, in id order. */
  Collection<Scope> openScopes() {
    return standing.open().values();
  }

  @Nullable Scope findScope(int id) {
    return standing.open().get(id);
  }

  Scope requireScope(int id) {
    return Objects.requireNonNull(findScope(id), () -> "no open scope " + id);
  }

  Fork requireFork(int parentId) {
    return Objects.requireNonNull(
        standing.forks().get(parentId), () -> "no fork of scope " + parentId);
  }

  @Nullable Payload findFinished(int scopeId) {
    return standing.finished().get(scopeId);
  }

  /** The value of a variable in the scope or around it, or null when none is assigned. */
  @Nullable Payload findVariable(Scope scope, String name) {
    for (var outer = scope; ; outer = requireScope(outer.parentId())) {
      var value = outer.variables().find(name);
      if (value != null || outer.isRoot()) {
        return value;
      }
    }
  }

  /** Size of the variables of all scopes together, in bytes of UTF-8. */
  long variableBytes() {
    return standing.variableBytes();
  }

  /** Whether the newest event tells the success of a Parallel or Map. */
  boolean hasJustJoined() {
    return events.hasJustJoined();
  }

  StateContext context(Scope scope, Visit visit) {
    return new StateContext(this, scope, visit);
  }

  /** The state of that name in the scope's block. */
  State stateOf(Scope scope, String name) {
    return block(scope).requireState(name);
  }

  /** The Parallel or Map that forked the scope. */
  State forkingState(Scope scope) {
    var parent = requireScope(scope.parentId());
    return stateOf(parent, visiting(parent).visit().stateName());
  }

  StatesBlock block(Scope scope) {
    if (scope.isRoot()) {
      return machine.definition().block();
    }
    return switch (forkingState(scope)) {
      case ParallelState parallel -> parallel.branches().get(scope.index());
      case MapState map -> map.processor();
      case State other -> throw new IllegalStateException("not a forking state: " + other.name());
    };
  }

  static Phase.Visiting visiting(Scope scope) {
    if (scope.phase() instanceof Phase.Visiting visiting) {
      return visiting;
    }
    throw new IllegalStateException("scope " + scope.id() + " is between states");
  }

  // ---- deciding ----

  /**
   * Adds an event.
   *
   * @return its id
   */
  long append(long previousEventId, EventType type, EventDetails details) {
    return events.append(previousEventId, type, details);
  }

  /**
   * Adds an event that follows the scope's last one.
   *
   * @return the scope after it
   */
  Scope append(Scope scope, EventType type, EventDetails details) {
    return scope.after(append(scope.lastEventId(), type, details));
  }

  void put(Scope scope) {
    standing = standing.with(scope);
    written.add(scope.id());
  }

  void owe(Effect effect) {
    effects.add(effect);
  }

  /**
   * Reserves ids for the scopes of a fork.
   *
   * @return the first
   */
  int reserveScopes(int count) {
    var first = nextScopeId;
    nextScopeId = Math.addExact(nextScopeId, count);
    return first;
  }

  void putFork(int parentId, Fork fork) {
    standing = standing.withFork(parentId, fork);
  }

  /**
   * Assigns variables of a scope.
   *
   * @return the scope with them
   */
  Scope assign(Scope scope, Map<String, Payload> assigned) {
    var variables = scope.variables().with(assigned);
    var more = variables.utf8Bytes() - scope.variables().utf8Bytes();
    standing = standing.withVariableBytes(standing.variableBytes() + more);
    return scope.with(variables);
  }

  /** The scope is at its end; its output waits for the siblings. */
  void finish(Scope scope, Payload output) {
    standing = standing.withFinished(scope, output);
    written.add(scope.id());
  }

  /** Nobody waits for this work any more. */
  void abandon(Waiting.OnWork work) {
    if (base.isClosed() && work.scheduledEventId() < base.nextEventId()) {
      // It ended with the execution, which is redriven now.
      return;
    }
    if (work.isListed()) {
      owe(new Effect.WithdrawTask(work.scheduledEventId()));
    }
    if (work instanceof Waiting.OnCall call && call.started() != null) {
      oweStop(call.scheduledEventId(), call.started());
    }
  }

  /** What a task has started must not outlive it. */
  void oweStop(long scheduledEventId, StartedWork started) {
    owe(
        switch (started) {
          case StartedWork.Child(var id) -> new Effect.StopChild(id);
          case StartedWork.Job job -> new Effect.StopJob(scheduledEventId, job);
        });
  }

  /** Forgets a running scope, and the task it may have offered. */
  void remove(Scope scope) {
    if (scope.phase() instanceof Phase.Visiting(_, Waiting.OnWork work)) {
      abandon(work);
    }
    standing = standing.without(scope);
    removed.add(scope.id());
  }

  /** Forgets the outputs of a fork's finished scopes, and the fork. */
  void removeFork(int parentId, Waiting.OnScopes scopes) {
    for (var i = 0; i < scopes.total(); i++) {
      var id = scopes.firstScopeId() + i;
      if (findFinished(id) != null) {
        standing = standing.withoutFinished(id);
        removed.add(id);
      }
    }
    standing = standing.withoutFork(parentId);
  }

  /**
   * The execution goes on that had been closed.
   *
   * @param clientToken null when the caller gave none
   * @return the event that tells it
   */
  long redrive(@Nullable String clientToken) {
    redrives = redrives.with(clientToken, now);
    timeoutAt = machine.timeoutAt(header().startedAt(), now, limits.executionDuration());
    return append(
        lastEventId(),
        EventType.EXECUTION_REDRIVEN,
        new EventDetails.ExecutionRedriven(redrives.count()));
  }

  /**
   * Ends the execution with its last event.
   *
   * @param kept what a redrive goes on with, if its history has room for one
   */
  void close(
      long previousEventId, EventType type, EventDetails details, Outcome end, Standing kept) {
    if (events.isFull()) {
      return;
    }
    events.appendLast(previousEventId, type, details);
    outcome = end;
    var parent = header().parent();
    if (parent != null) {
      owe(new Effect.TellParent(parent, Children.told(machine, header(), end)));
    }
    List.copyOf(openScopes()).forEach(this::remove);
    removed.addAll(standing.finished().keySet());
    standing = NotRedrivable.hasRoom(lastEventId(), limits) ? kept : Standing.NOTHING;
    removed.removeAll(standing.open().keySet());
    removed.removeAll(standing.finished().keySet());
  }

  // ---- handing out ----

  boolean isHistoryFull() {
    return events.isFull();
  }

  /**
   * Takes back what was decided, the events that fit excepted, so that the execution can be failed
   * in time.
   */
  void dropDecisions() {
    outcome = null;
    events.forgetThatItIsFull();
    effects.clear();
    written.clear();
    removed.clear();
    nextScopeId = base.nextScopeId();
    standing = Standing.of(base);
  }

  Transition.Applied applied(@Nullable Instant wakeAt, long charactersTold) {
    var state =
        new ExecutionState(
            base.header(),
            events.nextEventId(),
            nextScopeId,
            events.isEmpty() ? base.lastEventAt() : now,
            timeoutAt,
            outcome == null ? wakeAt : null,
            redrives,
            standing.open(),
            standing.finished(),
            standing.forks(),
            standing.variableBytes(),
            outcome);
    // What came and went within this command was never stored.
    written.removeAll(removed);
    removed.removeIf(id -> id >= base.nextScopeId());
    return new Transition.Applied(state, events.all(), effects, written, removed, charactersTold);
  }
}
