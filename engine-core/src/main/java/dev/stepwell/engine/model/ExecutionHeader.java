package dev.stepwell.engine.model;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is fixed about an execution from its start.
 *
 * @param stateMachine the revision that it runs for all its life, whatever becomes of the machine
 * @param name 1–80 characters, unique among the machine's executions
 * @param startedAt milliseconds precision
 * @param traceHeader as given at the start, or null
 * @param parent null where no task waits for the end
 * @param through null where the start named the machine itself
 */
public record ExecutionHeader(
    ExecutionId id,
    RevisionKey stateMachine,
    String name,
    Payload input,
    Instant startedAt,
    @Nullable String traceHeader,
    @Nullable ParentTask parent,
    @Nullable StartedThrough through) {

  /** An execution whose end nobody waits for, of the machine itself. */
  public ExecutionHeader(
      ExecutionId id,
      RevisionKey stateMachine,
      String name,
      Payload input,
      Instant startedAt,
      @Nullable String traceHeader) {
    this(id, stateMachine, name, input, startedAt, traceHeader, null, null);
  }

  public ExecutionHeader withId(ExecutionId other) {
    return new ExecutionHeader(
        other, stateMachine, name, input, startedAt, traceHeader, parent, through);
  }
}
