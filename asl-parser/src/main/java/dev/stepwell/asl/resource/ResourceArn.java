package dev.stepwell.asl.resource;

import dev.stepwell.asl.model.TaskResource;
import dev.stepwell.asl.model.TaskResource.Activity;
import dev.stepwell.asl.model.TaskResource.IntegrationPattern;
import dev.stepwell.asl.model.TaskResource.LambdaFunction;
import dev.stepwell.asl.model.TaskResource.ServiceIntegration;
import java.util.EnumSet;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Tells the resources of Task states apart by their ARNs. Source: asl.md §10. */
public final class ResourceArn {
  private static final int PARTS_OF_AN_ARN = 6;

  private static final Pattern ACTIVITY =
      Pattern.compile("arn:[^:]+:states:[^:]+:[^:]+:activity:[^:]{1,80}");

  private static final Pattern LAMBDA_FUNCTION =
      Pattern.compile("arn:[^:]+:lambda:[^:]+:[^:]+:function:[^:]+(:[^:]+)?");

  private static final Pattern SERVICE =
      Pattern.compile(
          "arn:[^:]+:states:::(?<service>aws-sdk:[a-z0-9-]+|(?!aws-sdk:)[a-z0-9-]+):(?<action>[a-zA-Z0-9]+)"
              + "(?<suffix>\\.sync|\\.sync:2|\\.waitForTaskToken)?");

  private static final Set<IntegrationPattern> OF_OTHERS =
      Set.of(
          IntegrationPattern.REQUEST_RESPONSE,
          IntegrationPattern.RUN_JOB,
          IntegrationPattern.WAIT_FOR_TASK_TOKEN);

  private ResourceArn() {}

  /** Whether the text has the form of any ARN at all. */
  public static boolean isWellFormed(String text) {
    return text.startsWith("arn:") && text.split(":", PARTS_OF_AN_ARN).length == PARTS_OF_AN_ARN;
  }

  /**
   * The resource, or empty where AWS has no such operation, or not in that way. Operations of
   * services that AWS has not are told by their form only.
   */
  public static Optional<TaskResource> parse(String arn) {
    if (ACTIVITY.matcher(arn).matches()) {
      return Optional.of(new Activity(arn));
    }
    if (LAMBDA_FUNCTION.matcher(arn).matches()) {
      return Optional.of(new LambdaFunction(arn));
    }
    var parts = SERVICE.matcher(arn);
    if (!parts.matches()) {
      return Optional.empty();
    }
    var service = parts.group("service");
    var action = parts.group("action");
    var pattern = pattern(parts.group("suffix"));
    return patterns(service, action).contains(pattern)
        ? Optional.of(new ServiceIntegration(arn, service, action, pattern))
        : Optional.empty();
  }

  /** A service that AWS has not is one that somebody integrates: {@link CallableServices} knows. */
  private static Set<IntegrationPattern> patterns(String service, String action) {
    return IntegrationCatalog.isOfAws(service)
        ? IntegrationCatalog.patterns(service, action)
        : OF_OTHERS;
  }

  private static IntegrationPattern pattern(@Nullable String suffix) {
    return EnumSet.allOf(IntegrationPattern.class).stream()
        .filter(pattern -> pattern.suffix().equals(suffix))
        .findFirst()
        .orElse(IntegrationPattern.REQUEST_RESPONSE);
  }
}
