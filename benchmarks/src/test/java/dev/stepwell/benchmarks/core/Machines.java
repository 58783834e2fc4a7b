package dev.stepwell.benchmarks.core;

import dev.stepwell.asl.Asl;
import dev.stepwell.asl.model.MachineType;
import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.interpreter.CallQueues;
import dev.stepwell.engine.interpreter.Interpreter;
import dev.stepwell.engine.interpreter.RunnableMachine;
import dev.stepwell.engine.interpreter.Transition;
import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.RevisionKey;
import dev.stepwell.engine.state.ExecutionState;
import java.time.Duration;
import java.time.Instant;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Machines and executions that the benchmarks of the core share. */
final class Machines {
  static final Arns ARNS = new Arns("aws", "us-east-1", "123456789012");

  /** 200 bytes, as of an order. */
  static final String ORDER =
      """
      {"orderId": "o-4711", "n": 1, "customer": {"name": "Ada", "city": "London"}, "note": "%s"}\
      """
          .formatted("x".repeat(110));

  private static final Instant START = Instant.parse("2026-11-22T10:15:30Z");

  private Machines() {}

  /** That many states of one kind in a row, then the end; {@code %s} stands for the next one. */
  static RunnableMachine chain(int length, String state) {
    var states =
        IntStream.range(0, length)
            .mapToObj(i ->
                "\"S%d\": ".formatted(i) + state.formatted(i + 1 < length ? "S" + (i + 1) : "E"))
            .collect(Collectors.joining(", "));
    return machine(
        "{\"StartAt\": \"S0\", \"States\": {" + states + ", \"E\": {\"Type\": \"Succeed\"}}}");
  }

  static RunnableMachine machine(String definition) {
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
      case Asl.Reading.Invalid(var problems) -> throw new IllegalArgumentException("" + problems);
    };
  }

  /** AWS's limits but for the length of the history. */
  static Interpreter interpreter(int transitionsPerCommit) {
    var limits =
        Limits.DEFAULTS
            .withPayloadBytes(1_000_000)
            .withHistoryEvents(Integer.MAX_VALUE)
            .withTransitionsPerCommit(transitionsPerCommit);
    return new Interpreter(limits, _ -> true, CallQueues.NONE, (_, _, _) -> "token");
  }

  /** Nothing of the input is parsed yet. */
  static ExecutionState beforeStart(RunnableMachine machine, String input) {
    var header =
        new ExecutionHeader(
            new ExecutionId(7, 42), machine.key(), "run-1", Payload.ofText(input), START, null);
    return ExecutionState.beforeStart(header, START.plus(Duration.ofDays(365)));
  }

  static Transition.Applied applied(
      Interpreter interpreter, RunnableMachine machine, ExecutionState state, Command command) {
    return (Transition.Applied) interpreter.apply(machine, state, command, START);
  }
}
