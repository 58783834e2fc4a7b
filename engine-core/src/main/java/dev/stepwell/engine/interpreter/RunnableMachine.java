package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.model.StateMachine;
import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.model.RevisionKey;

/**
 * One revision of a state machine, ready to run.
 *
 * @param arn unqualified
 */
public record RunnableMachine(
    RevisionKey key, String name, String arn, String roleArn, StateMachine definition, Arns arns) {

  public String executionArn(String executionName) {
    return arns.execution(name, executionName);
  }
}
