package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.Executions;

/** Shows the revision that an execution runs. */
public final class DescribeStateMachineForExecutionOperation implements Operation {
  private final Executions executions;

  public DescribeStateMachineForExecutionOperation(Executions executions) {
    this.executions = executions;
  }

  @Override
  public String name() {
    return "DescribeStateMachineForExecution";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    return executions
        .describeStateMachine(request.text("executionArn"))
        .map(description ->
            ResponseBody.of(json -> {
              RevisionMembers.write(json, description, request.wantsAllData());
              ResponseBody.writeTime(json, "updateDate", description.revision().createdAt());
            }));
  }
}
