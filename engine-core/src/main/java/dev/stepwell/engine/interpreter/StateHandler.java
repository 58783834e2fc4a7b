package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.model.State;

/**
 * What one type of state does. Handlers keep nothing between calls and move nothing themselves:
 * they say what happens next.
 */
interface StateHandler<S extends State> {

  /** The state has just been entered. */
  Step enter(S state, StateContext context);
}
