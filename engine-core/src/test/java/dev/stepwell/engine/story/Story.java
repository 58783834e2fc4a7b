package dev.stepwell.engine.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.command.Reason;
import dev.stepwell.engine.effect.Effect;
import dev.stepwell.engine.history.EventDetails;
import dev.stepwell.engine.interpreter.Transition;
import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.state.Waiting;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * The story of one execution: {@code given(definition).startedWith(input)
 * .task("Charge").completes(result).isTold("charge")}.
 */
public final class Story {
  private final ExecutionRun run;

  private Story(ExecutionRun run) {
    this.run = run;
  }

  /** A definition whose execution can be started. */
  public record Given(String definition, Limits limits) {
    public Given limitedBy(Limits other) {
      return new Given(definition, other);
    }

    public Story startedWith(String input) {
      var run = new ExecutionRun(definition, input, limits);
      run.apply(new Command.StartExecution());
      return new Story(run);
    }
  }

  /** A whole definition. */
  public static Given given(String definition) {
    return new Given(definition, Limits.DEFAULTS);
  }

  /** A machine of the one state S. */
  public static Given givenState(String state) {
    return givenStates("\"S\": " + state);
  }

  /** A machine that starts at S, with the members of its States. */
  public static Given givenStates(String states) {
    return given("{\"StartAt\": \"S\", \"States\": {" + states + "}}");
  }

  // ---- what happens ----

  /** The oldest task of that activity that has no outcome. */
  public TaskOf task(String activity) {
    var found =
        run.tasks().stream()
            .filter(task -> task.activityArn().endsWith(":" + activity))
            .findFirst()
            .orElseThrow(() -> new AssertionError("no task of " + activity + "\n" + history()));
    return new TaskOf(found);
  }

  /** A task that something happens to. */
  public final class TaskOf {
    private final Waiting.OnTask task;

    private TaskOf(Waiting.OnTask task) {
      this.task = task;
    }

    /** A worker gets it; the outcomes below do so first where nobody has it. */
    public Story starts() {
      return startsAt(null);
    }

    public Story startsAt(@Nullable String workerName) {
      return happens(new Command.StartTask(task.scheduledEventId(), workerName));
    }

    /** Whoever takes it gets the very input that the history tells. */
    public TaskOf isOfferedAsTold() {
      var told =
          run.history().stream()
              .filter(event -> event.id() == task.scheduledEventId())
              .map(event -> ((EventDetails.ActivityScheduled) event.details()).input())
              .findFirst();
      var started = run.apply(new Command.StartTask(task.scheduledEventId(), null));
      assertThat(((Transition.Applied) started).effects())
          .filteredOn(Effect.DeliverTask.class::isInstance)
          .map(effect -> ((Effect.DeliverTask) effect).input())
          .containsExactly(told.orElseThrow());
      return this;
    }

    public Story completes(String output) {
      started();
      return happens(new Command.CompleteTask(task.scheduledEventId(), Payload.ofText(output)));
    }

    public Story fails(@Nullable String error, @Nullable String cause) {
      started();
      return happens(new Command.FailTask(task.scheduledEventId(), error, cause));
    }

    public Story heartbeats() {
      started();
      return happens(new Command.HeartbeatTask(task.scheduledEventId()));
    }

    private void started() {
      var isWaiting =
          run.tasks().stream()
              .anyMatch(present ->
                  present.scheduledEventId() == task.scheduledEventId() && !present.isStarted());
      if (isWaiting) {
        var _ = starts();
      }
    }
  }

  /** The oldest call that has not come to its end. */
  public CallOf call() {
    var found =
        run.calls().stream()
            .findFirst()
            .orElseThrow(() -> new AssertionError("no call\n" + history()));
    return new CallOf(found.scheduledEventId());
  }

  /** A call of a service that something happens to. */
  public final class CallOf {
    private final long scheduledEventId;

    private CallOf(long scheduledEventId) {
      this.scheduledEventId = scheduledEventId;
    }

    /** The service answers. */
    public Story isAnswered(String output) {
      return ends(new CallOutcome.Answered(Payload.ofText(output)));
    }

    /** The answer is so long that the node stops to read. */
    public Story isNotReadToItsEnd() {
      return ends(new CallOutcome.TooLarge());
    }

    /** The service refuses or fails. */
    public Story fails(@Nullable String error, @Nullable String cause) {
      return ends(new CallOutcome.Failed(error, cause));
    }

    private Story ends(CallOutcome outcome) {
      return happens(new Command.ReportCall(scheduledEventId, outcome));
    }

    /** Somebody returns the task token. */
    public Story isReturned(String output) {
      return happens(new Command.CompleteTask(scheduledEventId, Payload.ofText(output)));
    }

    /** Somebody returns the task token with a failure. */
    public Story isReturnedFailed(@Nullable String error, @Nullable String cause) {
      return happens(new Command.FailTask(scheduledEventId, error, cause));
    }

    /** Whoever has the task token is alive. */
    public Story heartbeats() {
      return happens(new Command.HeartbeatTask(scheduledEventId));
    }
  }

  public Story timePasses(Duration duration) {
    run.pass(duration);
    return this;
  }

  public Story clockStepsBack(Duration duration) {
    run.stepBack(duration);
    return this;
  }

  /** Somebody redrives it. */
  public Story isRedriven() {
    return happens(new Command.RedriveExecution(null));
  }

  public Story stops(@Nullable String error, @Nullable String cause) {
    return happens(new Command.StopExecution(error, cause));
  }

  /** The command is accepted. */
  public Story happens(Command command) {
    assertThat(run.apply(command))
        .as("%s\n%s", command, history())
        .isInstanceOf(Transition.Applied.class);
    return this;
  }

  /** The command is refused, and changes nothing. */
  public Story refuses(Command command, Reason reason) {
    assertThat(run.apply(command)).isEqualTo(new Transition.Rejected(reason));
    return this;
  }

  // ---- how it ends ----

  public Story is(ExecutionStatus status) {
    assertThat(run.state().status()).as(history()).isEqualTo(status);
    return this;
  }

  /** The status, and the history as the golden file of that name has it. */
  public Story isTold(String name, ExecutionStatus status) {
    is(status);
    GoldenFile.compare("stories/" + name + ".txt", history());
    return this;
  }

  /** The history has the very sequence that was recorded from AWS. */
  public Story isRecordedAs(String recordedCase) {
    assertThat(HistoryText.sequence(run.history())).isIn(RecordedSequences.of(recordedCase));
    return this;
  }

  public Story endsWith(String text) {
    assertThat(history().stripTrailing()).endsWith(text);
    return this;
  }

  public String history() {
    return HistoryText.of(run.history());
  }

  public ExecutionRun run() {
    return run;
  }
}
