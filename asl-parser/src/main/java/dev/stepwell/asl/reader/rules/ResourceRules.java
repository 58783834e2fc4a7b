package dev.stepwell.asl.reader.rules;

import dev.stepwell.asl.model.ActivityArn;

/** {@code Resource} of a Task state. Source: asl.md §10, §16. */
final class ResourceRules {
  private static final int PARTS_OF_AN_ARN = 6;

  static final ValueRule RESOURCE =
      (value, location, check) -> {
        if (!value.isString()) {
          check.error(Values.expectedType("STRING"), location);
          return;
        }
        var arn = value.stringValue();
        if (!looksLikeAnArn(arn)) {
          check.error("Value is not a valid resource ARN", location);
        } else if (!ActivityArn.matches(arn)) {
          check.error(
              "The resource provided "
                  + arn
                  + " is not recognized. The value is not a valid resource ARN, or the resource is"
                  + " not available in this region.",
              location);
        }
      };

  static final ValueRule NO_CREDENTIALS_FOR_ACTIVITIES =
      (task, location, check) -> {
        if (task.has("Credentials") && ActivityArn.matches(task.path("Resource").asString(""))) {
          check.error(
              "The field 'Credentials' is not supported for activities",
              location.field("Credentials"));
        }
      };

  private ResourceRules() {}

  private static boolean looksLikeAnArn(String text) {
    return text.startsWith("arn:") && text.split(":", PARTS_OF_AN_ARN).length == PARTS_OF_AN_ARN;
  }
}
