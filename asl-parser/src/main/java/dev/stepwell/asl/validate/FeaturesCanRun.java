package dev.stepwell.asl.validate;

import dev.stepwell.asl.model.TaskResource.ServiceIntegration;
import dev.stepwell.asl.outline.Outline;
import dev.stepwell.asl.outline.StateOutline;
import dev.stepwell.asl.problem.Problem.Code;
import dev.stepwell.asl.problem.ProblemLog;
import dev.stepwell.asl.resource.CallableServices;
import dev.stepwell.asl.resource.CallableServices.Callability;
import dev.stepwell.asl.resource.ResourceArn;
import tools.jackson.databind.JsonNode;

/**
 * What the language allows and this version, or this server, cannot run: refused loudly, and only
 * in a definition that has no other error, so that every mistake of its author is told first.
 */
public final class FeaturesCanRun {
  private final CallableServices services;

  public FeaturesCanRun(CallableServices services) {
    this.services = services;
  }

  /** Records an error for each state that cannot be run. */
  public void check(Outline outline, ProblemLog problems) {
    for (var block : outline.blocks()) {
      for (var state : block.states().values()) {
        switch (state.definition().path("Type").asString("")) {
          case "Task" -> checkTask(state, problems);
          case "Map" -> checkMap(state, problems);
          default -> {}
        }
      }
    }
  }

  private void checkTask(StateOutline state, ProblemLog problems) {
    var arn = state.definition().path("Resource").asString("");
    if (ResourceArn.parse(arn).orElse(null) instanceof ServiceIntegration call
        && services.check(call) instanceof Callability.Missing(var reason)) {
      problems.error(
          Code.SCHEMA_VALIDATION_FAILED,
          "The resource " + arn + " cannot be called by this server: " + reason,
          state.location());
    }
  }

  private static void checkMap(StateOutline state, ProblemLog problems) {
    if (isDistributed(state.definition().path("ItemProcessor"))
        || isDistributed(state.definition().path("Iterator"))) {
      problems.error(
          Code.SCHEMA_VALIDATION_FAILED,
          "The Map mode 'DISTRIBUTED' is not supported by this version of Stepwell",
          state.location());
    }
  }

  private static boolean isDistributed(JsonNode processor) {
    return processor.path("ProcessorConfig").path("Mode").asString("").equals("DISTRIBUTED");
  }
}
