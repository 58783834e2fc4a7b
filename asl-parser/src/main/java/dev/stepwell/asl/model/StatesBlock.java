package dev.stepwell.asl.model;

import java.util.Map;

/**
 * One {@code StartAt} + {@code States} object: the machine itself, a Parallel branch, or a Map's
 * item processor. Transitions never leave it.
 */
public record StatesBlock(String startAt, Map<String, State> states) {
  public StatesBlock {
    states = Map.copyOf(states);
    if (!states.containsKey(startAt)) {
      throw new IllegalArgumentException("StartAt names no state of its block: " + startAt);
    }
  }

  /** The state of that name; the parser has checked that every target exists. */
  public State requireState(String name) {
    var state = states.get(name);
    if (state == null) {
      throw new IllegalArgumentException("no state named " + name);
    }
    return state;
  }
}
