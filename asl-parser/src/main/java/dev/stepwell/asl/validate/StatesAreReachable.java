package dev.stepwell.asl.validate;

import dev.stepwell.asl.outline.BlockOutline;
import dev.stepwell.asl.outline.Outline;
import dev.stepwell.asl.outline.StateOutline;
import dev.stepwell.asl.outline.TransitionOutline;
import dev.stepwell.asl.problem.Problem.Code;
import dev.stepwell.asl.problem.ProblemLog;
import java.util.ArrayDeque;
import java.util.HashSet;
import java.util.Set;

/**
 * Every state can be reached from its block's StartAt. Says nothing of a block that starts nowhere,
 * nor of a machine that cannot end: each has its own, more useful problem. Source: asl.md §16.
 */
final class StatesAreReachable implements DefinitionRule {
  @Override
  public void check(Outline outline, ProblemLog problems) {
    for (var block : outline.blocks()) {
      var start = block.start();
      var isEndless = block.topLevel() && MachineCanEnd.isEndless(block);
      if (start == null || !block.states().containsKey(start.target()) || isEndless) {
        continue;
      }
      var reached = reachedFrom(start, block);
      for (var state : block.states().values()) {
        if (!reached.contains(state.name())) {
          problems.error(
              Code.MISSING_TRANSITION_TARGET,
              "State \"" + state.name() + "\" is not reachable.",
              state.location());
        }
      }
    }
  }

  private static Set<String> reachedFrom(TransitionOutline start, BlockOutline block) {
    var reached = new HashSet<String>();
    var pending = new ArrayDeque<StateOutline>();
    enter(start, block, reached, pending);
    while (!pending.isEmpty()) {
      for (var transition : pending.remove().transitions()) {
        enter(transition, block, reached, pending);
      }
    }
    return reached;
  }

  private static void enter(
      TransitionOutline transition,
      BlockOutline block,
      Set<String> reached,
      ArrayDeque<StateOutline> pending) {
    var state = block.states().get(transition.target());
    if (state != null && reached.add(state.name())) {
      pending.add(state);
    }
  }
}
