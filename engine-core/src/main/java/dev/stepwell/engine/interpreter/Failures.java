package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.expression.StatesError;
import dev.stepwell.asl.json.Json;
import dev.stepwell.asl.model.Catcher;
import dev.stepwell.asl.model.ErrorNames;
import dev.stepwell.asl.model.MapState;
import dev.stepwell.asl.model.ParallelState;
import dev.stepwell.asl.model.Retrier;
import dev.stepwell.asl.model.State;
import dev.stepwell.asl.model.TaskState;
import dev.stepwell.asl.model.WaitState;
import dev.stepwell.engine.history.EventDetails;
import dev.stepwell.engine.history.EventDetails.None;
import dev.stepwell.engine.history.EventType;
import dev.stepwell.engine.state.Scope;
import dev.stepwell.engine.state.Scope.Phase;
import dev.stepwell.engine.state.Visit;
import dev.stepwell.engine.state.Waiting;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What happens to a state that fails: Retry, then Catch, then the failure of its block, which fails
 * the Parallel or Map around it in the same way, up to the execution. Source: asl.md §14–15,
 * history-events.md §3–4.
 */
final class Failures {
  private final Run run;
  private final ControlFlow control;

  Failures(Run run, ControlFlow control) {
    this.run = run;
    this.control = control;
  }

  /**
   * Handles the failure of a state.
   *
   * @param scope its last event is the one that tells the failure
   */
  void fail(Scope scope, State state, Visit visit, Step.Fail failure) {
    // Its work is over; a redrive begins it again.
    run.put(scope.at(new Phase.Visiting(visit, new Waiting.OnRedrive())));
    fail(scope, state, visit, failure, run.standing());
  }

  /**
   * Handles the failure of a Parallel or Map that had begun.
   *
   * @param before with its scopes: a redrive goes on with them
   */
  void failFork(Scope scope, State state, Visit visit, Step.Fail failure, Standing before) {
    fail(scope, state, visit, failure, before);
  }

  private void fail(Scope scope, State state, Visit visit, Step.Fail failure, Standing before) {
    // A fork that is told to have succeeded is not told to have failed.
    fail(scope, state, visit, failure, run.hasJustJoined(), !failure.fatal(), before);
  }

  /**
   * Handles the failure of a state.
   *
   * @param isTold whether the history has the end of the state's own fork already
   * @param mayHandle whether the state's own Retry and Catch may handle it
   * @param before how far the execution was, should this end it
   */
  private void fail(
      Scope scope,
      State state,
      Visit visit,
      Step.Fail failure,
      boolean isTold,
      boolean mayHandle,
      Standing before) {
    var forkIsTold = isTold;
    var isForHandlers = mayHandle;
    var failing = tellEvaluation(scope, state, visit, failure);
    var failingState = state;
    var failingVisit = visit;
    while (true) {
      if (isForHandlers && retry(failing, failingState, failingVisit, failure)) {
        return;
      }
      failing = forkIsTold ? failing : closeFork(failing, failingState, failingVisit);
      forkIsTold = false;
      if (isForHandlers && caught(failing, failingState, failingVisit, failure, before)) {
        return;
      }
      if (failing.isRoot()) {
        control.failExecution(failing.lastEventId(), failure.error(), before);
        return;
      }
      var parent = run.requireScope(failing.parentId());
      failingVisit = Run.visiting(parent).visit();
      var parentState = run.stateOf(parent, failingVisit.stateName());
      failing = abortFork(parent, parentState, failing, failingState);
      failingState = parentState;
      isForHandlers = !failure.fatal();
    }
  }

  /**
   * Fails a Map because an iteration cannot begin.
   *
   * @param causeEventId what would have made room for the iteration
   */
  void failFork(Scope parent, State state, Visit visit, Step.Fail failure, long causeEventId) {
    var before = run.standing();
    abortScopes(parent, state, null, causeEventId);
    fail(parent.after(causeEventId), state, visit, failure, before);
  }

  /** Tells an expression that has failed, ahead of all that follows from it. */
  private Scope tellEvaluation(Scope scope, State state, Visit visit, Step.Fail failure) {
    var evaluation = failure.evaluation();
    if (evaluation == null) {
      return scope;
    }
    // On the way into a state it follows the event before …StateEntered, in Wait alone that event
    // itself (recorded).
    var isEntering = scope.lastEventId() == visit.enteredEventId() && !(state instanceof WaitState);
    var error = failure.error();
    return scope.after(
        run.append(
            isEntering ? visit.previousEventId() : scope.lastEventId(),
            EventType.EVALUATION_FAILED,
            new EventDetails.EvaluationFailed(
                error.name(), error.cause(), state.name(), evaluation.location())));
  }

  // ---- retry ----

