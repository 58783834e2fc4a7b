package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.expression.Allowance;
import dev.stepwell.asl.expression.StatesError;
import dev.stepwell.asl.json.Json;
import dev.stepwell.asl.model.ErrorNames;
import dev.stepwell.asl.model.MapState;
import dev.stepwell.asl.model.ParallelState;
import dev.stepwell.asl.model.State;
import dev.stepwell.asl.model.TaskResource;
import dev.stepwell.engine.effect.Effect;
import dev.stepwell.engine.history.EventDetails;
import dev.stepwell.engine.history.EventDetails.None;
import dev.stepwell.engine.history.EventType;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.state.Fork;
import dev.stepwell.engine.state.Outcome;
import dev.stepwell.engine.state.Scope;
import dev.stepwell.engine.state.Scope.Phase;
import dev.stepwell.engine.state.Variables;
import dev.stepwell.engine.state.Visit;
import dev.stepwell.engine.state.Waiting;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Moves the scopes of one execution from state to state until every one waits. Works off a list,
 * never by recursion: how deep Parallel and Map states are nested is the user's choice.
 *
 * <p>The ids that {@code previousEventId} refers to follow history-events.md §3.
 */
final class ControlFlow {
  /**
   * Inputs and outputs told by one command before its outcome so far is written; a few more bytes
   * of history are made at once than this and one transition's.
   */
  private static final long MAX_CHARACTERS = 4_194_304;

  private final Run run;
  private final Failures failures;
  private final Deque<Work> work = new ArrayDeque<>();
  private int transitionsLeft;
  private long charactersTold;
  private boolean isDone = true;

  ControlFlow(Run run) {
    this.run = run;
    this.transitionsLeft = run.limits().transitionsPerCommit();
    this.failures = new Failures(run, this);
    for (var scope : run.openScopes()) {
      if (scope.phase() instanceof Phase.Entering) {
        work.addLast(new Work.Enter(scope.id()));
      }
    }
  }

  /** Whether scopes were left between two states by the command before. */
  boolean hasWork() {
    return !work.isEmpty();
  }

  /**
   * Runs until every scope waits, the execution is over, or what is allowed in one commit is used
   * up: transitions, characters told, steps of expressions. However often it is called, they are
   * counted together.
   *
   * @return false when work is left
   */
  boolean runToQuiescence() {
    while (!run.isOver()) {
      switch (work.peekFirst()) {
        case null -> {
          return isDone;
        }
        case Work.Join join -> {
          work.removeFirst();
          join(join);
        }
        case Work.Enter(var scopeId) -> {
          work.removeFirst();
          // A sibling's failure may have removed the scope meanwhile.
          var scope = run.findScope(scopeId);
          if (scope != null && scope.phase() instanceof Phase.Entering entering) {
            if (hasRoom()) {
              transitionsLeft--;
              enter(scope, entering);
            } else {
              // Its phase is remembered, so that the next command finds it; that a fork is ready to
              // be joined is not, so that the joins behind it are done now.
              isDone = false;
            }
          }
        }
      }
    }
    return true;
  }

  /** Inputs and outputs of states so far. */
  long charactersTold() {
    return charactersTold;
  }

  /** Whether the commit takes another transition. */
  private boolean hasRoom() {
    return transitionsLeft > 0
        && charactersTold < MAX_CHARACTERS
        && run.expressionSteps() < Allowance.STEPS;
  }

  private void enter(Scope scope, Phase.Entering entering) {
    run.renewAllowance();
    charactersTold += entering.input().text().length();
    var state = run.stateOf(scope, entering.stateName());
    var inState =
        run.append(
            scope,
            StateTypes.entered(state),
            new EventDetails.StateEntered(state.name(), entering.input()));
    var visit =
        new Visit(
            state.name(),
            scope.lastEventId(),
            inState.lastEventId(),
            run.now(),
            entering.input(),
            List.of());
    perform(inState, state, visit, Handlers.enter(state, run.context(inState, visit)));
  }

  /** Does the work of a state again, after a failure that a Retrier allows, or at a redrive. */
  void workAgain(Scope scope, State state, Visit visit) {
    run.renewAllowance();
    perform(scope, state, visit, Handlers.enter(state, run.context(scope, visit)));
  }

  /** Makes happen what a handler wants. */
  void perform(Scope scope, State state, Visit visit, Step step) {
    switch (step) {
      case Step.Exit exit -> exit(scope, state, exit);
      case Step.Await(var waiting) -> run.put(scope.at(new Phase.Visiting(visit, waiting)));
      case Step.Fail fail -> failures.fail(scope, state, visit, fail);
      case Step.Schedule schedule -> schedule(scope, visit, schedule);
      case Step.ForkBranches(var input) -> forkBranches(scope, (ParallelState) state, visit, input);
      case Step.ForkItems fork -> forkItems(scope, (MapState) state, visit, fork);
    }
  }

  /**
   * Lets Retry and Catch handle a failure.
   *
   * @param scope its last event is the one that tells the failure
   */
  void fail(Scope scope, State state, Visit visit, Step.Fail failure) {
    failures.fail(scope, state, visit, failure);
  }

