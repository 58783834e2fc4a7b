package dev.stepwell.benchmarks.core;

import static dev.stepwell.benchmarks.core.Machines.applied;

import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.interpreter.Interpreter;
import dev.stepwell.engine.interpreter.RunnableMachine;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.state.ExecutionState;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.State;

/**
 * Time of one iteration of a Map over one Pass state, in commands of as many transitions as one
 * commit takes: it must not grow with the number of items.
 */
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MICROSECONDS)
@State(Scope.Benchmark)
public class MapBenchmark {
  private final Interpreter interpreter =
      Machines.interpreter(Limits.DEFAULTS.transitionsPerCommit());
  private final RunnableMachine machine =
      Machines.machine(
          """
          {"StartAt": "M", "States": {"M": {"Type": "Map", "End": true, "ItemProcessor": {
            "StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}}}}
          """);
  private final ExecutionState hundred = over(100);
  private final ExecutionState thousand = over(1_000);
  private final ExecutionState tenThousand = over(10_000);

  private ExecutionState over(int items) {
    return Machines.beforeStart(
        machine,
        IntStream.range(0, items)
            .mapToObj("{\"item\": %d}"::formatted)
            .collect(Collectors.joining(",", "[", "]")));
  }

  private ExecutionState toTheEnd(ExecutionState before) {
    var state = applied(interpreter, machine, before, new Command.StartExecution()).state();
    while (!state.isClosed()) {
      state = applied(interpreter, machine, state, new Command.Continue()).state();
    }
    return state;
  }

  @Benchmark
  @OperationsPerInvocation(100)
  public ExecutionState of100Items() {
    return toTheEnd(hundred);
  }

  @Benchmark
  @OperationsPerInvocation(1_000)
  public ExecutionState of1000Items() {
    return toTheEnd(thousand);
  }

  @Benchmark
  @OperationsPerInvocation(10_000)
  public ExecutionState of10000Items() {
    return toTheEnd(tenThousand);
  }
}
