package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.json.Json;
import dev.stepwell.asl.model.ErrorNames;
import dev.stepwell.asl.model.MapState;
import dev.stepwell.asl.model.ParallelState;
import dev.stepwell.asl.model.State;
import dev.stepwell.engine.history.EventDetails;
import dev.stepwell.engine.history.EventDetails.None;
import dev.stepwell.engine.history.EventType;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.state.Fork;
import dev.stepwell.engine.state.Scope;
import dev.stepwell.engine.state.Scope.Phase;
import dev.stepwell.engine.state.Variables;
import dev.stepwell.engine.state.Visit;
import dev.stepwell.engine.state.Waiting;
import java.util.ArrayList;
import java.util.Objects;

/**
 * The branches of a Parallel and the iterations of a Map: how they begin, and what becomes of their
 * outputs.
 */
final class Forks {
  private final Run run;
  private final ControlFlow control;
  private final Failures failures;

  Forks(Run run, ControlFlow control, Failures failures) {
    this.run = run;
    this.control = control;
    this.failures = failures;
  }

  /** Begins all branches. */
  void branches(Scope scope, ParallelState state, Visit visit, Payload input) {
    var started = run.append(scope, EventType.PARALLEL_STATE_STARTED, None.INSTANCE);
    var branches = state.branches().size();
    var first = run.reserveScopes(branches);
    var scopes = new Waiting.OnScopes(first, branches, branches, started.lastEventId(), null);
    run.put(started.at(new Phase.Visiting(visit, scopes)));
    run.putFork(scope.id(), new Fork(branches, 0, 0));
    for (var i = 0; i < branches; i++) {
      var startAt = state.branches().get(i).startAt();
      control.begin(
          new Scope(
              first + i,
              scope.id(),
              i,
              started.lastEventId(),
              new Phase.Entering(startAt, input),
              Variables.NONE));
    }
  }

  /** Begins as many iterations as may run at a time. */
  void items(Scope scope, MapState state, Visit visit, Step.ForkItems fork) {
    var items = fork.count();
    var concurrency = fork.concurrency();
    var started =
        run.append(scope, EventType.MAP_STATE_STARTED, new EventDetails.MapStateStarted(items));
    var first = run.reserveScopes(items);
    var scopes =
        new Waiting.OnScopes(first, items, concurrency, started.lastEventId(), fork.items());
    var forked = started.at(new Phase.Visiting(visit, scopes));
    run.put(forked);
    run.putFork(scope.id(), new Fork(0, 0, 0));
    if (items == 0) {
      control.joinNext(scope.id(), started.lastEventId());
      return;
    }
    for (var i = 0; i < Math.min(items, concurrency); i++) {
      if (!startIteration(forked, state, visit, scopes, forked.lastEventId())) {
        return;
      }
    }
  }

  /**
   * Begins the next iteration of a Map.
   *
   * @param causeEventId what made room for it
   * @return false when the iteration has no input, and the Map has failed
   */
  private boolean startIteration(
      Scope parent, MapState state, Visit visit, Waiting.OnScopes scopes, long causeEventId) {
    var fork = run.requireFork(parent.id());
    var index = fork.started();
    run.evaluation().renewAllowance();
    return switch (Handlers.MAP.iterationInput(state, run.context(parent, visit), scopes, index)) {
      case MapHandler.IterationInput.Missing(var failure) -> {
        failures.failFork(parent, state, visit, failure, causeEventId);
        yield false;
      }
      case MapHandler.IterationInput.Ready(var input) -> {
        var eventId =
            run.append(
                causeEventId,
                EventType.MAP_ITERATION_STARTED,
                new EventDetails.MapIteration(state.name(), index));
        run.putFork(parent.id(), fork.withStarted());
        control.begin(
            new Scope(
                scopes.firstScopeId() + index,
                parent.id(),
                index,
                eventId,
                new Phase.Entering(state.processor().startAt(), input),
                Variables.NONE));
        yield true;
      }
    };
  }

