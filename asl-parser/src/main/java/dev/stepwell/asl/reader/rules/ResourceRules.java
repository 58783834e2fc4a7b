package dev.stepwell.asl.reader.rules;

import dev.stepwell.asl.model.TaskResource.Activity;
import dev.stepwell.asl.resource.ResourceArn;

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
        var resource = ResourceArn.parse(arn);
        if (resource.isEmpty()) {
          check.error(
              "The resource provided "
                  + arn
                  + " is not recognized. The value is not a valid resource ARN, or the resource is"
                  + " not available in this region.",
              location);
        } else if (!(resource.get() instanceof Activity)) {
          check.notYetSupported("The resource " + arn + " is", location);
        }
      };

  static final ValueRule NO_CREDENTIALS_FOR_ACTIVITIES =
      (task, location, check) -> {
        var resource = ResourceArn.parse(task.path("Resource").asString(""));
        if (task.has("Credentials") && resource.orElse(null) instanceof Activity) {
          check.error(
              "The field 'Credentials' is not supported for activities",
              location.field("Credentials"));
        }
      };

  private ResourceRules() {}
}
