package dev.stepwell.engine.call;

import dev.stepwell.engine.command.CallOutcome;

/** Calls services: the door to the world outside. Safe for any thread. */
@FunctionalInterface
public interface ServiceCaller {

  /**
   * Makes a call once, and waits for its end as long as that takes.
   *
   * @throws InterruptedException when the outcome is not wanted any more
   */
  CallOutcome call(ServiceCall call) throws InterruptedException;
}
