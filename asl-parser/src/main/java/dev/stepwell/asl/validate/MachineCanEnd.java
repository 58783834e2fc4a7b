package dev.stepwell.asl.validate;

import dev.stepwell.asl.outline.BlockOutline;
import dev.stepwell.asl.outline.Outline;
import dev.stepwell.asl.outline.StateOutline;
import dev.stepwell.asl.problem.Problem.Code;
import dev.stepwell.asl.problem.ProblemLog;

/** The machine's own block has a state that ends it. Source: asl.md §16. */
final class MachineCanEnd implements DefinitionRule {
  @Override
  public void check(Outline outline, ProblemLog problems) {
    for (var block : outline.blocks()) {
      if (block.topLevel() && isEndless(block)) {
        problems.error(Code.MISSING_END_STATE, "Workflow has no terminal state");
      }
    }
  }

  static boolean isEndless(BlockOutline block) {
    return !block.states().isEmpty()
        && block.states().values().stream().noneMatch(StateOutline::terminal);
  }
}
