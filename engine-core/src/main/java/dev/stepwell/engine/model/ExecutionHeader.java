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
 */
public record ExecutionHeader(
    ExecutionId id,
    RevisionKey stateMachine,
    String name,
    Payload input,
    Instant startedAt,
    @Nullable String traceHeader) {

  public ExecutionHeader withId(ExecutionId other) {
    return new ExecutionHeader(other, stateMachine, name, input, startedAt, traceHeader);
  }
}
