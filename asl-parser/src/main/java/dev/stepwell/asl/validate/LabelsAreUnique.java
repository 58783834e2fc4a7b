package dev.stepwell.asl.validate;

import dev.stepwell.asl.outline.Outline;
import dev.stepwell.asl.problem.Problem.Code;
import dev.stepwell.asl.problem.ProblemLog;
import java.util.HashSet;

/** The Label of a Map occurs once in the whole definition. Source: asl.md §13. */
final class LabelsAreUnique implements DefinitionRule {
  @Override
  public void check(Outline outline, ProblemLog problems) {
    var labels = new HashSet<String>();
    for (var block : outline.blocks()) {
      for (var state : block.states().values()) {
        var label = state.definition().path("Label");
        if (label.isString() && !labels.add(label.stringValue())) {
          problems.error(
              Code.DUPLICATE_LABEL_NAME,
              "Duplicate Label name: " + label.stringValue(),
              state.location().field("Label"));
        }
      }
    }
  }
}
