package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.expression.StatesError;
import dev.stepwell.asl.model.ErrorNames;
import dev.stepwell.asl.model.TaskResource.IntegrationPattern;
import dev.stepwell.asl.model.TaskResource.ServiceIntegration;
import dev.stepwell.asl.model.TaskState;
import dev.stepwell.engine.command.Reason;
import dev.stepwell.engine.effect.Effect;
import dev.stepwell.engine.history.EventDetails;
import dev.stepwell.engine.history.EventType;
import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.ChildOutcome;
import dev.stepwell.engine.model.JobReport;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.StartedWork;
import dev.stepwell.engine.state.Scope;
import dev.stepwell.engine.state.Scope.Phase;
import dev.stepwell.engine.state.Visit;
import dev.stepwell.engine.state.Waiting;
import java.time.Instant;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What workers, services and deadlines do to the tasks of one execution. Methods return why nothing
 * was done, or null when it was.
 */
final class Tasks {
  private final Run run;
  private final ControlFlow control;

  Tasks(Run run, ControlFlow control) {
    this.run = run;
    this.control = control;
  }

  /** A scope that waits for work, and the work. */
  private record Found(Scope scope, TaskState state, Visit visit, Waiting.OnWork work) {
    /** The scope in the same visit, as it waits now. */
    Scope waiting(Waiting.OnWork now) {
      return scope.at(new Phase.Visiting(visit, now));
    }
  }

  private @Nullable Found find(long taskId) {
    for (var scope : run.openScopes()) {
      if (scope.phase() instanceof Phase.Visiting(_, Waiting.OnWork work)
          && work.scheduledEventId() == taskId) {
        return found(scope, work);
      }
    }
    return null;
  }

  private Found found(Scope scope, Waiting.OnWork work) {
    var visit = Run.visiting(scope).visit();
    return new Found(scope, (TaskState) run.stateOf(scope, visit.stateName()), visit, work);
  }

  /** The task that a token was issued for. */
  private @Nullable Found findByToken(long taskId) {
    var found = find(taskId);
    if (found == null) {
      return null;
    }
    return switch (found.work()) {
      case Waiting.OnTask task -> task.isStarted() ? found : null;
      case Waiting.OnCall _ -> found.state().waitsForToken() ? found : null;
    };
  }

  // ---- workers ----

  @Nullable Reason start(long taskId, @Nullable String workerName) {
    var found = find(taskId);
    if (found == null) {
      return Reason.TASK_CLOSED;
    }
    return switch (found.work()) {
      case Waiting.OnTask task -> start(found, task, workerName);
      case Waiting.OnCall call when call.handover() != null -> start(found, call, call.handover());
      case Waiting.OnCall _ -> Reason.TASK_CLOSED;
    };
  }

  private @Nullable Reason start(Found found, Waiting.OnTask task, @Nullable String workerName) {
    if (task.isStarted()) {
      return Reason.TASK_TAKEN;
    }
    var told = new EventDetails.ActivityStarted(workerName);
    var started = run.append(found.scope(), EventType.ACTIVITY_STARTED, told);
    var now = task.startedBy(started.lastEventId(), run.now());
    deliver(found, started, now, task.input(), null);
    return null;
  }

  private @Nullable Reason start(Found found, Waiting.OnCall call, Waiting.Handover handover) {
    if (handover.isStarted()) {
      return Reason.TASK_TAKEN;
    }
    var told = TaskEvents.callStarted(found.state().resource());
    var started = run.append(found.scope(), told.type(), told.details());
    var taken = handover.startedBy(started.lastEventId(), run.now());
    deliver(found, started, call.startedBy(taken), handover.input(), taken.answerBy());
    return null;
  }

  private void deliver(
      Found found,
      Scope started,
      Waiting.OnWork work,
      @Nullable Payload remembered,
      @Nullable Instant answerBy) {
    run.put(started.at(new Phase.Visiting(found.visit(), work)));
    run.owe(new Effect.WithdrawTask(work.scheduledEventId()));
    var context = run.context(found.scope(), found.visit());
    run.owe(
        new Effect.DeliverTask(
            work.scheduledEventId(),
            started.lastEventId(),
            Handlers.TASK.workInput(found.state(), context, remembered),
            found.state().resource().arn(),
            answerBy));
  }

