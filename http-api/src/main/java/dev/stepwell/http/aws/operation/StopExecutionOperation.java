package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.Executions;

/** Stops an execution for good. */
public final class StopExecutionOperation implements Operation {
  private final Executions executions;

  public StopExecutionOperation(Executions executions) {
    this.executions = executions;
  }

  @Override
  public String name() {
    return "StopExecution";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    return executions
        .stop(
            request.text("executionArn"),
            request.optionalText("error"),
            request.optionalText("cause"))
        .map(stopDate ->
            ResponseBody.of(json -> ResponseBody.writeTime(json, "stopDate", stopDate)));
  }
}
