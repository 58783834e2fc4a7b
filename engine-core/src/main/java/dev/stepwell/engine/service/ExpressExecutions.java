package dev.stepwell.engine.service;

import dev.stepwell.asl.model.MachineType;
import dev.stepwell.engine.express.ExpressEngine;
import dev.stepwell.engine.machine.MachineCatalog;
import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.IdGenerator;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.Shards;
import dev.stepwell.engine.state.Outcome;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import org.jspecify.annotations.Nullable;

/** Executions of Express machines as callers see them. Any number may have one name. */
public final class ExpressExecutions {
  private final ExpressEngine engine;
  private final StartChecks checks;
  private final IdGenerator ids;
  private final InstantSource clock;

  public ExpressExecutions(
      ExpressEngine engine,
      MachineCatalog machines,
      IdGenerator ids,
      Limits limits,
      InstantSource clock) {
    this.engine = engine;
    this.checks = new StartChecks(machines, ids, limits);
    this.ids = ids;
    this.clock = clock;
  }

  /** Starts an execution in the background; never the same as another. */
  Answer<Executions.Started> start(StartChecks.Checked start, @Nullable String traceHeader) {
    var machine = start.route().machine();
    var header = header(start, traceHeader);
    return engine.accept(header, machine)
        ? Answer.given(
            new Executions.Started(machine.executionArn(header), header.startedAt(), header.id()))
        : throttled();
  }

  /**
   * An execution that has come to its end.
   *
   * @param traceHeader null when absent
   */
  public record Ended(
      String executionArn,
      String stateMachineArn,
      String name,
      Instant startDate,
      Payload input,
      @Nullable String traceHeader,
      Outcome outcome) {}

  /**
   * Runs an execution, and waits for its end: five minutes at most.
   *
   * @param name null: a random UUID
   * @param input JSON text
   */
  public Answer<Ended> startSync(
      String stateMachineArn, @Nullable String name, String input, @Nullable String traceHeader) {
    return checks
        .check(stateMachineArn, name, input)
        .then(start ->
            start.route().machine().type() == MachineType.EXPRESS
                ? run(start, traceHeader)
                : notSupported());
  }

  private Answer<Ended> run(StartChecks.Checked start, @Nullable String traceHeader) {
    var machine = start.route().machine();
    var header = header(start, traceHeader);
    try {
      return engine
          .runToEnd(header, machine)
          .map(outcome ->
              Answer.given(
                  new Ended(
                      machine.executionArn(header),
                      machine.arn(),
                      header.name(),
                      header.startedAt(),
                      header.input(),
                      traceHeader,
                      outcome)))
          .orElseGet(ExpressExecutions::throttled);
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while an Express execution ran", stop);
    }
  }

  private ExecutionHeader header(StartChecks.Checked start, @Nullable String traceHeader) {
    var key = start.route().machine().key();
    return new ExecutionHeader(
        new ExecutionId(Shards.of(key.stateMachineId(), start.name()), ids.next()),
        key,
        start.name(),
        start.input(),
        clock.instant().truncatedTo(ChronoUnit.MILLIS),
        traceHeader,
        null,
        start.route().through());
  }

  static <T> Answer<T> notSupported() {
    return Answer.refused(
        Refusal.STATE_MACHINE_TYPE_NOT_SUPPORTED,
        "This operation is not supported by this type of state machine");
  }

  private static <T> Answer<T> throttled() {
    return Answer.refused(Refusal.THROTTLED, "Rate exceeded");
  }
}
