package dev.stepwell.benchmarks.core;

import static dev.stepwell.benchmarks.core.Machines.applied;

import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.interpreter.Interpreter;
import dev.stepwell.engine.interpreter.RunnableMachine;
import dev.stepwell.engine.interpreter.Transition;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.state.ExecutionState;
import dev.stepwell.engine.state.Scope.Phase;
import dev.stepwell.engine.state.Waiting;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/** Transitions per second on one core: states entered, by the command that leads there. */
@BenchmarkMode(Mode.Throughput)
@OutputTimeUnit(TimeUnit.SECONDS)
@State(Scope.Benchmark)
public class TransitionBenchmark {
  private static final int CHAIN = 1_000;

  private final Interpreter interpreter = Machines.interpreter(Integer.MAX_VALUE);

  /** A thousand states of one kind, all in one command. */
  private final class Chain {
    private final RunnableMachine machine;
    private final ExecutionState before;

    Chain(String state) {
      machine = Machines.chain(CHAIN, state);
      before = Machines.beforeStart(machine, Machines.ORDER);
    }

    Transition run() {
      return applied(interpreter, machine, before, new Command.StartExecution());
    }
  }

  private final Chain pass = new Chain("{\"Type\": \"Pass\", \"Next\": \"%s\"}");
  private final Chain passResultPath =
      new Chain(
          "{\"Type\": \"Pass\", \"Result\": 7, \"ResultPath\": \"$.seven\", \"Next\": \"%s\"}");
  private final Chain choice =
      new Chain(
          """
          {"Type": "Choice", "Choices": [
            {"Variable": "$.n", "NumericEquals": 2, "Next": "E"},
            {"Variable": "$.customer.name", "StringEquals": "Bob", "Next": "E"},
            {"Variable": "$.customer.city", "StringMatches": "Lon*", "Next": "%s"}]}
          """);
  private final Chain jsonataOutput =
      new Chain(
          """
          {"Type": "Pass", "QueryLanguage": "JSONata", "Next": "%s",
           "Output": {"n": "{%% $states.input.n + 1 %%}", "customer": "{%% $states.input.customer %%}"}}
          """);

  @Benchmark
  @OperationsPerInvocation(CHAIN)
  public Transition pass() {
    return pass.run();
  }

  @Benchmark
  @OperationsPerInvocation(CHAIN)
  public Transition passWithResultPath() {
    return passResultPath.run();
  }

  @Benchmark
  @OperationsPerInvocation(CHAIN)
  public Transition choiceByItsThirdRule() {
    return choice.run();
  }

  @Benchmark
  @OperationsPerInvocation(CHAIN)
  public Transition jsonataOutput() {
    return jsonataOutput.run();
  }

  /** A whole execution in memory: six Pass and four Choice states, as the workload `internal`. */
  @State(Scope.Benchmark)
  public static class TenStates {
    final Interpreter interpreter = Machines.interpreter(1_000);
    final RunnableMachine machine = Machines.machine(DEFINITION);
    private static final String DEFINITION =
        """
        {"StartAt": "A", "States": {
          "A": {"Type": "Pass", "Next": "B"},
          "B": {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericEquals": 1, "Next": "C"}]},
          "C": {"Type": "Pass", "Next": "D"},
          "D": {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericEquals": 1, "Next": "E"}]},
          "E": {"Type": "Pass", "Next": "F"},
          "F": {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericEquals": 1, "Next": "G"}]},
          "G": {"Type": "Pass", "Next": "H"},
          "H": {"Type": "Choice", "Choices": [{"Variable": "$.n", "NumericEquals": 1, "Next": "I"}]},
          "I": {"Type": "Pass", "Next": "J"},
          "J": {"Type": "Pass", "End": true}}}
        """;
  }

  @Benchmark
  public Transition executionOfTenStates(TenStates ten) {
    return applied(
        ten.interpreter,
        ten.machine,
        Machines.beforeStart(ten.machine, Machines.ORDER),
        new Command.StartExecution());
  }

  /** Each transition is a command of its own, as after a commit. */
  @State(Scope.Benchmark)
  public static class Started {
    final Interpreter interpreter = Machines.interpreter(1);
    final RunnableMachine passes = Machines.chain(2, "{\"Type\": \"Pass\", \"Next\": \"%s\"}");
    final RunnableMachine tasks =
        Machines.chain(
            2,
            "{\"Type\": \"Task\", \"Resource\": \"%s\", \"TimeoutSeconds\": 60, \"Next\": \"%%s\"}"
                .formatted(Machines.ARNS.activity("work")));
    final ExecutionState pass = start(passes);
    final ExecutionState task;
    final Command completeTask;

    public Started() {
      var scheduled = start(tasks);
      var taskId = taskOf(scheduled);
      task =
          applied(interpreter, tasks, scheduled, new Command.StartTask(taskId, "worker")).state();
      completeTask = new Command.CompleteTask(taskId, Payload.ofText(Machines.ORDER));
    }

    private ExecutionState start(RunnableMachine machine) {
      return applied(
              interpreter,
              machine,
              Machines.beforeStart(machine, Machines.ORDER),
              new Command.StartExecution())
          .state();
    }

    private static long taskOf(ExecutionState state) {
      for (var scope : state.open().values()) {
        if (scope.phase() instanceof Phase.Visiting(_, Waiting.OnTask task)) {
          return task.scheduledEventId();
        }
      }
      throw new AssertionError("no task waits");
    }
  }

  @Benchmark
  public Transition passByACommandOfItsOwn(Started started) {
    return applied(started.interpreter, started.passes, started.pass, new Command.Continue());
  }

  /** A task is completed, and the next one scheduled. */
  @Benchmark
  public Transition taskCompletion(Started started) {
    return applied(started.interpreter, started.tasks, started.task, started.completeTask);
  }
}
