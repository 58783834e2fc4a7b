package dev.stepwell.http.server;

import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.service.MapRuns;
import dev.stepwell.http.aws.operation.CreateActivityOperation;
import dev.stepwell.http.aws.operation.CreateStateMachineAliasOperation;
import dev.stepwell.http.aws.operation.CreateStateMachineOperation;
import dev.stepwell.http.aws.operation.DeleteActivityOperation;
import dev.stepwell.http.aws.operation.DeleteStateMachineAliasOperation;
import dev.stepwell.http.aws.operation.DeleteStateMachineOperation;
import dev.stepwell.http.aws.operation.DeleteStateMachineVersionOperation;
import dev.stepwell.http.aws.operation.DescribeActivityOperation;
import dev.stepwell.http.aws.operation.DescribeExecutionOperation;
import dev.stepwell.http.aws.operation.DescribeMapRunOperation;
import dev.stepwell.http.aws.operation.DescribeStateMachineAliasOperation;
import dev.stepwell.http.aws.operation.DescribeStateMachineForExecutionOperation;
import dev.stepwell.http.aws.operation.DescribeStateMachineOperation;
import dev.stepwell.http.aws.operation.GetActivityTaskOperation;
import dev.stepwell.http.aws.operation.GetExecutionHistoryOperation;
import dev.stepwell.http.aws.operation.ListActivitiesOperation;
import dev.stepwell.http.aws.operation.ListExecutionsOperation;
import dev.stepwell.http.aws.operation.ListMapRunsOperation;
import dev.stepwell.http.aws.operation.ListStateMachineAliasesOperation;
import dev.stepwell.http.aws.operation.ListStateMachineVersionsOperation;
import dev.stepwell.http.aws.operation.ListStateMachinesOperation;
import dev.stepwell.http.aws.operation.ListTagsForResourceOperation;
import dev.stepwell.http.aws.operation.Operation;
import dev.stepwell.http.aws.operation.PageTokens;
import dev.stepwell.http.aws.operation.PublishStateMachineVersionOperation;
import dev.stepwell.http.aws.operation.RedriveExecutionOperation;
import dev.stepwell.http.aws.operation.SendTaskFailureOperation;
import dev.stepwell.http.aws.operation.SendTaskHeartbeatOperation;
import dev.stepwell.http.aws.operation.SendTaskSuccessOperation;
import dev.stepwell.http.aws.operation.StartExecutionOperation;
import dev.stepwell.http.aws.operation.StartSyncExecutionOperation;
import dev.stepwell.http.aws.operation.StopExecutionOperation;
import dev.stepwell.http.aws.operation.TagResourceOperation;
import dev.stepwell.http.aws.operation.TestStateOperation;
import dev.stepwell.http.aws.operation.UntagResourceOperation;
import dev.stepwell.http.aws.operation.UpdateMapRunOperation;
import dev.stepwell.http.aws.operation.UpdateStateMachineAliasOperation;
import dev.stepwell.http.aws.operation.UpdateStateMachineOperation;
import dev.stepwell.http.aws.operation.ValidateStateMachineDefinitionOperation;
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
    var versions = node.versions();
    var aliases = node.aliases();
    var resourceTags = node.resourceTags();
    var activities = node.activities();
    var executions = node.executions();
    var mapRuns = new MapRuns(executions);
    var tasks = node.activityTasks();
    return List.of(
        new CreateStateMachineOperation(stateMachines),
        new UpdateStateMachineOperation(stateMachines),
        new DescribeStateMachineOperation(stateMachines),
        new DeleteStateMachineOperation(stateMachines),
        new ListStateMachinesOperation(stateMachines, pageTokens),
        new ValidateStateMachineDefinitionOperation(node.callable()),
        new TestStateOperation(node.stateTests()),
        new PublishStateMachineVersionOperation(versions),
        new DeleteStateMachineVersionOperation(versions),
        new ListStateMachineVersionsOperation(versions, pageTokens),
        new CreateStateMachineAliasOperation(aliases),
        new UpdateStateMachineAliasOperation(aliases),
        new DescribeStateMachineAliasOperation(aliases),
        new DeleteStateMachineAliasOperation(aliases),
        new ListStateMachineAliasesOperation(aliases, pageTokens),
        new TagResourceOperation(resourceTags),
        new UntagResourceOperation(resourceTags),
        new ListTagsForResourceOperation(resourceTags),
        new StartExecutionOperation(executions),
        new StartSyncExecutionOperation(node.expressExecutions()),
        new DescribeExecutionOperation(executions),
        new DescribeStateMachineForExecutionOperation(executions),
        new ListExecutionsOperation(executions, mapRuns, arns, pageTokens),
        new StopExecutionOperation(executions),
        new RedriveExecutionOperation(executions),
        new GetExecutionHistoryOperation(executions, pageTokens),
        new ListMapRunsOperation(mapRuns, pageTokens),
        new DescribeMapRunOperation(mapRuns),
        new UpdateMapRunOperation(mapRuns),
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