  private boolean retry(Scope scope, State state, Visit visit, Step.Fail failure) {
    var retriers = StateTypes.retriers(state);
    for (var i = 0; i < retriers.size(); i++) {
      var retrier = retriers.get(i);
      if (retrier.matches(failure.matchedAs())) {
        if (visit.retriesBy(i) >= retrier.maxAttempts()) {
          return false;
        }
        var delay = delay(retrier, visit.retriesBy(i));
        var again = visit.withRetryBy(i, retriers.size());
        run.put(scope.at(new Phase.Visiting(again, new Waiting.OnRetry(run.now().plus(delay)))));
        return true;
      }
    }
    return false;
  }

  private Duration delay(Retrier retrier, int earlierRetries) {
    var seconds = retrier.delaySeconds(earlierRetries);
    var longest = run.limits().executionDuration().toMillis();
    var millis = (long) Math.min(seconds * 1000, (double) longest);
    return Duration.ofMillis(
        switch (retrier.jitterStrategy()) {
          case NONE -> millis;
          case FULL -> millis == 0 ? 0 : run.evaluation().random().nextLong(millis + 1);
        });
  }

  // ---- catch ----

  private boolean caught(
      Scope scope, State state, Visit visit, Step.Fail failure, Standing before) {
    for (var catcher : StateTypes.catchers(state)) {
      if (catcher.matches(failure.matchedAs())) {
        leaveTo(catcher, scope, state, visit, failure.error(), before);
        return true;
      }
    }
    return false;
  }

  private void leaveTo(
      Catcher catcher, Scope scope, State state, Visit visit, StatesError error, Standing before) {
    // What is not set is null here, although events do not have it; the cause of a timeout alone is
    // empty (both recorded).
    var isTimeout = ErrorNames.TIMEOUT.equals(error.name());
    var errorOutput = Json.object();
    errorOutput.put("Error", error.name());
    errorOutput.put("Cause", error.cause() == null && isTimeout ? "" : error.cause());
    run.evaluation().renewAllowance();
    // What goes wrong here is not for the same Retry and Catch again.
    switch (StateFlow.of(state, run.context(scope, visit)).caught(catcher, errorOutput)) {
      case Step.Fail failure -> fail(scope, state, visit, failure, true, false, before);
      case Step step -> control.perform(scope, state, visit, step);
    }
  }

  // ---- the failure of a block ----

  /** The last attempt of a Parallel or Map is over: only now the history says so. */
  private Scope closeFork(Scope scope, State state, Visit visit) {
    // A fork that never started gets no …StateFailed (recorded).
    if (scope.lastEventId() == visit.enteredEventId()) {
      return scope;
    }
    return switch (state) {
      case ParallelState _ -> run.append(scope, EventType.PARALLEL_STATE_FAILED, None.INSTANCE);
      case MapState _ -> run.append(scope, EventType.MAP_STATE_FAILED, None.INSTANCE);
      default -> scope;
    };
  }

  /**
   * Ends everything that runs in a Parallel or Map because one of its scopes has failed. @return
   * the parent, after the failure
   */
  private Scope abortFork(Scope parent, State parentState, Scope failing, State failingState) {
    var causeEventId = failing.lastEventId();
    if (parentState instanceof MapState map) {
      run.append(
          causeEventId,
          EventType.MAP_ITERATION_FAILED,
          new EventDetails.MapIteration(map.name(), failing.index()));
    }
    abortScopes(parent, parentState, failing, causeEventId);
    if (failingState instanceof TaskState) {
      // The task's own state was entered and will not be exited.
      run.append(causeEventId, EventType.TASK_STATE_ABORTED, None.INSTANCE);
    }
    return parent.after(causeEventId);
  }

  /**
   * Ends what runs in a Parallel or Map, in index order.
   *
   * @param failing the scope whose failure is told already, or null
   */
  private void abortScopes(
      Scope parent, State parentState, @Nullable Scope failing, long causeEventId) {
    for (var scope : childrenOf(parent)) {
      if (failing == null || scope.id() != failing.id()) {
        abort(scope, causeEventId);
        if (parentState instanceof MapState map) {
          run.append(
              causeEventId,
              EventType.MAP_ITERATION_ABORTED,
              new EventDetails.MapIteration(map.name(), scope.index()));
        }
      }
      run.remove(scope);
    }
    run.removeFork(parent.id(), (Waiting.OnScopes) Run.visiting(parent).waiting());
  }

  // Recursion is bounded by the nesting that the parser allows.
  private void abort(Scope scope, long causeEventId) {
    if (scope.phase() instanceof Phase.Visiting(var visit, var waiting)) {
      var state = run.stateOf(scope, visit.stateName());
      if (waiting instanceof Waiting.OnScopes) {
        abortScopes(scope, state, null, causeEventId);
      }
      var aborted = StateTypes.aborted(state);
      if (aborted != null) {
        run.append(causeEventId, aborted, None.INSTANCE);
      }
    }
  }

  private List<Scope> childrenOf(Scope parent) {
    return run.openScopes().stream().filter(scope -> scope.parentId() == parent.id()).toList();
  }
}
