package dev.stepwell.asl.model;

import dev.stepwell.asl.expression.Expression;
import dev.stepwell.asl.expression.Template;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Has work done outside the execution.
 *
 * @param credentials whose {@code RoleArn} is the role to call with; null when absent
 * @param timeoutSeconds longest time of one attempt from its scheduling, in seconds; null when
 *     absent
 * @param heartbeatSeconds longest silence of a started worker, in seconds; null when absent
 * @param assign null when absent
 * @param next the state that follows, or null where {@code End} is true
 */
public record TaskState(
    String name,
    @Nullable String comment,
    QueryLanguage queryLanguage,
    DataFlow flow,
    TaskResource resource,
    @Nullable Template credentials,
    @Nullable Expression timeoutSeconds,
    @Nullable Expression heartbeatSeconds,
    List<Retrier> retriers,
    List<Catcher> catchers,
    @Nullable Template assign,
    @Nullable String next)
    implements State {
  public TaskState {
    retriers = List.copyOf(retriers);
    catchers = List.copyOf(catchers);
  }

  /** Whether its work is over only when somebody returns the task token. */
  public boolean waitsForToken() {
    return resource instanceof TaskResource.ServiceIntegration service
        && service.pattern() == TaskResource.IntegrationPattern.WAIT_FOR_TASK_TOKEN;
  }
}
