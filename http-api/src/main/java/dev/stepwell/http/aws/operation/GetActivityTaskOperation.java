package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.ActivityTasks;
import dev.stepwell.engine.service.Answer;
import java.time.Duration;

/** Waits up to a minute for a task of an activity; the answer is empty when there was none. */
public final class GetActivityTaskOperation implements Operation {
  private final ActivityTasks tasks;
  private final Duration timeout;

  public GetActivityTaskOperation(ActivityTasks tasks, Duration timeout) {
    this.tasks = tasks;
    this.timeout = timeout;
  }

  @Override
  public String name() {
    return "GetActivityTask";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    return tasks
        .poll(
            request.text("activityArn"),
            request.optionalText("workerName"),
            timeout,
            request.connected())
        .map(found ->
            found
                .map(task ->
                    ResponseBody.of(json -> {
                      json.writeStringProperty("taskToken", task.taskToken());
                      json.writeStringProperty("input", task.input());
                    }))
                .orElse(ResponseBody.EMPTY));
  }
}
