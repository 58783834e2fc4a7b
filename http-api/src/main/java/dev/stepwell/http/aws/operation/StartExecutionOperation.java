package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.Executions;

/** Starts an execution; the same start again, while it runs, gets the same answer. */
public final class StartExecutionOperation implements Operation {
  private final Executions executions;

  public StartExecutionOperation(Executions executions) {
    this.executions = executions;
  }

  @Override
  public String name() {
    return "StartExecution";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    return executions
        .start(
            request.text("stateMachineArn"),
            request.optionalText("name"),
            request.text("input", "{}"),
            request.traceHeader())
        .map(started ->
            ResponseBody.of(json -> {
              json.writeStringProperty("executionArn", started.executionArn());
              ResponseBody.writeTime(json, "startDate", started.startDate());
            }));
  }
}
