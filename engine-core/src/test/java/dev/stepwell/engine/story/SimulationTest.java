package dev.stepwell.engine.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.history.EventDetails;
import dev.stepwell.engine.history.EventType;
import dev.stepwell.engine.interpreter.Transition;
import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.JobReport;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.StartedWork;
import dev.stepwell.engine.state.NotRedrivable;
import dev.stepwell.engine.state.Waiting;
import java.time.Duration;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * Random machines with workers and services that succeed, fail, fall silent, answer twice, late or
 * too early, on a clock that jumps. Every step is checked by {@link StepChecks}; what concerns the
 * whole is checked here. {@code -Dstepwell.seed=N} repeats one execution; {@code
 * -Dstepwell.simulation.seconds=N} looks longer.
 */
class SimulationTest {
  private static final long LONGEST_SECONDS = Long.getLong("stepwell.simulation.seconds", 6);
  private static final int MOST_STEPS = 400;

  private static final List<EventType> ENDS =
      List.of(
          EventType.EXECUTION_SUCCEEDED,
          EventType.EXECUTION_FAILED,
          EventType.EXECUTION_ABORTED,
          EventType.EXECUTION_TIMED_OUT);

  private static final List<EventType> STARTS =
      List.of(
          EventType.ACTIVITY_STARTED, EventType.LAMBDA_FUNCTION_STARTED, EventType.TASK_STARTED);

  /** More than the payload limit of some of the runs. */
  private static final Payload LARGE = Payload.ofText("\"" + "x".repeat(3_000) + "\"");

  private final Map<ExecutionStatus, Integer> ends = new EnumMap<>(ExecutionStatus.class);

  @Test
  void promisesHoldWhateverHappens() {
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
    var seed = Seed.choose();
    do {
      simulate(seed++);
    } while (!Seed.isGiven() && System.nanoTime() < end);
    System.getLogger("simulation").log(System.Logger.Level.DEBUG, () -> ends.toString());
    assertThat(ends).isNotEmpty();
  }

  private void simulate(long seed) {
    var random = new Random(seed);
    var definition = new RandomMachine(random).definition();
    var limits =
        Limits.DEFAULTS
            .withPayloadBytes(random.nextInt(8) == 0 ? 2_000 : 262_144)
            .withHistoryEvents(random.nextInt(8) == 0 ? 20 + random.nextInt(100) : 2_000)
            .withVariableBytes(
                random.nextInt(8) == 0 ? 200 : 262_144,
                random.nextInt(8) == 0 ? 300 : 262_144,
                random.nextInt(8) == 0 ? 1_000 : 10_485_760)
            .withTransitionsPerCommit(random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 1_000);
    var run =
        new ExecutionRun(
            definition, "{\"n\": 1, \"items\": [{\"items\": [1, 2]}, {\"items\": [3]}]}", limits);
    try {
      live(run, random);
    } catch (AssertionError | RuntimeException broken) {
      throw new AssertionError(
          "-Dstepwell.seed=" + seed + "\n" + definition + "\n" + HistoryText.of(run.history()),
          broken);
    }
    ends.merge(run.state().status(), 1, Integer::sum);
  }

  private static void live(ExecutionRun run, Random random) {
    var ids = new TreeSet<Long>();
    run.apply(new Command.StartExecution());
    for (var step = 0; step < MOST_STEPS && goesOn(run, random); step++) {
      var work = run.work();
      switch (work.isEmpty() ? 9 : random.nextInt(10)) {
        case 0, 1, 2, 3, 4, 5 -> goOn(run, random, work.get(random.nextInt(work.size())));
        case 6 -> {
          for (var each : work) {
            var _ = run.apply(new Command.HeartbeatTask(each.scheduledEventId()));
          }
        }
        default -> run.pass(Duration.ofMillis(random.nextInt(15_000)));
      }
      if (random.nextInt(60) == 0) {
        run.stepBack(Duration.ofSeconds(random.nextInt(20)));
      }
      run.work().forEach(each -> ids.add(each.scheduledEventId()));
      answersAgain(run, over(run, ids), random);
      if (random.nextInt(150) == 0) {
        run.apply(new Command.StopExecution("Operator", null));
      }
    }
    if (!run.state().isClosed()) {
      run.apply(new Command.StopExecution(null, null));
    }
    isOver(run, over(run, ids));
  }

