package dev.stepwell.engine.state;

import dev.stepwell.engine.model.Payload;

/**
 * A running {@code States} block: the root, a branch of a Parallel, an iteration of a Map.
 *
 * @param id unique within the execution; the root's is {@link #ROOT_ID}
 * @param parentId the scope whose visit forked this one; {@link #NO_PARENT} for the root
 * @param index of the branch or iteration, from 0
 * @param lastEventId the newest event on this track: {@code previousEventId} of the next one
 * @param variables assigned by the states of this scope
 */
public record Scope(
    int id, int parentId, int index, long lastEventId, Phase phase, Variables variables) {
  public static final int ROOT_ID = 0;
  public static final int NO_PARENT = -1;

  /** Where in its block a scope is. */
  public sealed interface Phase {
    /** About to enter a state. */
    record Entering(String stateName, Payload input) implements Phase {}

    /** In a state that waits. */
    record Visiting(Visit visit, Waiting waiting) implements Phase {}
  }

  public boolean isRoot() {
    return id == ROOT_ID;
  }

  public Scope at(Phase next) {
    return new Scope(id, parentId, index, lastEventId, next, variables);
  }

  public Scope after(long eventId) {
    return new Scope(id, parentId, index, eventId, phase, variables);
  }

  public Scope with(Variables changed) {
    return new Scope(id, parentId, index, lastEventId, phase, changed);
  }
}
