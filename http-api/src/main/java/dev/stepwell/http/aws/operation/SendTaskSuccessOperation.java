package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.ActivityTasks;
import dev.stepwell.engine.service.ActivityTasks.Report;
import dev.stepwell.engine.service.Answer;

/** Reports the result of an activity task. */
public final class SendTaskSuccessOperation implements Operation {
  private final ActivityTasks tasks;

  public SendTaskSuccessOperation(ActivityTasks tasks) {
    this.tasks = tasks;
  }

  @Override
  public String name() {
    return "SendTaskSuccess";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    return tasks
        .submit(new Report.Success(request.text("taskToken"), request.text("output")))
        .get()
        .map(done -> ResponseBody.EMPTY);
  }
}