  /** Whoever has the task's token tells its end. */
  @Nullable Reason report(long taskId, CallOutcome outcome) {
    var found = findByToken(taskId);
    if (found == null) {
      return Reason.TASK_CLOSED;
    }
    if (found.work() instanceof Waiting.OnCall call && call.submittedEventId() == 0) {
      // The history tells the answer of the service first.
      if (call.early() != null) {
        return Reason.TASK_CLOSED;
      }
      run.put(found.waiting(call.endedEarly(outcome)));
      return null;
    }
    end(found, outcome);
    return null;
  }

  @Nullable Reason heartbeat(long taskId) {
    var found = findByToken(taskId);
    if (found == null) {
      return Reason.TASK_CLOSED;
    }
    if (found.work().heartbeatAt() != null) {
      run.put(found.waiting(found.work().heardFrom(run.now())));
    }
    return null;
  }

  // ---- services ----

  /** The node that made a call tells what became of it. */
  @Nullable Reason reportCall(long taskId, CallOutcome outcome, @Nullable StartedWork started) {
    var found = find(taskId);
    if (found == null
        || !(found.work() instanceof Waiting.OnCall call)
        || call.submittedEventId() != 0
        || (call.handover() != null && call.isListed())) {
      return Reason.TASK_CLOSED;
    }
    if (call.isListed()) {
      run.owe(new Effect.WithdrawTask(taskId));
    }
    if (found.state().resource() instanceof ServiceIntegration service
        && service.pattern() != IntegrationPattern.REQUEST_RESPONSE) {
      submitted(found, call, service, outcome, started);
    } else {
      end(found, outcome);
    }
    return null;
  }

  private void submitted(
      Found found,
      Waiting.OnCall call,
      ServiceIntegration service,
      CallOutcome outcome,
      @Nullable StartedWork started) {
    switch (outcome) {
      case CallOutcome.Answered(var output) when fits(output) -> {
        var told = TaskEvents.submitted(service, output);
        var submitted = run.append(found.scope(), told.type(), told.details());
        var now = call.submittedBy(submitted.lastEventId(), started, run.now());
        var waiting = submitted.at(new Phase.Visiting(found.visit(), now));
        run.put(waiting);
        if (call.early() != null) {
          end(found(waiting, now), call.early());
        }
      }
      case CallOutcome.Answered _, CallOutcome.TooLarge _ ->
          submitFailed(found, service, Leaving.tooLarge(nameOf(found.state())));
      case CallOutcome.Failed(var error, var cause) ->
          submitFailed(found, service, Step.Fail.of(new StatesError(error, cause)));
    }
  }

  private void submitFailed(Found found, ServiceIntegration service, Step.Fail failure) {
    fail(found, TaskEvents.submitFailed(service, failure.error()), failure);
  }

  private boolean fits(Payload output) {
    return !output.isLargerThan(run.limits().payloadBytes());
  }

  /** An execution that the task has started has ended. */
  @Nullable Reason reportChild(long taskId, ChildOutcome child) {
    var found = find(taskId);
    if (found == null
        || !(found.work() instanceof Waiting.OnCall call)
        || !(found.state().resource() instanceof ServiceIntegration service)) {
      return Reason.TASK_CLOSED;
    }
    var outcome = Children.outcome(child, service.pattern());
    if (call.submittedEventId() == 0) {
      run.put(found.waiting(call.endedEarly(outcome)));
    } else {
      end(found, outcome);
    }
    return null;
  }

  /** It is time to ask how a job is. */
  void ask(Scope scope, Waiting.OnCall call) {
    var job = (StartedWork.Job) Objects.requireNonNull(call.started());
    var asking = Objects.requireNonNull(call.asking());
    run.put(
        scope.at(
            new Phase.Visiting(Run.visiting(scope).visit(), call.asking(asking.sent(run.now())))));
    run.owe(new Effect.AskJob(call.scheduledEventId(), job));
  }

  /** The service has told how a job is. */
  @Nullable Reason reportJob(long taskId, JobReport report) {
    var found = find(taskId);
    if (found == null || !(found.work() instanceof Waiting.OnCall call) || call.asking() == null) {
      return Reason.TASK_CLOSED;
    }
    switch (report) {
      case JobReport.Running() ->
          run.put(found.waiting(call.asking(call.asking().again(run.now()))));
      case JobReport.Refused(var refusal) -> {
        var asking = call.asking().refused(run.now());
        if (asking.isHopeless()) {
          end(found, refusal);
        } else {
          run.put(found.waiting(call.asking(asking)));
        }
      }
      case JobReport.Ended(var outcome) -> end(found, outcome);
    }
    return null;
  }

