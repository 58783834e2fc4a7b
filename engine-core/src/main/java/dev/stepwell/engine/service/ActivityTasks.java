package dev.stepwell.engine.service;

import dev.stepwell.asl.json.MalformedJson;
import dev.stepwell.engine.Engine;
import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.interpreter.ActivityDirectory;
import dev.stepwell.engine.lane.Reply;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.task.PollerTicket;
import java.time.Duration;
import java.util.Optional;
import java.util.function.BooleanSupplier;
import java.util.function.LongFunction;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;

/** Activity tasks as workers see them. Blocks until the answer is durable. */
public final class ActivityTasks {
  private final Engine engine;
  private final ActivityDirectory activities;

  public ActivityTasks(Engine engine, ActivityDirectory activities) {
    this.engine = engine;
    this.activities = activities;
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
    return RequestedArn.ofType("activity", activityArn)
        .then(parts -> {
          if (!activities.exists(activityArn)) {
            return Answer.refused(
                Refusal.ACTIVITY_DOES_NOT_EXIST, "Activity Does Not Exist: '" + activityArn + "'");
          }
          return engine
              .tasks()
              .poll(activityArn, workerName, connected)
              .map(ticket -> Answer.given(await(ticket, timeout)))
              .orElseGet(() ->
                  Answer.refused(
                      Refusal.ACTIVITY_WORKER_LIMIT_EXCEEDED,
                      "Too many pollers wait for tasks of activity '" + activityArn + "'"));
        });
  }

  private Optional<Task> await(PollerTicket ticket, Duration timeout) {
    var threads = engine.threads();
    try {
      if (!threads.await(ticket.answer(), timeout)) {
        // If a task is being claimed for this poller just now, the claim's outcome is the answer.
        engine.tasks().endPoll(ticket);
      }
    } catch (InterruptedException stop) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while polling", stop);
    }
    return Waiter.join(threads, ticket.answer())
        .map(task -> new Task(task.taskToken(), task.input()));
  }

  /**
   * Reports a task's success.
   *
   * @param output JSON text
   */
  public Answer<Boolean> succeed(String taskToken, String output) {
    Payload payload;
    try {
      payload = Payload.parse(output);
    } catch (JacksonException malformed) {
      return Answer.refused(
          Refusal.INVALID_OUTPUT,
          "Invalid Output: '" + MalformedJson.of(malformed, output).message() + "'");
    }
    return submit(taskToken, taskId -> new Command.CompleteTask(taskId, payload));
  }

  public Answer<Boolean> fail(String taskToken, @Nullable String error, @Nullable String cause) {
    return submit(taskToken, taskId -> new Command.FailTask(taskId, error, cause));
  }

  public Answer<Boolean> heartbeat(String taskToken) {
    return submit(taskToken, Command.HeartbeatTask::new);
  }

  private Answer<Boolean> submit(String taskToken, LongFunction<Command> command) {
    var token = engine.tokens().read(taskToken).orElse(null);
    if (token == null) {
      return Answer.refused(Refusal.INVALID_TOKEN, "Invalid Token: 'Invalid token'");
    }
    var reply =
        Waiter.await(
            engine.threads(),
            listener ->
                engine.submit(
                    token.executionId(),
                    command.apply(token.scheduledEventId()),
                    token.startedEventId(),
                    listener));
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
