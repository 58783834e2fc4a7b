package dev.stepwell.asl.validate;

import dev.stepwell.asl.outline.Outline;
import dev.stepwell.asl.problem.ProblemLog;
import java.util.List;

/** One rule about a definition as a whole. */
public sealed interface DefinitionRule
    permits StateNamesAreShort,
        StateNamesAreUnique,
        LabelsAreUnique,
        TransitionTargetsExist,
        StatesAreReachable,
        MachineCanEnd,
        StatesAllIsLast,
        HeartbeatIsShorterThanTimeout {

  /** Every rule; a definition must keep them all. */
  List<DefinitionRule> ALL =
      List.of(
          new StateNamesAreShort(),
          new StateNamesAreUnique(),
          new LabelsAreUnique(),
          new TransitionTargetsExist(),
          new StatesAreReachable(),
          new MachineCanEnd(),
          new StatesAllIsLast(),
          new HeartbeatIsShorterThanTimeout());

  /** Records where the definition breaks the rule. */
  void check(Outline outline, ProblemLog problems);
}
