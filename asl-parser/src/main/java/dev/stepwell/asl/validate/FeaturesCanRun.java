package dev.stepwell.asl.validate;

import dev.stepwell.asl.model.MapState.Distribution;
import dev.stepwell.asl.model.TaskResource;
import dev.stepwell.asl.model.TaskResource.Activity;
import dev.stepwell.asl.model.TaskResource.LambdaFunction;
import dev.stepwell.asl.model.TaskResource.ServiceIntegration;
import dev.stepwell.asl.outline.Outline;
import dev.stepwell.asl.outline.StateOutline;
import dev.stepwell.asl.problem.Problem.Code;
import dev.stepwell.asl.problem.ProblemLog;
import dev.stepwell.asl.resource.ResourceArn;

/**
 * What the language allows and this version cannot run: refused loudly, and only in a definition
 * that has no other error, so that every mistake of its author is told first.
 */
public final class FeaturesCanRun {
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

  private static void checkTask(StateOutline state, ProblemLog problems) {
    var arn = state.definition().path("Resource").asString("");
    var resource = ResourceArn.parse(arn).orElse(null);
    if (resource == null || !canBeCalled(resource)) {
      notSupported("The resource " + arn + " is", state, problems);
    }
  }

  /** Whether this version can have the work of such a task done. */
  public static boolean canBeCalled(TaskResource resource) {
    return switch (resource) {
      case Activity _, LambdaFunction _ -> true;
      case ServiceIntegration service ->
          service.service().equals("lambda") || service.service().equals("states");
    };
  }

  private static void checkMap(StateOutline state, ProblemLog problems) {
    if (Distribution.isAskedFor(state.definition().path("ItemProcessor"))
        || Distribution.isAskedFor(state.definition().path("Iterator"))) {
      notSupported("The Map mode 'DISTRIBUTED' is", state, problems);
    }
  }

  private static void notSupported(String feature, StateOutline state, ProblemLog problems) {
    problems.error(
        Code.SCHEMA_VALIDATION_FAILED,
        feature + " not supported by this version of Stepwell",
        state.location());
  }
}
