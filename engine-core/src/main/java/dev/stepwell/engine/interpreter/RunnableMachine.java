package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.model.MachineType;
import dev.stepwell.asl.model.StateMachine;
import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.RevisionKey;
import java.time.Duration;
import java.time.Instant;

/**
 * One revision of a state machine, ready to run.
 *
 * @param arn unqualified
 */
public record RunnableMachine(
    RevisionKey key,
    String name,
    String arn,
    String roleArn,
    MachineType type,
    StateMachine definition,
    Arns arns) {

  /** The ARN of one of its executions. Of an Express machine any number may have one name. */
  public String executionArn(ExecutionHeader execution) {
    return switch (type) {
      case STANDARD -> arns.execution(name, execution.name());
      case EXPRESS -> arns.express(name, execution.name(), execution.id().uuid());
    };
  }

  /**
   * When an execution times out.
   *
   * @param startedAt what the server allows counts from the start
   * @param begins the machine's own TimeoutSeconds count from here, again after each redrive
   * @param longest what the server allows
   */
  public Instant timeoutAt(Instant startedAt, Instant begins, Duration longest) {
    var last = startedAt.plus(longest);
    var own = definition.timeoutSeconds();
    if (own == null || own > longest.toSeconds()) {
      return last;
    }
    var end = begins.plusSeconds(own);
    return end.isBefore(last) ? end : last;
  }
}