  /** Whether it runs; some that have not succeeded are redriven. */
  private static boolean goesOn(ExecutionRun run, Random random) {
    if (!run.state().isClosed()) {
      return true;
    }
    if (random.nextInt(3) == 0) {
      return false;
    }
    var count = run.state().redrives().count();
    var isRedrivable = NotRedrivable.of(run.state(), run.limits(), run.now()) == null;
    var transition = run.apply(new Command.RedriveExecution("token " + count));
    assertThat(transition instanceof Transition.Applied)
        .as("a redrive of %s", run.state().outcome())
        .isEqualTo(isRedrivable);
    if (isRedrivable) {
      var events = run.history().size();
      isApplied(run.apply(new Command.RedriveExecution("token " + count)));
      assertThat(run.history()).as("the same token is the same redrive").hasSize(events);
      assertThat(run.state().redrives().count()).isEqualTo(count + 1);
    }
    return !run.state().isClosed();
  }

  /** Tasks and calls that have had their outcome, or that nobody waits for any more. */
  private static List<Long> over(ExecutionRun run, Set<Long> ids) {
    var over = new TreeSet<>(ids);
    run.work().forEach(each -> over.remove(each.scheduledEventId()));
    return List.copyOf(over);
  }

  /** The next thing that happens to a task or a call; whoever is never chosen falls silent. */
  private static void goOn(ExecutionRun run, Random random, Waiting.OnWork work) {
    var id = work.scheduledEventId();
    switch (work) {
      case Waiting.OnTask task when !task.isStarted() ->
          isApplied(run.apply(new Command.StartTask(id, "w")));
      case Waiting.OnTask _ -> report(run, random, id);
      case Waiting.OnCall call when call.asking() != null -> {
        isRejected(run, token(random, id));
        isApplied(run.apply(new Command.ReportJob(id, jobReport(random))));
      }
      case Waiting.OnCall call when call.submittedEventId() != 0 -> {
        isRejected(run, new Command.ReportCall(id, CallOutcome.unknown()));
        report(run, random, id);
      }
      case Waiting.OnCall call when call.handover() != null && call.isListed() -> {
        isRejected(run, new Command.ReportCall(id, CallOutcome.unknown()));
        isApplied(run.apply(new Command.StartTask(id, "w")));
      }
      case Waiting.OnCall call -> {
        // Who has the token may be faster than the answer of the service.
        if (call.early() == null && random.nextInt(4) == 0) {
          var _ = run.apply(token(random, id));
        } else {
          var answer = answer(random);
          isApplied(run.apply(new Command.ReportCall(id, answer, started(run, id, answer))));
        }
      }
    }
  }

  /** The job that a call has started, if it is one that does. */
  private static StartedWork.@Nullable Job started(
      ExecutionRun run, long taskId, CallOutcome answer) {
    return answer instanceof CallOutcome.Answered
            && run.history().get((int) taskId - 1).details()
                instanceof EventDetails.TaskScheduled scheduled
            && scheduled.service().resource().equals("submitJob" + RandomMachine.JOB)
        ? new StartedWork.Job("arn:job", Payload.ofText("\"job-" + taskId + "\""), null)
        : null;
  }

  private static JobReport jobReport(Random random) {
    return switch (random.nextInt(4)) {
      case 0 -> new JobReport.Running();
      case 1 -> new JobReport.Refused(new CallOutcome.Failed("E2", "no such job"));
      default -> new JobReport.Ended(answer(random));
    };
  }

