package dev.stepwell.engine.call;

import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.ExecutionId;
import org.jspecify.annotations.Nullable;

/** Calls services: the door to the world outside. Safe for any thread. */
@FunctionalInterface
public interface ServiceCaller {

  /**
   * Makes a call once, and waits for its end as long as that takes.
   *
   * @throws InterruptedException when the outcome is not wanted any more
   * @throws dev.stepwell.engine.store.StoreUnavailableException when nothing was called, because
   *     the database could not be asked; the call is made later
   */
  Result call(ServiceCall call) throws InterruptedException;

  /**
   * What a call came to.
   *
   * @param child the execution that it started and whose end is waited for, or null
   */
  record Result(CallOutcome outcome, @Nullable ExecutionId child) {
    public Result(CallOutcome outcome) {
      this(outcome, null);
    }
  }
}
