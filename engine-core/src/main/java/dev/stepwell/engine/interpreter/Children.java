package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.json.Json;
import dev.stepwell.asl.model.ErrorNames;
import dev.stepwell.asl.model.TaskResource.IntegrationPattern;
import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.ChildOutcome;
import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.state.Outcome;
import tools.jackson.databind.node.ObjectNode;

/**
 * What the end of a nested execution is to the task that started it: its description, of which
 * {@code .sync:2} has input and output as JSON instead of text. Source: asl.md §10.
 */
final class Children {
  private Children() {}

  /** What the task that started an execution is told of its end. */
  static ChildOutcome told(RunnableMachine machine, ExecutionHeader header, Outcome ended) {
    return new ChildOutcome(
        machine.executionArn(header),
        machine.arn(),
        header.name(),
        ended.status(),
        header.input(),
        ended.output(),
        ended.error(),
        ended.cause(),
        header.startedAt(),
        ended.stoppedAt());
  }

  /** What that is to the task. */
  static CallOutcome outcome(ChildOutcome child, IntegrationPattern pattern) {
    var description = Payload.ofTree(description(child, pattern == IntegrationPattern.RUN_JOB_2));
    return child.status() == ExecutionStatus.SUCCEEDED
        ? new CallOutcome.Answered(description)
        // A child's own States.Timeout counts as a failed task, too.
        : new CallOutcome.Failed(ErrorNames.TASK_FAILED, description.text());
  }

  private static ObjectNode description(ChildOutcome child, boolean asJson) {
    var node = Json.object();
    if (child.cause() != null) {
      node.put("Cause", child.cause());
    }
    if (child.error() != null) {
      node.put("Error", child.error());
    }
    node.put("ExecutionArn", child.executionArn());
    put(node, "Input", child.input(), asJson);
    node.put("Name", child.name());
    if (child.output() != null) {
      put(node, "Output", child.output(), asJson);
    }
    // Recorded from 2025 on, for a success; older recordings lack the three.
    var isRedrivable = child.status() != ExecutionStatus.SUCCEEDED;
    node.put("RedriveCount", 0);
    node.put("RedriveStatus", isRedrivable ? "REDRIVABLE" : "NOT_REDRIVABLE");
    if (!isRedrivable) {
      node.put("RedriveStatusReason", "Execution is SUCCEEDED and cannot be redriven");
    }
    node.put("StartDate", child.startedAt().toEpochMilli());
    node.put("StateMachineArn", child.stateMachineArn());
    node.put("Status", child.status().name());
    node.put("StopDate", child.stoppedAt().toEpochMilli());
    return node;
  }

  private static void put(ObjectNode node, String field, Payload payload, boolean asJson) {
    if (asJson) {
      node.set(field, payload.tree());
    } else {
      node.put(field, payload.text());
    }
    node.putObject(field + "Details").put("Included", true);
  }
}
