package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.expression.StatesError;
import dev.stepwell.asl.model.ErrorNames;
import dev.stepwell.asl.model.WaitState;
import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.command.Reason;
import dev.stepwell.engine.effect.Effect;
import dev.stepwell.engine.history.EventDetails;
import dev.stepwell.engine.history.EventType;
import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.model.StartedWork;
import dev.stepwell.engine.state.ExecutionState;
import dev.stepwell.engine.state.NotRedrivable;
import dev.stepwell.engine.state.Outcome;
import dev.stepwell.engine.state.Scope;
import dev.stepwell.engine.state.Scope.Phase;
import dev.stepwell.engine.state.Variables;
import dev.stepwell.engine.state.Waiting;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Decides what a command does to an execution. No clock, no thread, no database, no logging: the
 * same arguments give the same answer, byte for byte. All that is asked of the world is which
 * activities exist, and which calls workers take.
 */
public final class Interpreter {
  private final Limits limits;
  private final ActivityDirectory activities;
  private final CallQueues callQueues;
  private final TokenIssuer tokens;

  public Interpreter(
      Limits limits, ActivityDirectory activities, CallQueues callQueues, TokenIssuer tokens) {
    this.limits = limits;
    this.activities = activities;
    this.callQueues = callQueues;
    this.tokens = tokens;
  }

  /**
   * Applies one command, and runs until every scope waits or the execution is closed.
   *
   * @param machine the revision that the execution runs
   * @param now cut to milliseconds; a clock that stepped back behind the newest event counts as
   *     standing still
   */
  public Transition apply(
      RunnableMachine machine, ExecutionState state, Command command, Instant now) {
    var time = now.truncatedTo(ChronoUnit.MILLIS);
    var monotonic = time.isBefore(state.lastEventAt()) ? state.lastEventAt() : time;
    var refusal = refusalWhenClosed(state, command);
    if (refusal != null) {
      return new Transition.Rejected(refusal);
    }
    return new Application(machine, state, monotonic).apply(command);
  }

  private static @Nullable Reason refusalWhenClosed(ExecutionState state, Command command) {
    if (!state.isClosed()) {
      return null;
    }
    return switch (command) {
      case Command.StartExecution _ -> Reason.ALREADY_STARTED;
      case Command.RedriveExecution _ -> null;
      case Command.StopExecution _ -> Reason.EXECUTION_CLOSED;
      case Command.StartTask _,
          Command.CompleteTask _,
          Command.FailTask _,
          Command.HeartbeatTask _,
          Command.ReportCall _,
          Command.ReportJob _,
          Command.ReportChild _ ->
          Reason.TASK_CLOSED;
      case Command.FireTimer _, Command.Continue _ -> Reason.NOTHING_DUE;
    };
  }

  /** One command on one execution. */
  private final class Application {
    private final ExecutionState base;
    private final Instant now;
    private final Run run;
    private final ControlFlow control;
    private final Tasks tasks;

    /** What a call has started, of which the state does not know yet. */
    private @Nullable StartedWork newWork;

    private long newWorkId;

    Application(RunnableMachine machine, ExecutionState base, Instant now) {
      this.base = base;
      this.now = now;
      this.run = new Run(machine, base, now, limits, activities, callQueues, tokens);
      this.control = new ControlFlow(run);
      this.tasks = new Tasks(run, control);
    }

    Transition apply(Command command) {
      return switch (command) {
        case Command.StartExecution() -> start();
        case Command.StopExecution(var error, var cause) -> stop(error, cause);
        case Command.RedriveExecution(var clientToken) -> redrive(clientToken);
        case Command.StartTask(var taskId, var workerName) ->
            unless(tasks.start(taskId, workerName));
        case Command.CompleteTask(var taskId, var output) ->
            unless(tasks.report(taskId, new CallOutcome.Answered(output)));
        case Command.FailTask(var taskId, var error, var cause) ->
            unless(tasks.report(taskId, new CallOutcome.Failed(error, cause)));
        case Command.HeartbeatTask(var taskId) -> unless(tasks.heartbeat(taskId));
        case Command.ReportCall(var taskId, var outcome, var started) -> {
          newWork = started;
          newWorkId = taskId;
          yield unless(tasks.reportCall(taskId, outcome, started));
        }
        case Command.ReportJob(var taskId, var report) -> unless(tasks.reportJob(taskId, report));
        case Command.ReportChild(var taskId, var outcome) ->
            unless(tasks.reportChild(taskId, outcome));
        case Command.FireTimer() -> fireTimer();
        case Command.Continue() ->
            control.hasWork() ? finish() : new Transition.Rejected(Reason.NOTHING_DUE);
      };
    }

    private Transition unless(@Nullable Reason refusal) {
      return refusal == null ? finish() : new Transition.Rejected(refusal);
    }

    private Transition start() {
      if (base.nextEventId() != 1) {
        return new Transition.Rejected(Reason.ALREADY_STARTED);
      }
      var input = base.header().input();
      run.append(
          0,
          EventType.EXECUTION_STARTED,
          new EventDetails.ExecutionStarted(input, run.machine().roleArn()));
      var startAt = run.machine().definition().block().startAt();
      // The first state's entry has no event before it: its previousEventId is 0, not 1 (recorded).
      control.begin(
          new Scope(
              Scope.ROOT_ID,
              Scope.NO_PARENT,
              0,
              0,
              new Phase.Entering(startAt, input),
              Variables.NONE));
      return finish();
    }

