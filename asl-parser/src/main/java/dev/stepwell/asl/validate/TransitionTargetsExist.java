package dev.stepwell.asl.validate;

import dev.stepwell.asl.outline.BlockOutline;
import dev.stepwell.asl.outline.Outline;
import dev.stepwell.asl.outline.TransitionOutline;
import dev.stepwell.asl.problem.Problem.Code;
import dev.stepwell.asl.problem.ProblemLog;

/** StartAt, Next and Default name states of their own block. Source: asl.md §1 and §16. */
final class TransitionTargetsExist implements DefinitionRule {
  @Override
  public void check(Outline outline, ProblemLog problems) {
    for (var block : outline.blocks()) {
      var start = block.start();
      // A block without states has that problem already. Source: recorded
      // test_create_delete_invalid_sm.
      if (start != null && !block.states().isEmpty()) {
        check(start, block, problems);
      }
      for (var state : block.states().values()) {
        for (var transition : state.transitions()) {
          check(transition, block, problems);
        }
      }
    }
  }

  private static void check(TransitionOutline transition, BlockOutline block, ProblemLog problems) {
    if (!block.states().containsKey(transition.target())) {
      problems.error(
          Code.MISSING_TRANSITION_TARGET,
          "Missing '" + transition.field() + "' target: " + transition.target(),
          transition.location());
    }
  }
}
