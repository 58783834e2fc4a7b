package dev.stepwell.engine.interpreter;

import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.state.ExecutionState;
import dev.stepwell.engine.state.Fork;
import dev.stepwell.engine.state.Scope;
import org.pcollections.HashTreePMap;
import org.pcollections.PMap;
import org.pcollections.PSortedMap;
import org.pcollections.TreePMap;

/**
 * How far an execution is. Immutable: that of a moment ago is what a redrive goes on with, when
 * what happens next ends the execution.
 *
 * @param open scopes that have not come to their end
 * @param finished outputs of those that have
 * @param variableBytes of all open scopes together
 */
record Standing(
    PSortedMap<Integer, Scope> open,
    PMap<Integer, Payload> finished,
    PMap<Integer, Fork> forks,
    long variableBytes) {
  /** Nothing will go on. */
  static final Standing NOTHING =
      new Standing(TreePMap.empty(), HashTreePMap.empty(), HashTreePMap.empty(), 0);

  static Standing of(ExecutionState state) {
    return new Standing(state.open(), state.finished(), state.forks(), state.variableBytes());
  }

  Standing with(Scope scope) {
    return new Standing(open.plus(scope.id(), scope), finished, forks, variableBytes);
  }

  /** Without a scope that is open, and without the fork that it is in. */
  Standing without(Scope scope) {
    return new Standing(
        open.minus(scope.id()),
        finished,
        forks.minus(scope.id()),
        variableBytes - scope.variables().utf8Bytes());
  }

  /** A scope that was open is at its end. */
  Standing withFinished(Scope scope, Payload output) {
    var left = without(scope);
    return new Standing(
        left.open, finished.plus(scope.id(), output), left.forks, left.variableBytes);
  }

  Standing withoutFinished(int scopeId) {
    return new Standing(open, finished.minus(scopeId), forks, variableBytes);
  }

  Standing withFork(int parentId, Fork fork) {
    return new Standing(open, finished, forks.plus(parentId, fork), variableBytes);
  }

  Standing withoutFork(int parentId) {
    return new Standing(open, finished, forks.minus(parentId), variableBytes);
  }

  Standing withVariableBytes(long bytes) {
    return new Standing(open, finished, forks, bytes);
  }
}
