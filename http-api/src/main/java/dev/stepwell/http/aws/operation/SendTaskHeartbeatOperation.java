package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.ActivityTasks;
import dev.stepwell.engine.service.ActivityTasks.Report;
import dev.stepwell.engine.service.Answer;

/** Reports that an activity task is still worked on. */
public final class SendTaskHeartbeatOperation implements Operation {
  private final ActivityTasks tasks;

  public SendTaskHeartbeatOperation(ActivityTasks tasks) {
    this.tasks = tasks;
  }

  @Override
  public String name() {
    return "SendTaskHeartbeat";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    return tasks
        .submit(new Report.Heartbeat(request.text("taskToken")))
        .get()
        .map(done -> ResponseBody.EMPTY);
  }
}
