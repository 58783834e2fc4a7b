package dev.stepwell.asl.reader.rules;

import dev.stepwell.asl.model.MachineType;
import dev.stepwell.asl.model.QueryLanguage;
import dev.stepwell.asl.model.TaskResource;
import dev.stepwell.asl.model.TaskResource.Activity;
import dev.stepwell.asl.model.TaskResource.LambdaFunction;
import dev.stepwell.asl.model.TaskResource.ServiceIntegration;
import dev.stepwell.asl.problem.Location;
import dev.stepwell.asl.resource.CallableServices.Callability;
import dev.stepwell.asl.resource.IntegrationCatalog;
import dev.stepwell.asl.resource.ResourceArn;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** {@code Resource} of a Task state. Source: asl.md §10, §16. */
final class ResourceRules {
  static final ValueRule RESOURCE =
      (value, location, check) -> {
        if (!value.isString()) {
          check.error(Values.expectedType("STRING"), location);
          return;
        }
        var arn = value.stringValue();
        if (!ResourceArn.isWellFormed(arn)) {
          check.error("Value is not a valid resource ARN", location);
          return;
        }
        ResourceArn.parse(arn)
            .filter(resource -> isKnown(resource, check))
            .ifPresentOrElse(
                resource -> checkType(resource, location, check),
                () -> check.error(notRecognized(arn), location));
      };

  /** Only a call of a service can be made in another role. Source: asl.md §10. */
  static final ValueRule NO_CREDENTIALS_FOR_ACTIVITIES =
      (task, location, check) -> {
        if (task.has("Credentials") && resource(task) instanceof Activity) {
          check.error(
              "The field 'Credentials' is not supported for activities",
              location.field("Credentials"));
        }
      };

  /** What a call of an optimized integration cannot do without. Source: asl.md §10. */
  static final ValueRule HAS_PARAMETERS =
      (task, location, check) -> {
        if (resource(task) instanceof ServiceIntegration call
            && IntegrationCatalog.isOptimized(call.service())) {
          var field = check.language() == QueryLanguage.JSONATA ? "Arguments" : "Parameters";
          var required = IntegrationCatalog.requiredFields(call.service(), call.action());
          var parameters = task.get(field);
          if (parameters == null) {
            check.error(field + " field is required for resource ARN: " + call.arn(), location);
          } else {
            Templates.checkRequired(parameters, required, location.field(field), check);
          }
        }
      };

  private ResourceRules() {}

  private static @Nullable TaskResource resource(JsonNode task) {
    return ResourceArn.parse(task.path("Resource").asString("")).orElse(null);
  }

  private static boolean isKnown(TaskResource resource, DefinitionCheck check) {
    return !(resource instanceof ServiceIntegration call)
        || !(check.services().check(call) instanceof Callability.Unknown);
  }

  private static String notRecognized(String arn) {
    return "The resource provided "
        + arn
        + " is not recognized. The value is not a valid resource ARN, or the resource is not"
        + " available in this region.";
  }

  private static void checkType(TaskResource resource, Location location, DefinitionCheck check) {
    if (check.type() == MachineType.STANDARD) {
      return;
    }
    switch (resource) {
      case Activity _ ->
          check.error("Express state machine does not support Activity ARN", location);
      case LambdaFunction _ -> {}
      case ServiceIntegration call -> {
        switch (call.pattern()) {
          case REQUEST_RESPONSE -> {}
          case RUN_JOB, RUN_JOB_2 ->
              check.error(
                  "Express state machine does not support '.sync' service integration", location);
          // The space at the end is AWS's. Recorded: type_express__ILLEGAL_WFTT.
          case WAIT_FOR_TASK_TOKEN ->
              check.error(
                  "Express state machine does not support '.waitForTaskToken' service integration ",
                  location);
        }
      }
    }
  }
}
