package dev.stepwell.engine.task;

import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.task.Poll.HandedTask;
import dev.stepwell.engine.task.TaskTokens.TaskToken;
import dev.stepwell.engine.thread.Threads;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Calls that workers take although no row stands for them: those of Express executions and of
 * tested states. Whoever makes one waits here, on this node, and so must the worker.
 */
public final class DirectTasks {
  private final TaskBoard board;
  private final TaskTokens tokens;
  private final Threads threads;
  private final InstantSource clock;
  private final LongSupplier ids;
  private final Map<TaskRef, Direct> open = new ConcurrentHashMap<>();

  private record Direct(
      String resourceArn,
      Payload input,
      long answerSeconds,
      CompletableFuture<Void> taken,
      CompletableFuture<CallOutcome> outcome) {}

  /**
   * No calls yet.
   *
   * @param ids never gives the number of an execution
   */
  public DirectTasks(
      TaskBoard board, TaskTokens tokens, Threads threads, InstantSource clock, LongSupplier ids) {
    this.board = board;
    this.tokens = tokens;
    this.threads = threads;
    this.clock = clock;
    this.ids = ids;
  }

  /**
   * Has a worker make a call, and waits for its end.
   *
   * @param queue where workers wait
   * @param answerSeconds how long a worker may keep the call
   * @return empty where too many wait already
   */
  public Optional<CallOutcome> call(
      String queue, String resourceArn, Payload input, long answerSeconds)
      throws InterruptedException {
    var task = new TaskRef(new ExecutionId(0, ids.getAsLong()), 1);
    var direct =
        new Direct(
            resourceArn,
            input,
            answerSeconds,
            new CompletableFuture<>(),
            new CompletableFuture<>());
    open.put(task, direct);
    try {
      if (!board.offerDirect(queue, task)) {
        return Optional.empty();
      }
      threads.await(direct.taken());
      return threads.await(direct.outcome(), Duration.ofSeconds(answerSeconds))
          ? Optional.of(direct.outcome().resultNow())
          : Optional.of(CallOutcome.unanswered());
    } finally {
      open.remove(task);
    }
  }

  /** Gives the call to a worker, if it is one of these and still waited for; else null. */
  public @Nullable HandedTask take(TaskRef task) {
    var direct = open.get(task);
    if (direct == null || !direct.taken().complete(null)) {
      return null;
    }
    var token = tokens.issue(new TaskToken(task.executionId(), task.scheduledEventId(), 0));
    var answerBy = clock.instant().plusSeconds(direct.answerSeconds());
    return new HandedTask(token, direct.input().text(), direct.resourceArn(), answerBy);
  }

  /**
   * A worker tells what became of a call.
   *
   * @return false where nobody waits here for that
   */
  public boolean end(TaskToken token, CallOutcome outcome) {
    var direct = open.get(new TaskRef(token.executionId(), token.scheduledEventId()));
    return direct != null && direct.outcome().complete(outcome);
  }
}