    private Transition stop(@Nullable String error, @Nullable String cause) {
      run.close(
          0,
          EventType.EXECUTION_ABORTED,
          new EventDetails.Failure(error, cause),
          new Outcome(ExecutionStatus.ABORTED, now, null, error, cause),
          run.standing());
      return finish();
    }

    private Transition redrive(@Nullable String clientToken) {
      if (base.redrives().find(clientToken, now).isPresent()) {
        // It has been done.
        return new Transition.Applied(base, List.of(), List.of(), Set.of(), Set.of(), 0);
      }
      if (NotRedrivable.of(base, limits, now) != null) {
        return new Transition.Rejected(Reason.NOT_REDRIVABLE);
      }
      new Redrive(run, control).goOn(run.redrive(clientToken));
      return finish();
    }

    // ---- timers ----

    private Transition fireTimer() {
      if (!now.isBefore(base.timeoutAt())) {
        run.close(
            0,
            EventType.EXECUTION_TIMED_OUT,
            new EventDetails.Failure(ErrorNames.TIMEOUT, null),
            // DescribeExecution tells no error (recorded: test_global_timeout).
            new Outcome(ExecutionStatus.TIMED_OUT, now, null, null, null),
            run.standing());
        return finish();
      }
      var due = dueScopes();
      var wakeAt = base.wakeAt();
      if (due.isEmpty() && !control.hasWork() && wakeAt != null && now.isBefore(wakeAt)) {
        return new Transition.Rejected(Reason.NOTHING_DUE);
      }
      // All that is due is told before anything follows from it (recorded:
      // test_service_lambda_map_timeout).
      var timedOut = new ArrayList<Tasks.TimedOut>();
      for (var scope : due) {
        switch (Run.visiting(scope).waiting()) {
          case Waiting.OnCall call when call.isToBeAskedFor(now) -> tasks.ask(scope, call);
          case Waiting.OnWork work -> timedOut.add(tasks.timeOut(scope, work));
          case Waiting.OnTimer _, Waiting.OnRetry _, Waiting.OnScopes _, Waiting.OnRedrive _ -> {}
        }
      }
      // What follows from one comes before the next: it may end the others.
      for (var scope : due) {
        if (run.findScope(scope.id()) != null && !run.isOver()) {
          resume(scope);
          control.runToQuiescence();
        }
      }
      for (var task : timedOut) {
        if (run.findScope(task.scope().id()) != null && !run.isOver()) {
          tasks.handle(task);
          control.runToQuiescence();
        }
      }
      return finish();
    }

    /** Scopes whose wait is over by now, the earliest first. */
    private List<Scope> dueScopes() {
      return run.openScopes().stream()
          .filter(scope -> {
            var deadline = deadline(scope);
            return deadline != null && !now.isBefore(deadline);
          })
          .sorted(
              Comparator.<Scope, Instant>comparing(scope -> Objects.requireNonNull(deadline(scope)))
                  .thenComparingInt(Scope::id))
          .toList();
    }

    private void resume(Scope scope) {
      var visiting = Run.visiting(scope);
      var visit = visiting.visit();
      var state = run.stateOf(scope, visit.stateName());
      switch (visiting.waiting()) {
        case Waiting.OnTimer _ -> {
          run.evaluation().renewAllowance();
          control.perform(
              scope,
              state,
              visit,
              Handlers.WAIT.resume((WaitState) state, run.context(scope, visit)));
        }
        case Waiting.OnRetry _ -> control.workAgain(scope, state, visit);
        case Waiting.OnWork _, Waiting.OnScopes _, Waiting.OnRedrive _ -> {}
      }
    }

    // ---- the end of the command ----

    private Transition finish() {
      var quiet = control.runToQuiescence();
      if (run.isHistoryFull()) {
        run.dropDecisions();
        control.failExecution(
            run.lastEventId(),
            new StatesError(
                ErrorNames.RUNTIME,
                "The execution reached the maximum number of history events ("
                    + limits.historyEvents()
                    + ")."),
            Standing.NOTHING);
        if (newWork != null) {
          // What was decided is taken back, and with it that anybody waits for it.
          run.oweStop(newWorkId, newWork);
        }
      }
      if (!quiet && !run.isOver()) {
        run.owe(new Effect.ContinueLater());
        return run.applied(now, control.charactersTold());
      }
      return run.applied(wakeAt(), control.charactersTold());
    }

    /**
     * The stored wake-up time. It only ever moves earlier, except when it has passed: a wake-up
     * that finds nothing due costs less than moving it, and the index on it, with every task.
     */
    private Instant wakeAt() {
      var earliest = run.timeoutAt();
      for (var scope : run.openScopes()) {
        var deadline = deadline(scope);
        if (deadline != null && deadline.isBefore(earliest)) {
          earliest = deadline;
        }
      }
      var stored = base.wakeAt();
      return stored != null && now.isBefore(stored) && stored.isBefore(earliest)
          ? stored
          : earliest;
    }

    private static @Nullable Instant deadline(Scope scope) {
      return scope.phase() instanceof Phase.Visiting visiting
          ? visiting.waiting().deadline()
          : null;
    }
  }
}
