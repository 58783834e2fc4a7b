package dev.stepwell.asl.model.choice;

import dev.stepwell.asl.expression.Bindings;
import dev.stepwell.asl.expression.Evaluated;

/** A test that a Choice state makes. */
public interface ChoiceRule {
  /** A boolean value, or the failure of a path that selects nothing. */
  Evaluated test(Bindings bindings);
}