  /** Leaves a state. */
  void exit(Scope scope, State state, Step.Exit exit) {
    var output = exit.output();
    charactersTold += output.text().length();
    var left =
        run.append(
            scope,
            StateTypes.exited(state),
            new EventDetails.StateExited(state.name(), output, exit.assigned()));
    var next = exit.next();
    if (next == null) {
      end(left, output);
    } else {
      proceed(run.assign(left, exit.assigned()), next, output);
    }
  }

  private void proceed(Scope scope, String next, Payload input) {
    run.put(scope.at(new Phase.Entering(next, input)));
    work.addFirst(new Work.Enter(scope.id()));
  }

  private void schedule(Scope scope, Visit visit, Step.Schedule schedule) {
    var resource = schedule.resource();
    var told = TaskEvents.scheduled(resource, schedule, run.machine().arns().region());
    var scheduled = run.append(scope, told.type(), told.details());
    var taskId = scheduled.lastEventId();
    var timeout = schedule.timeoutSeconds();
    var timeoutAt = timeout == null ? null : run.now().plusSeconds(timeout);
    var heartbeat = schedule.heartbeatSeconds();
    if (resource instanceof TaskResource.Activity(var arn)) {
      var task =
          new Waiting.OnTask(
              arn, taskId, 0, remembered(schedule, visit), timeoutAt, heartbeat, null);
      run.put(scheduled.at(new Phase.Visiting(visit, task)));
      run.owe(new Effect.OfferTask(taskId, arn, run.now()));
    } else {
      var call = new Waiting.OnCall(taskId, 0, timeoutAt, heartbeat, null, null, null);
      var start = TaskEvents.callStarted(resource);
      var started = run.append(scheduled, start.type(), start.details());
      run.put(started.at(new Phase.Visiting(visit, call)));
      run.owe(
          new Effect.MakeCall(
              taskId, resource.arn(), schedule.input(), schedule.roleArn(), run.now()));
    }
  }

  /** What the worker will get, where it is not the state input itself. */
  @SuppressWarnings("ReferenceEquality") // one that only looks alike may look different next time
  private static @Nullable Payload remembered(Step.Schedule schedule, Visit visit) {
    return schedule.input() == visit.input() ? null : schedule.input();
  }

  // ---- fork and join ----

  private void forkBranches(Scope scope, ParallelState state, Visit visit, Payload input) {
    var started = run.append(scope, EventType.PARALLEL_STATE_STARTED, None.INSTANCE);
    var branches = state.branches().size();
    var first = run.reserveScopes(branches);
    var scopes = new Waiting.OnScopes(first, branches, branches, started.lastEventId(), null);
    run.put(started.at(new Phase.Visiting(visit, scopes)));
    run.putFork(scope.id(), new Fork(branches, 0, 0));
    for (var i = 0; i < branches; i++) {
      var startAt = state.branches().get(i).startAt();
      begin(
          new Scope(
              first + i,
              scope.id(),
              i,
              started.lastEventId(),
              new Phase.Entering(startAt, input),
              Variables.NONE));
    }
  }

  private void forkItems(Scope scope, MapState state, Visit visit, Step.ForkItems fork) {
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
      work.addFirst(new Work.Join(scope.id(), started.lastEventId()));
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
    run.renewAllowance();
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
        begin(
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
      work.addFirst(new Work.Join(scope.id(), redrivenEventId));
    }
  }

  private static boolean hasRoomFor(Waiting.OnScopes scopes, Fork fork) {
    return fork.started() < scopes.total() && fork.running() < scopes.concurrency();
  }

  /** A new scope runs, after those that were begun before it. */
  void begin(Scope scope) {
    run.put(scope);
    work.addLast(new Work.Enter(scope.id()));
  }

  /** The scope has left its last state. */
  private void end(Scope scope, Payload output) {
    if (scope.isRoot()) {
      run.close(
          scope.lastEventId(),
          EventType.EXECUTION_SUCCEEDED,
          new EventDetails.Output(output),
          new Outcome(ExecutionStatus.SUCCEEDED, run.now(), output, null, null),
          Standing.NOTHING);
      return;
    }
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
      work.addFirst(new Work.Join(parent.id(), lastEventId));
    }
  }

  private void join(Work.Join join) {
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
    run.renewAllowance();
    var step = afterJoin(state, run.context(atEnd, visit), result);
    if (step instanceof Step.Fail failure && !isTooLarge(failure)) {
      failures.failFork(atEnd, state, visit, failure, before);
    } else {
      perform(atEnd, state, visit, step);
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

  /**
   * Ends the execution with an error that nothing has caught.
   *
   * @param kept how far it was before the failure
   */
  void failExecution(long previousEventId, StatesError error, Standing kept) {
    run.close(
        previousEventId,
        EventType.EXECUTION_FAILED,
        new EventDetails.Failure(error.name(), error.cause()),
        new Outcome(ExecutionStatus.FAILED, run.now(), null, error.name(), error.cause()),
        kept);
  }
}
