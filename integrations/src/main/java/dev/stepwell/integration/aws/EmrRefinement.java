package dev.stepwell.integration.aws;

import dev.stepwell.asl.json.Json;
import dev.stepwell.integration.spi.Call;
import dev.stepwell.integration.spi.Outcome;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/**
 * Step Functions speaks of clusters and single steps where EMR has job flows and lists. Source:
 * asl.md §10.
 */
enum EmrRefinement implements Refinement {
  CREATE_CLUSTER("runJobFlow") {
    @Override
    public Outcome result(ObjectNode result) {
      return new Outcome.Answered(renamed(result, "JobFlowId", "ClusterId"));
    }
  },
  TERMINATE_CLUSTER("terminateJobFlows") {
    @Override
    public JsonNode parameters(Call call) {
      return inList(call.parameters(), "ClusterId", "JobFlowIds");
    }
  },
  SET_CLUSTER_TERMINATION_PROTECTION("setTerminationProtection") {
    @Override
    public JsonNode parameters(Call call) {
      return inList(call.parameters(), "ClusterId", "JobFlowIds");
    }
  },
  ADD_STEP("addJobFlowSteps") {
    @Override
    public JsonNode parameters(Call call) {
      return inList(renamed(call.parameters(), "ClusterId", "JobFlowId"), "Step", "Steps");
    }

    @Override
    public Outcome result(ObjectNode result) {
      return new Outcome.Answered(first(result, "StepIds", "StepId"));
    }
  },
  CANCEL_STEP("cancelSteps") {
    @Override
    public JsonNode parameters(Call call) {
      return inList(call.parameters(), "StepId", "StepIds");
    }

    @Override
    public Outcome result(ObjectNode result) {
      return new Outcome.Answered(first(result, "CancelStepsInfoList", "CancelStepsInfo"));
    }
  };

  private final String sdkAction;

  EmrRefinement(String sdkAction) {
    this.sdkAction = sdkAction;
  }

  /** What the SDK calls the operation. */
  String sdkAction() {
    return sdkAction;
  }

  /** The same members, one of them under another name. */
  private static ObjectNode renamed(JsonNode node, String from, String to) {
    var renamed = Json.object();
    node.properties()
        .forEach(member ->
            renamed.set(member.getKey().equals(from) ? to : member.getKey(), member.getValue()));
    return renamed;
  }

  /** The same members, one of them as the only element of a list. */
  private static JsonNode inList(JsonNode node, String from, String to) {
    if (!node.has(from)) {
      return node;
    }
    var listed = renamed(node, from, to);
    var element = listed.get(to);
    listed.putArray(to).add(element);
    return listed;
  }

  /** The same members, the first element of a list instead of the list. */
  private static ObjectNode first(JsonNode node, String from, String to) {
    var single = renamed(node, from, to);
    if (single.path(to).has(0)) {
      single.set(to, single.path(to).get(0));
    }
    return single;
  }
}
