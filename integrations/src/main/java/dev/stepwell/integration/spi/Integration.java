package dev.stepwell.integration.spi;

/**
 * Calls services for Task states. There is one instance per server, made when it starts; it must be
 * safe for any number of threads.
 */
public interface Integration extends AutoCloseable {

  /**
   * Whether this integration makes such calls. Asked when a state machine is created, which is
   * refused unless the answer is {@link Support.Supported}, and again before each call.
   */
  Support support(Operation operation);

  /**
   * Makes a call, once, and waits for its end as long as that takes: whether a call is repeated is
   * for the {@code Retry} of the state to say. The server starts a virtual thread for it, so that
   * it may block, and makes it after the commit that tells of it in the history: it is started at
   * most once. A server that dies meanwhile reports {@code States.TaskFailed} in its place.
   *
   * <p>What goes wrong is an {@link Outcome.Failed}; an exception is a fault of this integration,
   * is logged, and fails the task with {@code States.TaskFailed}.
   *
   * @throws InterruptedException when nobody waits for the outcome any more: the task has timed
   *     out, its execution was stopped, or the server stops
   */
  Outcome call(Call call) throws InterruptedException;

  /** Lets go of connections and threads; after the last call. */
  @Override
  default void close() {}
}
