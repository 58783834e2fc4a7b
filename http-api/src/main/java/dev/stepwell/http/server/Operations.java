package dev.stepwell.http.server;

import dev.stepwell.engine.model.Arns;
import dev.stepwell.http.aws.operation.CreateActivityOperation;
import dev.stepwell.http.aws.operation.CreateStateMachineOperation;
import dev.stepwell.http.aws.operation.DeleteActivityOperation;
import dev.stepwell.http.aws.operation.DeleteStateMachineOperation;
import dev.stepwell.http.aws.operation.DescribeActivityOperation;
import dev.stepwell.http.aws.operation.DescribeExecutionOperation;
import dev.stepwell.http.aws.operation.DescribeStateMachineForExecutionOperation;
import dev.stepwell.http.aws.operation.DescribeStateMachineOperation;
import dev.stepwell.http.aws.operation.GetActivityTaskOperation;
import dev.stepwell.http.aws.operation.GetExecutionHistoryOperation;
import dev.stepwell.http.aws.operation.ListActivitiesOperation;
import dev.stepwell.http.aws.operation.ListExecutionsOperation;
import dev.stepwell.http.aws.operation.ListStateMachinesOperation;
import dev.stepwell.http.aws.operation.Operation;
import dev.stepwell.http.aws.operation.PageTokens;
import dev.stepwell.http.aws.operation.SendTaskFailureOperation;
import dev.stepwell.http.aws.operation.SendTaskHeartbeatOperation;
import dev.stepwell.http.aws.operation.SendTaskSuccessOperation;
import dev.stepwell.http.aws.operation.StartExecutionOperation;
import dev.stepwell.http.aws.operation.StopExecutionOperation;
import dev.stepwell.http.aws.operation.UpdateStateMachineOperation;
import java.time.Duration;
import java.util.List;

/** The operations that this version has. */
final class Operations {
  /** As long as AWS holds a poll. */
  static final Duration POLL_TIMEOUT = Duration.ofSeconds(60);

  private Operations() {}

  /** All of them, on the given node. */
  static List<Operation> on(Node node, Arns arns, PageTokens pageTokens) {
    var stateMachines = node.stateMachines();
    var activities = node.activities();
    var executions = node.executions();
    var tasks = node.activityTasks();
    return List.of(
        new CreateStateMachineOperation(stateMachines),
        new UpdateStateMachineOperation(stateMachines),
        new DescribeStateMachineOperation(stateMachines),
        new DeleteStateMachineOperation(stateMachines),
        new ListStateMachinesOperation(stateMachines, pageTokens),
        new StartExecutionOperation(executions),
        new DescribeExecutionOperation(executions),
        new DescribeStateMachineForExecutionOperation(executions),
        new ListExecutionsOperation(executions, arns, pageTokens),
        new StopExecutionOperation(executions),
        new GetExecutionHistoryOperation(executions, pageTokens),
        new CreateActivityOperation(activities),
        new DescribeActivityOperation(activities),
        new DeleteActivityOperation(activities),
        new ListActivitiesOperation(activities, pageTokens),
        new GetActivityTaskOperation(tasks, POLL_TIMEOUT),
        new SendTaskSuccessOperation(tasks),
        new SendTaskFailureOperation(tasks),
        new SendTaskHeartbeatOperation(tasks));
  }
}
