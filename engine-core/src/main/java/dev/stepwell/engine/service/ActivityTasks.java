package dev.stepwell.engine.service;

import dev.stepwell.asl.json.MalformedJson;
import dev.stepwell.engine.Engine;
import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.interpreter.ActivityDirectory;
import dev.stepwell.engine.lane.Reply;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.task.Poll;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Activity tasks as workers see them. Blocks until the answer is durable. */
public final class ActivityTasks {
  private final Engine engine;
  private final ActivityDirectory activities;
  private final SeenPollers pollers;

  public ActivityTasks(Engine engine, ActivityDirectory activities, SeenPollers pollers) {
    this.engine = engine;
    this.activities = activities;
    this.pollers = pollers;
  }

  /**
   * A task in the hands of a worker.
   *
   * @param input JSON text
   */
  public record Task(String taskToken, String input) {}

  /**
   * Waits for a task of an activity.
   *
   * @param workerName as the worker calls itself, or null
   * @param timeout how long to wait; empty afterwards
   * @param connected asked just before a task is handed over: a poller that has gone away gets none
   */
  public Answer<Optional<Task>> poll(
      String activityArn,
      @Nullable String workerName,
      Duration timeout,
      BooleanSupplier connected) {
    return poll(activityArn, workerName, 1, timeout, connected)
        .map(tasks -> tasks.stream().findFirst());
  }

  /**
   * Waits for a task of an activity, and brings others that wait at that moment.
   *
   * @param most tasks wanted, 1 or more
   */
  public Answer<List<Task>> poll(
      String activityArn,
      @Nullable String workerName,
      int most,
      Duration timeout,
      BooleanSupplier connected) {
    return RequestedArn.ofType("activity", activityArn)
        .then(parts -> {
          if (!activities.exists(activityArn)) {
            return Answer.refused(
                Refusal.ACTIVITY_DOES_NOT_EXIST, "Activity Does Not Exist: '" + activityArn + "'");
          }
          pollers.note(activityArn, workerName);
          return engine
              .tasks()
              .poll(activityArn, workerName, most, connected)
              .map(poll -> Answer.given(await(poll, timeout)))
              .orElseGet(() ->
                  Answer.refused(
                      Refusal.ACTIVITY_WORKER_LIMIT_EXCEEDED,
                      "Too many pollers wait for tasks of activity '" + activityArn + "'"));
        });
  }

  private List<Task> await(Poll poll, Duration timeout) {
    var threads = engine.threads();
    try {
      var _ = threads.await(poll.stirred(), timeout);
      if (!poll.answer().isDone()) {
        // Tasks that are being claimed for this poll just now belong to its answer.
        engine.tasks().endPoll(poll);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while polling", stop);
    }
    return Waiter.join(threads, poll.answer()).stream()
        .map(task -> new Task(task.taskToken(), task.input()))
        .toList();
  }

  /** What a worker says of a task. */
  public sealed interface Report {
    String taskToken();

    /**
     * The task has succeeded.
     *
     * @param output JSON text
     */
    record Success(String taskToken, String output) implements Report {}

    /** The task has failed. */
    record Failure(String taskToken, @Nullable String error, @Nullable String cause)
        implements Report {}

    /** The task is being worked on. */
    record Heartbeat(String taskToken) implements Report {}
  }

  /**
   * Takes a report on its way. Several may be taken before the first answer is waited for; each is
   * judged as if it were alone.
   *
   * @return waits for the answer, which is given when the report is durable
   */
  public Supplier<Answer<Boolean>> submit(Report report) {
    return switch (report) {
      case Report.Success(var token, var output) -> {
        try {
          var payload = Payload.parse(output);
          yield submit(token, taskId -> new Command.CompleteTask(taskId, payload));
        } catch (JacksonException malformed) {
          yield () ->
              Answer.refused(
                  Refusal.INVALID_OUTPUT,
                  "Invalid Output: '" + MalformedJson.of(malformed, output).message() + "'");
        }
      }
      case Report.Failure(var token, var error, var cause) ->
          submit(token, taskId -> new Command.FailTask(taskId, error, cause));
      case Report.Heartbeat(var token) -> submit(token, Command.HeartbeatTask::new);
    };
  }

  private Supplier<Answer<Boolean>> submit(String taskToken, LongFunction<Command> command) {
    var token = engine.tokens().read(taskToken).orElse(null);
    if (token == null) {
      return () -> Answer.refused(Refusal.INVALID_TOKEN, "Invalid Token: 'Invalid token'");
    }
    var reply = new CompletableFuture<Reply>();
    engine.submit(
        token.executionId(),
        command.apply(token.scheduledEventId()),
        token.startedEventId(),
        reply::complete);
    return () -> answer(Waiter.join(engine.threads(), reply));
  }

  private static Answer<Boolean> answer(Reply reply) {
    return switch (reply) {
      case Reply.Committed _ -> Answer.given(true);
      case Reply.Refused _ ->
          Answer.refused(
              Refusal.TASK_TIMED_OUT, "Task Timed Out: 'Provided task does not exist anymore'");
      case Reply.NotFound _ ->
          Answer.refused(
              Refusal.TASK_DOES_NOT_EXIST, "Task Does Not Exist: 'Provided task does not exist'");
      case Reply.NameTaken _, Reply.Saturated _, Reply.Broken _ -> Waiter.unable(reply);
    };
  }
}
