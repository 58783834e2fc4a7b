package dev.stepwell.engine.interpreter;

/** Which activities exist; the one thing that the interpreter asks about the world. */
@FunctionalInterface
public interface ActivityDirectory {
  boolean exists(String activityArn);
}
