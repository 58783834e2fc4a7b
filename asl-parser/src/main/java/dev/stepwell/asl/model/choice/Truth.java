package dev.stepwell.asl.model.choice;

import dev.stepwell.asl.expression.Evaluated;
import tools.jackson.databind.node.BooleanNode;

/** The two outcomes of a rule that can be tested. */
final class Truth {
  static final Evaluated TRUE = Evaluated.value(BooleanNode.TRUE);
  static final Evaluated FALSE = Evaluated.value(BooleanNode.FALSE);

  private Truth() {}
}