  // ---- the end ----

  private void end(Found ending, CallOutcome outcome) {
    var found = withoutStartedWork(ending);
    switch (outcome) {
      case CallOutcome.Answered(var output) when fits(output) -> succeed(found, output);
      case CallOutcome.Answered _, CallOutcome.TooLarge _ ->
          failed(found, Leaving.tooLarge(nameOf(found.state())));
      case CallOutcome.Failed(var error, var cause) ->
          failed(found, Step.Fail.of(new StatesError(error, cause)));
    }
  }

  /** What has told its end is not to be stopped with the task. */
  private Found withoutStartedWork(Found found) {
    if (found.work() instanceof Waiting.OnCall call && call.started() != null) {
      var over = call.over();
      var scope = found.waiting(over);
      run.put(scope);
      return found(scope, over);
    }
    return found;
  }

  private void failed(Found found, Step.Fail failure) {
    fail(found, TaskEvents.failed(found.state().resource(), failure.error()), failure);
  }

  private void succeed(Found found, Payload output) {
    var told = TaskEvents.succeeded(found.state().resource(), output);
    var succeeded = run.append(found.scope(), told.type(), told.details());
    var context = run.context(succeeded, found.visit());
    control.perform(
        succeeded,
        found.state(),
        found.visit(),
        Handlers.TASK.completed(found.state(), context, output));
  }

  private void fail(Found found, TaskEvents.Told told, Step.Fail failure) {
    control.fail(
        run.append(found.scope(), told.type(), told.details()),
        found.state(),
        found.visit(),
        failure);
  }

  /** What the text about an oversized result calls the task. Source: asl.md §10. */
  static String nameOf(TaskState state) {
    return state.resource() instanceof ServiceIntegration service
        ? service.service().equals("lambda") ? "lambda" : state.name()
        : state.resource().arn();
  }

  // ---- deadlines ----

  /** A task whose time is over; its failure is told, but not handled yet. */
  record TimedOut(Scope scope, TaskState state, Visit visit, Step.Fail failure) {}

  /** Tells that the time of a task is over. */
  TimedOut timeOut(Scope scope, Waiting.OnWork work) {
    var found = found(scope, work);
    if (work instanceof Waiting.OnCall call && isUnanswered(call)) {
      return unanswered(found, call);
    }
    var timeoutAt = work.timeoutAt();
    var isHeartbeat = timeoutAt == null || run.now().isBefore(timeoutAt);
    // The event says States.Timeout, without a cause; Retry and Catch may tell a heartbeat miss
    // apart (recorded).
    var failure =
        new Step.Fail(
            new StatesError(ErrorNames.TIMEOUT, null),
            isHeartbeat ? ErrorNames.HEARTBEAT_TIMEOUT : ErrorNames.TIMEOUT,
            false,
            null);
    run.abandon(work);
    var told = TaskEvents.timedOut(found.state().resource(), failure.error());
    var after = run.append(scope, told.type(), told.details());
    return new TimedOut(after, found.state(), found.visit(), failure);
  }

  /**
   * Whether the worker that took the call has kept it too long, before the task itself timed out.
   */
  private boolean isUnanswered(Waiting.OnCall call) {
    var answerBy = call.answerBy();
    var timeoutAt = call.timeoutAt();
    return answerBy != null
        && !run.now().isBefore(answerBy)
        && (timeoutAt == null || run.now().isBefore(timeoutAt));
  }

  private TimedOut unanswered(Found found, Waiting.OnCall call) {
    var unknown = CallOutcome.unanswered();
    var failure = Step.Fail.of(new StatesError(unknown.error(), unknown.cause()));
    run.abandon(call);
    var told =
        found.state().resource() instanceof ServiceIntegration service
                && service.pattern() != IntegrationPattern.REQUEST_RESPONSE
            ? TaskEvents.submitFailed(service, failure.error())
            : TaskEvents.failed(found.state().resource(), failure.error());
    var after = run.append(found.scope(), told.type(), told.details());
    return new TimedOut(after, found.state(), found.visit(), failure);
  }

  /** Lets Retry and Catch handle a task whose time is over. */
  void handle(TimedOut task) {
    control.fail(task.scope(), task.state(), task.visit(), task.failure());
  }
}
