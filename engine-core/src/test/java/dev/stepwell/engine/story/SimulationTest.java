package dev.stepwell.engine.story;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.history.EventType;
import dev.stepwell.engine.interpreter.Transition;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.model.Payload;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * Random machines with workers that succeed, fail, fall silent, answer twice or late, on a clock
 * that jumps. Every step is checked by {@link StepChecks}; what concerns the whole is checked here.
 * {@code -Dstepwell.seed=N} repeats one execution; {@code -Dstepwell.simulation.seconds=N} looks
 * longer.
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
        new Limits(
            random.nextInt(8) == 0 ? 2_000 : 262_144,
            random.nextInt(8) == 0 ? 20 + random.nextInt(100) : 2_000,
            Duration.ofDays(365),
            Integer.MAX_VALUE,
            40,
            random.nextInt(8) == 0 ? 200 : 262_144,
            random.nextInt(8) == 0 ? 300 : 262_144,
            random.nextInt(8) == 0 ? 1_000 : 10_485_760,
            random.nextInt(3) == 0 ? 1 + random.nextInt(4) : 1_000);
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
    var finished = new ArrayList<Long>();
    run.apply(new Command.StartExecution());
    for (var step = 0; step < MOST_STEPS && !run.state().isClosed(); step++) {
      var tasks = run.tasks();
      switch (tasks.isEmpty() ? 9 : random.nextInt(10)) {
        case 0, 1, 2, 3, 4, 5 -> {
          var task = tasks.get(random.nextInt(tasks.size()));
          if (!task.isStarted()) {
            isApplied(run.apply(new Command.StartTask(task.scheduledEventId(), "w")));
          } else {
            report(run, random, task.scheduledEventId());
            finished.add(task.scheduledEventId());
          }
        }
        case 6 -> {
          for (var task : tasks) {
            var _ = run.apply(new Command.HeartbeatTask(task.scheduledEventId()));
          }
        }
        default -> run.pass(Duration.ofMillis(random.nextInt(15_000)));
      }
      if (random.nextInt(60) == 0) {
        run.stepBack(Duration.ofSeconds(random.nextInt(20)));
      }
      answersAgain(run, finished, random);
      if (random.nextInt(150) == 0) {
        run.apply(new Command.StopExecution("Operator", null));
      }
    }
    if (!run.state().isClosed()) {
      run.apply(new Command.StopExecution(null, null));
    }
    isOver(run, finished);
  }

  private static void report(ExecutionRun run, Random random, long taskId) {
    isApplied(
        run.apply(
            switch (random.nextInt(6)) {
              case 0 -> new Command.FailTask(taskId, "E1", "by chance");
              case 1 -> new Command.FailTask(taskId, random.nextBoolean() ? "E2" : null, null);
              case 2 ->
                  new Command.CompleteTask(taskId, Payload.ofText("\"" + "x".repeat(3_000) + "\""));
              default ->
                  new Command.CompleteTask(taskId, Payload.ofText("{\"n\": 1, \"items\": [5]}"));
            }));
  }

  /** Late answers and second answers change nothing. */
  private static void answersAgain(ExecutionRun run, List<Long> finished, Random random) {
    if (!finished.isEmpty()) {
      var taskId = finished.get(random.nextInt(finished.size()));
      isRejected(run, new Command.CompleteTask(taskId, Payload.ofText("0")));
      isRejected(run, new Command.FailTask(taskId, "late", null));
      isRejected(run, new Command.HeartbeatTask(taskId));
      isRejected(run, new Command.StartTask(taskId, "late"));
    }
  }

  private static void isApplied(Transition transition) {
    assertThat(transition).isInstanceOf(Transition.Applied.class);
  }

  private static void isRejected(ExecutionRun run, Command command) {
    assertThat(run.apply(command)).as("%s", command).isInstanceOf(Transition.Rejected.class);
  }

  private static void isOver(ExecutionRun run, List<Long> finished) {
    var history = run.history();
    assertThat(history.stream().filter(event -> ENDS.contains(event.type())))
        .as("one end, and it is the last event")
        .containsExactly(history.getLast());
    isRejected(run, new Command.StopExecution(null, null));
    isRejected(run, new Command.FireTimer());
    isRejected(run, new Command.Continue());
    isRejected(run, new Command.StartExecution());
    for (var taskId : finished) {
      isRejected(run, new Command.CompleteTask(taskId, Payload.ofText("0")));
    }
    eachTaskHadOneOutcome(run);
  }

  private static void eachTaskHadOneOutcome(ExecutionRun run) {
    var outcomes =
        run.history().stream()
            .filter(event ->
                switch (event.type()) {
                  case ACTIVITY_SUCCEEDED, ACTIVITY_FAILED, ACTIVITY_TIMED_OUT -> true;
                  default -> false;
                })
            .map(event -> event.previousEventId())
            .toList();
    assertThat(outcomes).doesNotHaveDuplicates();
    var starts =
        run.history().stream()
            .filter(event -> event.type() == EventType.ACTIVITY_STARTED)
            .map(event -> event.previousEventId())
            .toList();
    assertThat(starts).doesNotHaveDuplicates();
  }
}
