package dev.stepwell.engine.service;

import dev.stepwell.engine.lane.Reply;
import dev.stepwell.engine.thread.Threads;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;

/** Waits for an engine's reply on the caller's (virtual) thread. */
final class Waiter {
  private Waiter() {}

  /**
   * Submits, and waits for the reply.
   *
   * @param submission hands its argument to the engine as the listener
   */
  static Reply await(Threads threads, Consumer<Consumer<Reply>> submission) {
    var reply = new CompletableFuture<Reply>();
    submission.accept(reply::complete);
    return join(threads, reply);
  }

  /**
   * Waits for what the engine has promised to say, interrupted or not: whoever has given a command
   * must learn what became of it.
   */
  static <T> T join(Threads threads, CompletableFuture<T> future) {
    var isInterrupted = false;
    while (!future.isDone()) {
      try {
        threads.await(future);
      } catch (InterruptedException notNow) {
        isInterrupted = true;
      }
    }
    if (isInterrupted) {
      Thread.currentThread().interrupt();
    }
    return future.resultNow();
  }

  /** The answer to a reply that says nothing about the request itself. */
  static <T> Answer<T> unable(Reply reply) {
    return switch (reply) {
      case Reply.Saturated() -> Answer.refused(Refusal.THROTTLED, "Rate exceeded");
      case Reply.Broken() ->
          throw new IllegalStateException(
              "the engine could not carry out a command; its log says why");
      case Reply.Committed _, Reply.Refused _, Reply.NameTaken _, Reply.NotFound _ ->
          throw new IllegalStateException("an answer that the command cannot have: " + reply);
    };
  }
}
