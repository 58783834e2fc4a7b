package dev.stepwell.asl.validate;

import dev.stepwell.asl.model.ErrorNames;
import dev.stepwell.asl.outline.Outline;
import dev.stepwell.asl.outline.StateOutline;
import dev.stepwell.asl.problem.Problem.Code;
import dev.stepwell.asl.problem.ProblemLog;
import tools.jackson.databind.JsonNode;

/** {@code States.ALL} stands alone and in the last retrier or catcher. Source: asl.md §14. */
final class StatesAllIsLast implements DefinitionRule {
  @Override
  public void check(Outline outline, ProblemLog problems) {
    for (var block : outline.blocks()) {
      for (var state : block.states().values()) {
        check(state, "Retry", problems);
        check(state, "Catch", problems);
      }
    }
  }

  private static void check(StateOutline state, String field, ProblemLog problems) {
    var entries = state.definition().path(field);
    for (var i = 0; i < entries.size(); i++) {
      var errorNames = entries.path(i).path("ErrorEquals");
      var isLast = i == entries.size() - 1;
      if (names(errorNames) && (errorNames.size() > 1 || !isLast)) {
        problems.error(
            Code.SCHEMA_VALIDATION_FAILED,
            "States.ALL must appear alone and at end of list",
            state.location().field(field).item(i).field("ErrorEquals"));
      }
    }
  }

  private static boolean names(JsonNode errorNames) {
    for (var name : errorNames) {
      if (name.isString() && name.stringValue().equals(ErrorNames.ALL)) {
        return true;
      }
    }
    return false;
  }
}
