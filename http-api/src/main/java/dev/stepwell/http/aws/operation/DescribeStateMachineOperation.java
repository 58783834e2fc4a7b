package dev.stepwell.http.aws.operation;

import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.StateMachines;

/** Shows a state machine with its current revision, or one of its versions. */
public final class DescribeStateMachineOperation implements Operation {
  private final StateMachines stateMachines;

  public DescribeStateMachineOperation(StateMachines stateMachines) {
    this.stateMachines = stateMachines;
  }

  @Override
  public String name() {
    return "DescribeStateMachine";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    return stateMachines
        .describe(request.text("stateMachineArn"))
        .map(description ->
            ResponseBody.of(json -> {
              var machine = description.machine();
              RevisionMembers.write(json, description, request.wantsAllData());
              json.writeStringProperty("status", machine.deleting() ? "DELETING" : "ACTIVE");
              json.writeStringProperty("type", machine.type());
              var version = description.version();
              if (version == null) {
                ResponseBody.writeTime(json, "creationDate", machine.createdAt());
              } else {
                ResponseBody.writeTime(json, "creationDate", version.createdAt());
                ResponseBody.writeText(json, "description", version.description());
              }
            }));
  }
}
