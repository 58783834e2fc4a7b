package dev.stepwell.engine.call;

import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.JobReport;
import dev.stepwell.engine.model.StartedWork;
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

  /**
   * Asks how a job is that a call has started; it may be asked any number of times.
   *
   * @throws InterruptedException when nobody wants to know any more
   */
  default JobReport ask(StartedWork.Job job) throws InterruptedException {
    throw new IllegalStateException("no call starts jobs: " + job);
  }

  /**
   * Ends a job, if the service is so kind; what has ended already may be ended again.
   *
   * @throws InterruptedException when the server stops
   */
  default void stop(StartedWork.Job job) throws InterruptedException {
    throw new IllegalStateException("no call starts jobs: " + job);
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
   * @param started what it started and whose end is waited for, or null
   */
  record Result(CallOutcome outcome, @Nullable StartedWork started) {
    public Result(CallOutcome outcome) {
      this(outcome, null);
    }
  }
}
