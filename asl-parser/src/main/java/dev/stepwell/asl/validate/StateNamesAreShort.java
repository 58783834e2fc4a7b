package dev.stepwell.asl.validate;

import dev.stepwell.asl.outline.Outline;
import dev.stepwell.asl.problem.Problem.Code;
import dev.stepwell.asl.problem.ProblemLog;

/** State names have 1 to 80 characters. Source: asl.md §1. */
final class StateNamesAreShort implements DefinitionRule {
  static final int MAX_LENGTH = 80;

  @Override
  public void check(Outline outline, ProblemLog problems) {
    for (var block : outline.blocks()) {
      for (var state : block.states().values()) {
        var length = state.name().codePointCount(0, state.name().length());
        if (length > MAX_LENGTH) {
          problems.error(
              Code.INVALID_STATE_NAME,
              "State name exceeds the 80-character limit allowed by the service",
              state.location());
        } else if (length == 0) {
          problems.error(Code.INVALID_STATE_NAME, "State name cannot be empty", state.location());
        }
      }
    }
  }
}
