package dev.stepwell.asl.validate;

import dev.stepwell.asl.outline.Outline;
import dev.stepwell.asl.problem.Problem.Code;
import dev.stepwell.asl.problem.ProblemLog;
import java.util.HashSet;

/** A state name occurs once in the whole definition, nested blocks included. Source: asl.md §1. */
final class StateNamesAreUnique implements DefinitionRule {
  @Override
  public void check(Outline outline, ProblemLog problems) {
    var names = new HashSet<String>();
    for (var block : outline.blocks()) {
      for (var state : block.states().values()) {
        if (!names.add(state.name())) {
          problems.error(
              Code.DUPLICATE_STATE_NAME, "Duplicate State name: " + state.name(), state.location());
        }
      }
    }
  }
}
