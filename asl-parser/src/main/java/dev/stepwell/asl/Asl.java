package dev.stepwell.asl;

import dev.stepwell.asl.model.StateMachine;
import dev.stepwell.asl.problem.Problem;
import java.util.List;

/** The entry: reads a definition. Never throws on bad input. */
public final class Asl {
  private Asl() {}

  /** What reading a definition gives. */
  public sealed interface Reading {
    /** @param warnings findings that do not stand in the way */
    record Valid(StateMachine machine, List<Problem> warnings) implements Reading {}

    /** @param problems at least one error; warnings may be among them */
    record Invalid(List<Problem> problems) implements Reading {}
  }
}
