package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.Asl;
import dev.stepwell.asl.model.MachineType;
import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.RevisionKey;
import dev.stepwell.engine.state.ExecutionState;
import dev.stepwell.engine.state.Scope.Phase;
import dev.stepwell.engine.state.Waiting;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * What the pure core costs: reading a definition, and transitions in memory, without history text,
 * database or network. Counted per second of the thread's own processor time, so that what else the
 * machine does matters little; the median of five rounds counts. Run {@link #main} with this
 * module's test class path.
 */
final class InterpreterBenchmark {
  private static final int STATES_OF_THE_DEFINITION = 100;
  private static final int WARM_UP_ROUNDS = 3;
  private static final int ROUNDS = 5;
  private static final Duration ROUND = Duration.ofSeconds(1);
  private static final int CHAIN = 1_000;

  private static final Arns ARNS = new Arns("aws", "us-east-1", "123456789012");
  private static final Instant START = Instant.parse("2026-11-22T10:15:30Z");
  private static final String INPUT =
      """
      {"orderId": "o-4711", "n": 1, "customer": {"name": "Ada", "city": "London"}, "note": "%s"}\
      """
          .formatted("x".repeat(100));

  private final com.sun.management.ThreadMXBean threads =
      (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();

  // Results end here, so that no work can be left out as useless.
  private int sink;

  private InterpreterBenchmark() {}

  public static void main(String[] arguments) {
    var benchmark = new InterpreterBenchmark();
    benchmark.reading();
    benchmark.transitions("Pass", "{\"Type\": \"Pass\", \"Next\": \"%s\"}");
    benchmark.transitions(
        "Pass, ResultPath",
        "{\"Type\": \"Pass\", \"Result\": 7, \"ResultPath\": \"$.seven\", \"Next\": \"%s\"}");
    benchmark.transitions(
        "Choice, third rule",
        """
        {"Type": "Choice", "Choices": [
          {"Variable": "$.n", "NumericEquals": 2, "Next": "E"},
          {"Variable": "$.customer.name", "StringEquals": "Bob", "Next": "E"},
          {"Variable": "$.customer.city", "StringMatches": "Lon*", "Next": "%s"}]}
        """);
    benchmark.transitions(
        "Pass, JSONata Output",
        """
        {"Type": "Pass", "QueryLanguage": "JSONata", "Next": "%s",
         "Output": {"n": "{%% $states.input.n + 1 %%}", "customer": "{%% $states.input.customer %%}"}}
        """);
    benchmark.singleCommands();
    benchmark.tasks();
    for (var items : new int[] {100, 1_000, 10_000}) {
      benchmark.map(items);
    }
    System.out.println("checksum " + benchmark.sink);
  }

  /** Does something, and tells how often. */
  private interface Work {
    int run();
  }

  // ---- what is measured ----

  private void reading() {
    var states =
        IntStream.range(0, STATES_OF_THE_DEFINITION)
            .mapToObj(i ->
                """
                "S%d": {"Type": "Task", "Resource": "%s", "Parameters": {"id.$": "$.orderId", "n": %d},
                  "ResultPath": "$.result", "TimeoutSeconds": 60,
                  "Retry": [{"ErrorEquals": ["States.TaskFailed"], "MaxAttempts": 2}], %s}
                """
                    .formatted(
                        i,
                        ARNS.activity("work"),
                        i,
                        i == STATES_OF_THE_DEFINITION - 1
                            ? "\"End\": true"
                            : "\"Next\": \"S%d\"".formatted(i + 1)))
            .collect(Collectors.joining(","));
    var definition = "{\"StartAt\": \"S0\", \"States\": {" + states + "}}";
    measure(
        "reading of a definition of 100 states",
        () -> {
          sink += Asl.read(definition).hashCode() & 1;
          return 1;
        });
  }

  /** A thousand states of one kind, all in one command. */
  private void transitions(String name, String state) {
    var machine = machine(chain(state));
    var interpreter = interpreter(Integer.MAX_VALUE);
    var before = beforeStart(machine, INPUT);
    measure(
        name,
        () -> {
          count(applied(interpreter, machine, before, new Command.StartExecution()));
          return CHAIN;
        });
  }

  /** The same, each transition by a command of its own. */
  private void singleCommands() {
    var machine = machine(chain("{\"Type\": \"Pass\", \"Next\": \"%s\"}"));
    var interpreter = interpreter(1);
    var started =
        applied(interpreter, machine, beforeStart(machine, INPUT), new Command.StartExecution())
            .state();
    measure(
        "Pass, one command each",
        () -> {
          count(applied(interpreter, machine, started, new Command.Continue()));
          return 1;
        });
  }

  /** A task is completed, and the next one scheduled. */
  private void tasks() {
    var machine =
        machine(
            chain(
                "{\"Type\": \"Task\", \"Resource\": \"%s\", \"TimeoutSeconds\": 60, \"Next\": \"%%s\"}"
                    .formatted(ARNS.activity("work"))));
    var interpreter = interpreter(Integer.MAX_VALUE);
    var state =
        applied(interpreter, machine, beforeStart(machine, INPUT), new Command.StartExecution())
            .state();
    var taskId = taskOf(state);
    var started =
        applied(interpreter, machine, state, new Command.StartTask(taskId, "worker")).state();
    var output = Payload.ofText(INPUT);
    measure(
        "Task completion",
        () -> {
          count(applied(interpreter, machine, started, new Command.CompleteTask(taskId, output)));
          return 1;
        });
  }

  private static long taskOf(ExecutionState state) {
    for (var scope : state.open().values()) {
      if (scope.phase() instanceof Phase.Visiting(_, Waiting.OnTask task)) {
        return task.scheduledEventId();
      }
    }
    throw new AssertionError("no task waits");
  }

  /** Iterations of one Pass state, in commands of as many transitions as one commit takes. */
  private void map(int items) {
    var machine =
        machine(
            """
            {"StartAt": "M", "States": {"M": {"Type": "Map", "End": true, "ItemProcessor": {
              "StartAt": "P", "States": {"P": {"Type": "Pass", "End": true}}}}}}
            """);
    var interpreter = interpreter(Limits.DEFAULTS.transitionsPerCommit());
    var array =
        IntStream.range(0, items)
            .mapToObj("{\"item\": %d}"::formatted)
            .collect(Collectors.joining(",", "[", "]"));
    var before = beforeStart(machine, array);
    measure(
        "Map iteration, %,d items".formatted(items),
        () -> {
          var applied = applied(interpreter, machine, before, new Command.StartExecution());
          count(applied);
          while (!applied.state().isClosed()) {
            applied = applied(interpreter, machine, applied.state(), new Command.Continue());
            count(applied);
          }
          return items;
        });
  }

  // ---- how ----

  /** That many states of one kind in a row, then the end; {@code %s} stands for the next one. */
  private static String chain(String state) {
    var states =
        IntStream.range(0, CHAIN)
            .mapToObj(i ->
                "\"S%d\": ".formatted(i) + state.formatted(i + 1 < CHAIN ? "S" + (i + 1) : "E"))
            .collect(Collectors.joining(", "));
    return "{\"StartAt\": \"S0\", \"States\": {" + states + ", \"E\": {\"Type\": \"Succeed\"}}}";
  }

  private static RunnableMachine machine(String definition) {
    return switch (Asl.read(definition)) {
      case Asl.Reading.Valid(var valid, _) ->
          new RunnableMachine(
              new RevisionKey(1, 1),
              "Benchmark",
              ARNS.stateMachine("Benchmark"),
              "arn:aws:iam::123456789012:role/benchmark",
              MachineType.STANDARD,
              valid,
              ARNS);
      case Asl.Reading.Invalid(var problems) -> throw new AssertionError(problems);
    };
  }

  private static Interpreter interpreter(int transitionsPerCommit) {
    var limits =
        new Limits(
            1_000_000,
            Integer.MAX_VALUE,
            Duration.ofDays(365),
            Integer.MAX_VALUE,
            40,
            262_144,
            262_144,
            10_485_760,
            transitionsPerCommit);
    return new Interpreter(limits, _ -> true, (_, _, _) -> "token");
  }

  /** Nothing of the input is parsed yet. */
  private static ExecutionState beforeStart(RunnableMachine machine, String input) {
    var header =
        new ExecutionHeader(
            new ExecutionId(7, 42), machine.key(), "run-1", Payload.ofText(input), START, null);
    return ExecutionState.beforeStart(header, START.plus(Duration.ofDays(365)));
  }

  private static Transition.Applied applied(
      Interpreter interpreter, RunnableMachine machine, ExecutionState state, Command command) {
    return (Transition.Applied) interpreter.apply(machine, state, command, START);
  }

  private void count(Transition.Applied applied) {
    sink += applied.events().size() & 1;
  }

  private void measure(String name, Work work) {
    var rates = new double[ROUNDS];
    var bytes = 0.0;
    for (var round = -WARM_UP_ROUNDS; round < ROUNDS; round++) {
      var allocatedBefore = threads.getCurrentThreadAllocatedBytes();
      var begin = threads.getCurrentThreadCpuTime();
      var end = System.nanoTime() + ROUND.toNanos();
      var done = 0L;
      while (System.nanoTime() < end) {
        done += work.run();
      }
      var nanos = threads.getCurrentThreadCpuTime() - begin;
      bytes = (double) (threads.getCurrentThreadAllocatedBytes() - allocatedBefore) / done;
      if (round >= 0) {
        rates[round] = done * 1e9 / nanos;
      }
    }
    Arrays.sort(rates);
    var median = rates[ROUNDS / 2];
    System.out.println(
        String.format(
            Locale.ROOT,
            "%-40s %,12.0f /s per core %10.2f us %,12.0f bytes",
            name,
            median,
            1e6 / median,
            bytes));
  }
}
