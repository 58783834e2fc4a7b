package dev.stepwell.engine.service;

import dev.stepwell.engine.Engine;
import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.lane.Reply;
import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.task.Poll;
import dev.stepwell.engine.task.Poll.HandedTask;
import dev.stepwell.engine.task.TaskTokens.TaskToken;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** Calls that workers take from queues, as those see them. Blocks until the answer is durable. */
public final class WorkerCalls {
  /** How often a worker that waits is asked whether it is still there. */
  private static final Duration LOOK = Duration.ofSeconds(5);

  private final Engine engine;

  public WorkerCalls(Engine engine) {
    this.engine = engine;
  }

  /** What a worker who asks for a call gets. */
  public sealed interface Taking {
    record Taken(HandedTask call) implements Taking {}

    /** As many wait for this queue as may. */
    record TooMany() implements Taking {}

    /** The worker has gone away, or this node stops. */
    record Ended() implements Taking {}
  }

  /**
   * Waits for a call as long as that takes.
   *
   * @param connected false once the worker has gone away
   */
  public Taking take(String queue, BooleanSupplier connected) {
    return engine
        .tasks()
        .poll(queue, null, 1, connected)
        .map(poll -> await(poll, connected))
        .orElseGet(Taking.TooMany::new);
  }

  private Taking await(Poll poll, BooleanSupplier connected) {
    var threads = engine.threads();
    try {
      while (!threads.await(poll.stirred(), LOOK)) {
        if (!connected.getAsBoolean()) {
          // A call that is being claimed for this worker just now still comes.
          engine.tasks().endPoll(poll);
          break;
        }
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while polling", stop);
    }
    return Waiter.join(threads, poll.answer()).stream()
        .findFirst()
        .<Taking>map(Taking.Taken::new)
        .orElseGet(Taking.Ended::new);
  }

  /** What becomes of a worker's report. */
  public enum Reported {
    STORED,
    /** The call had its outcome before, its time was over, or its execution is. */
    TOO_LATE,
    /** No call has this token. */
    UNKNOWN,
    /** This node takes no more for the moment. */
    THROTTLED
  }

  /** Whose call a token is; empty where no node has issued it. */
  public Optional<TaskToken> read(String token) {
    return engine.tokens().read(token);
  }

  /** Stores what became of a call that was taken. */
  public Reported report(TaskToken token, CallOutcome outcome) {
    if (engine.directTasks().end(token, outcome)) {
      return Reported.STORED;
    }
    var report = new Command.ReportCall(token.scheduledEventId(), outcome);
    var reply =
        Waiter.await(
            engine.threads(),
            listener ->
                engine.submit(token.executionId(), report, token.startedEventId(), listener));
    return switch (reply) {
      case Reply.Committed _ -> Reported.STORED;
      case Reply.Refused _ -> Reported.TOO_LATE;
      case Reply.NotFound _ -> Reported.UNKNOWN;
      case Reply.Saturated _ -> Reported.THROTTLED;
      case Reply.NameTaken _, Reply.Broken _ ->
          throw new IllegalStateException("the end of a call cannot be stored: " + reply);
    };
  }

  /**
   * Makes a call that no row stands for: a worker of this node takes it.
   *
   * @param answerSeconds how long the worker may keep it
   * @return empty where too many wait already
   */
  public Optional<CallOutcome> make(
      String queue, String resourceArn, Payload input, long answerSeconds)
      throws InterruptedException {
    return engine.directTasks().call(queue, resourceArn, input, answerSeconds);
  }
}
