package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.Executions;

/** Lets an execution that did not succeed go on. */
public final class RedriveExecutionOperation implements Operation {
  private final Executions executions;

  public RedriveExecutionOperation(Executions executions) {
    this.executions = executions;
  }

  @Override
  public String name() {
    return "RedriveExecution";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    return executions
        .redrive(request.text("executionArn"), request.optionalText("clientToken"))
        .map(redriveDate ->
            ResponseBody.of(json -> ResponseBody.writeTime(json, "redriveDate", redriveDate)));
  }
}
