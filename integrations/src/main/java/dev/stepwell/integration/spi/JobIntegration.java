package dev.stepwell.integration.spi;

/**
 * An integration whose calls may start jobs: work that the service goes on with after it has
 * answered. Such a call has the pattern {@link Operation.Pattern#RUN_JOB} and is answered by {@link
 * Outcome.Started}; then the server asks for the job, by whatever node, less and less often, until
 * it has ended. A restart of every node loses nothing: the ticket is stored with the execution.
 */
public interface JobIntegration extends Integration {

  /**
   * Asks the service how a job is. This may be done any number of times, and by several nodes at
   * once; it must change nothing. What takes longer than a minute is given up and asked again.
   *
   * @throws InterruptedException when nobody wants to know any more
   */
  Progress ask(Job job) throws InterruptedException;

  /**
   * Ends a job whose task has ended: it has timed out, or its execution was stopped. The job may
   * have ended already. Nobody hears of a failure.
   *
   * @throws InterruptedException when the server stops
   */
  void stop(Job job) throws InterruptedException;
}