  /**
   * Goes on with a fork at a redrive: begins iterations that there is room for, or ends the fork
   * where nothing in it is left to do.
   *
   * @param redrivenEventId the ExecutionRedriven event
   */
  void fill(Scope scope, long redrivenEventId) {
    var visiting = Run.visiting(scope);
    var visit = visiting.visit();
    var scopes = (Waiting.OnScopes) visiting.waiting();
    if (run.stateOf(scope, visit.stateName()) instanceof MapState map) {
      while (hasRoomFor(scopes, run.requireFork(scope.id()))) {
        if (!startIteration(scope, map, visit, scopes, redrivenEventId)) {
          return;
        }
      }
    }
    if (run.requireFork(scope.id()).finished() == scopes.total()) {
      control.joinNext(scope.id(), redrivenEventId);
    }
  }

  private static boolean hasRoomFor(Waiting.OnScopes scopes, Fork fork) {
    return fork.started() < scopes.total() && fork.running() < scopes.concurrency();
  }

  /** A branch or an iteration is at its end. */
  void end(Scope scope, Payload output) {
    var state = run.forkingState(scope);
    var parent = run.requireScope(scope.parentId());
    var visiting = Run.visiting(parent);
    var scopes = (Waiting.OnScopes) visiting.waiting();
    var lastEventId = scope.lastEventId();
    var ending = run.requireFork(parent.id());
    var kept = ending.kept(output, run.limits().payloadBytes());
    run.finish(scope, kept);
    run.putFork(parent.id(), ending.withFinished(kept));
    if (state instanceof MapState map) {
      lastEventId =
          run.append(
              scope.lastEventId(),
              EventType.MAP_ITERATION_SUCCEEDED,
              new EventDetails.MapIteration(map.name(), scope.index()));
      var fork = run.requireFork(parent.id());
      if (fork.started() < scopes.total()) {
        startIteration(parent, map, visiting.visit(), scopes, scope.lastEventId());
        return;
      }
    }
    if (run.requireFork(parent.id()).finished() == scopes.total()) {
      control.joinNext(parent.id(), lastEventId);
    }
  }

  /** Every scope is at its end. */
  void join(Work.Join join) {
    var parent = run.requireScope(join.parentId());
    var visiting = Run.visiting(parent);
    var visit = visiting.visit();
    var scopes = (Waiting.OnScopes) visiting.waiting();
    var result = joinedOutputs(scopes);
    var before = run.standing();
    run.removeFork(parent.id(), scopes);
    var state = run.stateOf(parent, visit.stateName());
    var isMap = state instanceof MapState;
    run.append(
        join.lastEventId(),
        isMap ? EventType.MAP_STATE_SUCCEEDED : EventType.PARALLEL_STATE_SUCCEEDED,
        None.INSTANCE);
    // …StateExited follows the last event inside, not …StateSucceeded (recorded).
    var atEnd = parent.after(join.lastEventId());
    run.evaluation().renewAllowance();
    var step = afterJoin(state, run.context(atEnd, visit), result);
    if (step instanceof Step.Fail failure && !isTooLarge(failure)) {
      failures.failFork(atEnd, state, visit, failure, before);
    } else {
      control.perform(atEnd, state, visit, step);
    }
  }

  /** Then a redrive does all of the Parallel or Map again (history-events.md §5). */
  private static boolean isTooLarge(Step.Fail failure) {
    return ErrorNames.DATA_LIMIT_EXCEEDED.equals(failure.error().name());
  }

  private Step afterJoin(State state, StateContext context, Payload result) {
    if (result.utf8Bytes() > run.limits().payloadBytes()) {
      return Leaving.tooLarge(state.name());
    }
    if (result.isNestedDeeperThan(Json.MAX_NESTING_DEPTH)) {
      return Leaving.tooDeep(context);
    }
    return state instanceof MapState map
        ? Handlers.MAP.joined(map, context, result)
        : Handlers.PARALLEL.joined((ParallelState) state, context, result);
  }

  /** The outputs in order, joined as texts: AWS hands on the very text of each (recorded). */
  private Payload joinedOutputs(Waiting.OnScopes scopes) {
    var outputs = new ArrayList<Payload>(scopes.total());
    for (var i = 0; i < scopes.total(); i++) {
      outputs.add(Objects.requireNonNull(run.findFinished(scopes.firstScopeId() + i)));
    }
    return Payload.ofElements(outputs);
  }
}
