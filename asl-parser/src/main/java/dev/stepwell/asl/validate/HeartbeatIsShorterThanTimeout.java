package dev.stepwell.asl.validate;

import dev.stepwell.asl.outline.Outline;
import dev.stepwell.asl.problem.Problem.Code;
import dev.stepwell.asl.problem.ProblemLog;
import tools.jackson.databind.JsonNode;

/** HeartbeatSeconds is less than TimeoutSeconds where both are literal. Source: asl.md §2. */
final class HeartbeatIsShorterThanTimeout implements DefinitionRule {
  @Override
  public void check(Outline outline, ProblemLog problems) {
    for (var block : outline.blocks()) {
      for (var state : block.states().values()) {
        var heartbeat = state.definition().path("HeartbeatSeconds");
        var timeout = state.definition().path("TimeoutSeconds");
        if (isSeconds(heartbeat)
            && isSeconds(timeout)
            && heartbeat.longValue() >= timeout.longValue()) {
          problems.error(
              Code.SCHEMA_VALIDATION_FAILED,
              "HeartbeatSeconds must be less than TimeoutSeconds",
              state.location().field("HeartbeatSeconds"));
        }
      }
    }
  }

  private static boolean isSeconds(JsonNode node) {
    return node.isIntegralNumber() && node.canConvertToLong();
  }
}
