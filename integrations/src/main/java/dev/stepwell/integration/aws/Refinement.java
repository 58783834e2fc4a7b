package dev.stepwell.integration.aws;

import dev.stepwell.asl.json.Json;
import dev.stepwell.integration.spi.Call;
import dev.stepwell.integration.spi.Operation.Pattern;
import dev.stepwell.integration.spi.Outcome;
import java.util.Arrays;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * What Step Functions does to the parameters or the result of an operation, beyond what its SDK
 * does.
 */
interface Refinement {
  Refinement NONE = new Refinement() {};

  /** Of an operation such as {@code events:putEvents}. */
  static Refinement of(String operation) {
    return switch (operation) {
      case "events:putEvents" -> new PutEvents();
      case "bedrock:invokeModel" -> new InvokeModel();
      case "ecs:runTask" -> new RunTask();
      case "elasticmapreduce:createCluster" -> EmrRefinement.CREATE_CLUSTER;
      case "elasticmapreduce:terminateCluster" -> EmrRefinement.TERMINATE_CLUSTER;
      case "elasticmapreduce:setClusterTerminationProtection" ->
          EmrRefinement.SET_CLUSTER_TERMINATION_PROTECTION;
      case "elasticmapreduce:addStep" -> EmrRefinement.ADD_STEP;
      case "elasticmapreduce:cancelStep" -> EmrRefinement.CANCEL_STEP;
      default -> NONE;
    };
  }

  /** What the service gets. */
  default JsonNode parameters(Call call) {
    return call.parameters();
  }

  /** What the task gets. */
  default Outcome result(ObjectNode result) {
    return new Outcome.Answered(result);
  }

  /**
   * Events tell the execution that they come from; one that is refused is a failure (recorded:
   * events_task_service).
   */
  final class PutEvents implements Refinement {
    @Override
    public JsonNode parameters(Call call) {
      var parameters = call.parameters().deepCopy();
      for (var entry : parameters.path("Entries")) {
        if (entry instanceof ObjectNode event
            && (!event.has("Resources") || event.path("Resources").isArray())) {
          event
              .withArray("Resources")
              .add(stateMachineOf(call.executionArn()))
              .add(call.executionArn());
        }
      }
      return parameters;
    }

    /** Of {@code …:execution:MACHINE:NAME}, or {@code …:express:MACHINE:NAME:ID}. */
    private static String stateMachineOf(String executionArn) {
      var parts = executionArn.split(":", -1);
      parts[5] = "stateMachine";
      return String.join(":", Arrays.asList(parts).subList(0, 7));
    }

    @Override
    public Outcome result(ObjectNode result) {
      return result.path("FailedEntryCount").asInt(0) > 0
          ? new Outcome.Failed("EventBridge.FailedEntry", Json.text(result))
          : new Outcome.Answered(result);
    }
  }

  /** Tasks of ECS tell who has started them, where the definition does not. */
  final class RunTask implements Refinement {
    @Override
    public JsonNode parameters(Call call) {
      var isJob = call.operation().pattern() == Pattern.RUN_JOB;
      if (!isJob || !(call.parameters() instanceof ObjectNode given) || given.has("StartedBy")) {
        return call.parameters();
      }
      return given.deepCopy().put("StartedBy", "AWS Step Functions");
    }
  }

  /** What a model answers is JSON, and told as such. */
  final class InvokeModel implements Refinement {
    @Override
    public Outcome result(ObjectNode result) {
      try {
        result.set("Body", Json.parse(result.path("Body").asString("")));
      } catch (JacksonException otherThanJson) {
        // Told as the text that it is.
      }
      return new Outcome.Answered(result);
    }
  }
}
