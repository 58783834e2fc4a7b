package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.expression.Allowance;
import dev.stepwell.engine.state.ExecutionState;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/** What the expressions of one command draw on. */
final class Evaluation {
  private final ExecutionState base;
  private @Nullable RandomGenerator random;
  private Allowance allowance = new Allowance();
  private long stepsOfFormerStates;

  Evaluation(ExecutionState base) {
    this.base = base;
  }

  /** The same numbers at every run of the same command: they depend on what happened only. */
  RandomGenerator random() {
    var result = random;
    if (result == null) {
      var id = base.header().id();
      result = new SplittableRandom(id.number() * 31 + id.shard() + (base.nextEventId() << 32));
      random = result;
    }
    return result;
  }

  /** What is left for the expressions of the state at hand. */
  Allowance allowance() {
    return allowance;
  }

  /** The expressions of another state come. */
  void renewAllowance() {
    stepsOfFormerStates += allowance.spent();
    allowance = new Allowance();
  }

  /** Steps that the expressions of this command have taken. */
  long steps() {
    return stepsOfFormerStates + allowance.spent();
  }
}
