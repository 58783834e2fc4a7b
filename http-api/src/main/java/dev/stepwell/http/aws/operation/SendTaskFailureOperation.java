package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.ActivityTasks;
import dev.stepwell.engine.service.ActivityTasks.Report;
import dev.stepwell.engine.service.Answer;

/** Reports that an activity task failed. */
public final class SendTaskFailureOperation implements Operation {
  private final ActivityTasks tasks;

  public SendTaskFailureOperation(ActivityTasks tasks) {
    this.tasks = tasks;
  }

  @Override
  public String name() {
    return "SendTaskFailure";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    return tasks
        .submit(
            new Report.Failure(
                request.text("taskToken"),
                request.optionalText("error"),
                request.optionalText("cause")))
        .get()
        .map(done -> ResponseBody.EMPTY);
  }
}