  private static CallOutcome answer(Random random) {
    return switch (random.nextInt(6)) {
      case 0 -> new CallOutcome.Failed("E1", "by chance");
      case 1 -> CallOutcome.unknown();
      case 2 -> new CallOutcome.Answered(LARGE);
      default -> new CallOutcome.Answered(Payload.ofText("{\"n\": 1, \"items\": [5]}"));
    };
  }

  private static void report(ExecutionRun run, Random random, long taskId) {
    isApplied(run.apply(token(random, taskId)));
  }

  /** What somebody who has the task's token tells. */
  private static Command token(Random random, long taskId) {
    return switch (random.nextInt(6)) {
      case 0 -> new Command.FailTask(taskId, "E1", "by chance");
      case 1 -> new Command.FailTask(taskId, random.nextBoolean() ? "E2" : null, null);
      case 2 -> new Command.CompleteTask(taskId, LARGE);
      default -> new Command.CompleteTask(taskId, Payload.ofText("{\"n\": 1, \"items\": [5]}"));
    };
  }

  /** Late answers and second answers change nothing. */
  private static void answersAgain(ExecutionRun run, List<Long> over, Random random) {
    if (!over.isEmpty()) {
      isRejectedByAll(run, over.get(random.nextInt(over.size())));
    }
  }

  private static void isRejectedByAll(ExecutionRun run, long taskId) {
    isRejected(run, new Command.CompleteTask(taskId, Payload.ofText("0")));
    isRejected(run, new Command.FailTask(taskId, "late", null));
    isRejected(run, new Command.HeartbeatTask(taskId));
    isRejected(run, new Command.StartTask(taskId, "late"));
    isRejected(run, new Command.ReportCall(taskId, new CallOutcome.Answered(Payload.ofText("0"))));
    isRejected(run, new Command.ReportJob(taskId, new JobReport.Running()));
  }

  private static void isApplied(Transition transition) {
    assertThat(transition).isInstanceOf(Transition.Applied.class);
  }

  private static void isRejected(ExecutionRun run, Command command) {
    assertThat(run.apply(command)).as("%s", command).isInstanceOf(Transition.Rejected.class);
  }

  private static void isOver(ExecutionRun run, List<Long> over) {
    var history = run.history();
    assertThat(history.getLast().type()).isIn(ENDS);
    for (var event : history.subList(0, history.size() - 1)) {
      if (ENDS.contains(event.type())) {
        assertThat(history.get((int) event.id()).type())
            .as("only a redrive follows an end")
            .isEqualTo(EventType.EXECUTION_REDRIVEN);
      }
    }
    isRejected(run, new Command.StopExecution(null, null));
    isRejected(run, new Command.FireTimer());
    isRejected(run, new Command.Continue());
    isRejected(run, new Command.StartExecution());
    over.forEach(taskId -> isRejectedByAll(run, taskId));
    eachTaskHadOneOutcome(run);
  }

  private static void eachTaskHadOneOutcome(ExecutionRun run) {
    var outcomes =
        run.history().stream()
            .filter(event ->
                switch (event.type()) {
                  case ACTIVITY_SUCCEEDED,
                      ACTIVITY_FAILED,
                      ACTIVITY_TIMED_OUT,
                      LAMBDA_FUNCTION_SUCCEEDED,
                      LAMBDA_FUNCTION_FAILED,
                      LAMBDA_FUNCTION_TIMED_OUT,
                      TASK_SUBMITTED,
                      TASK_SUBMIT_FAILED,
                      TASK_SUCCEEDED,
                      TASK_FAILED,
                      TASK_TIMED_OUT ->
                      true;
                  default -> false;
                })
            .map(event -> event.previousEventId())
            .toList();
    assertThat(outcomes).doesNotHaveDuplicates();
    var starts =
        run.history().stream()
            .filter(event -> STARTS.contains(event.type()))
            .map(event -> event.previousEventId())
            .toList();
    assertThat(starts).doesNotHaveDuplicates();
  }
}
