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
   * As {@link #call(ServiceCall)}, for somebody who looks on.
   *
   * @param onlooker told of the exchange with an API, where there is one
   */
  default Result call(ServiceCall call, Onlooker onlooker) throws InterruptedException {
    return call(call);
  }

  /** Whoever tests a state. */
  interface Onlooker {
    /** Whether what the operator of the server keeps secret is shown, too. */
    boolean revealsSecrets();

    /** Sees an exchange; called before the call returns. */
    void see(ShownExchange exchange);
  }

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
