package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.expression.Allowance;
import dev.stepwell.asl.expression.StatesError;
import dev.stepwell.asl.model.MapState;
import dev.stepwell.asl.model.ParallelState;
import dev.stepwell.asl.model.State;
import dev.stepwell.asl.model.TaskResource;
import dev.stepwell.engine.effect.Effect;
import dev.stepwell.engine.history.EventDetails;
import dev.stepwell.engine.history.EventType;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.state.Outcome;
import dev.stepwell.engine.state.Scope;
import dev.stepwell.engine.state.Scope.Phase;
import dev.stepwell.engine.state.Visit;
import dev.stepwell.engine.state.Waiting;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
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
  private final Forks forks;
  private final Deque<Work> work = new ArrayDeque<>();
  private int transitionsLeft;
  private long charactersTold;
  private boolean isDone = true;

  ControlFlow(Run run) {
    this.run = run;
    this.transitionsLeft = run.limits().transitionsPerCommit();
    this.failures = new Failures(run, this);
    this.forks = new Forks(run, this, failures);
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
          forks.join(join);
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
        && run.evaluation().steps() < Allowance.STEPS;
  }

  private void enter(Scope scope, Phase.Entering entering) {
    run.evaluation().renewAllowance();
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
    run.evaluation().renewAllowance();
    perform(scope, state, visit, Handlers.enter(state, run.context(scope, visit)));
  }

  /** Makes happen what a handler wants. */
  void perform(Scope scope, State state, Visit visit, Step step) {
    switch (step) {
      case Step.Exit exit -> exit(scope, state, exit);
      case Step.Await(var waiting) -> run.put(scope.at(new Phase.Visiting(visit, waiting)));
      case Step.Fail fail -> failures.fail(scope, state, visit, fail);
      case Step.Schedule schedule -> schedule(scope, visit, schedule);
      case Step.ForkBranches(var input) ->
          forks.branches(scope, (ParallelState) state, visit, input);
      case Step.ForkItems fork -> forks.items(scope, (MapState) state, visit, fork);
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
      return;
    }
    var queue = run.callQueues().queueOf(resource, schedule.input());
    if (queue == null) {
      var call = Waiting.OnCall.byNode(taskId, timeoutAt, heartbeat);
      var start = TaskEvents.callStarted(resource);
      var started = run.append(scheduled, start.type(), start.details());
      run.put(started.at(new Phase.Visiting(visit, call)));
      run.owe(
          new Effect.MakeCall(
              taskId, resource.arn(), schedule.input(), schedule.roleArn(), run.now()));
    } else {
      var handover =
          Waiting.Handover.waiting(
              queue.name(), remembered(schedule, visit), queue.answerSeconds());
      var call = Waiting.OnCall.byWorker(taskId, timeoutAt, heartbeat, handover);
      run.put(scheduled.at(new Phase.Visiting(visit, call)));
      run.owe(new Effect.OfferTask(taskId, queue.name(), run.now()));
    }
  }

  /** What the worker will get, where it is not the state input itself. */
  @SuppressWarnings("ReferenceEquality") // one that only looks alike may look different next time
  private static @Nullable Payload remembered(Step.Schedule schedule, Visit visit) {
    return schedule.input() == visit.input() ? null : schedule.input();
  }

  /** A new scope runs, after those that were begun before it. */
  void begin(Scope scope) {
    run.put(scope);
    work.addLast(new Work.Enter(scope.id()));
  }

  /** Goes on with a fork at a redrive: see {@link Forks#fill}. */
  void fill(Scope scope, long redrivenEventId) {
    forks.fill(scope, redrivenEventId);
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
    } else {
      forks.end(scope, output);
    }
  }

  /** Every scope of a fork is at its end, or there are none. */
  void joinNext(int parentId, long lastEventId) {
    work.addFirst(new Work.Join(parentId, lastEventId));
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
