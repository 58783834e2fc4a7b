package dev.stepwell.engine.interpreter;

import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.state.Fork;
import dev.stepwell.engine.state.Scope;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * How far an execution is: what a redrive goes on with, when what happens next ends the execution.
 *
 * @param open scopes that have not come to their end
 * @param finished outputs of those that have
 */
record Standing(
    PSortedMap<Integer, Scope> open,
    PMap<Integer, Payload> finished,
    PMap<Integer, Fork> forks,
    long variableBytes) {
  /** Nothing will go on. */
  static final Standing NOTHING =
      new Standing(TreePMap.empty(), HashTreePMap.empty(), HashTreePMap.empty(), 0);
}
