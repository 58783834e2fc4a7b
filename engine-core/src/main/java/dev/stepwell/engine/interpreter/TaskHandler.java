package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.expression.Evaluated;
import dev.stepwell.asl.expression.Expression;
import dev.stepwell.asl.model.TaskResource;
import dev.stepwell.asl.model.TaskState;
import dev.stepwell.engine.model.Payload;
import org.jspecify.annotations.Nullable;

/** Task: schedules an activity task for each attempt. */
final class TaskHandler implements StateHandler<TaskState> {
  /** Largest TimeoutSeconds and HeartbeatSeconds. Source: asl.md §10. */
  private static final long LONGEST_SECONDS = 99_999_999;

  @Override
  public Step enter(TaskState state, StateContext context) {
    return DataFlows.withEffectiveInput(
        state.flow(), context, input -> schedule(state, context, input));
  }

  /**
   * The worker's result makes the output. An error on the way there bypasses Retry and Catch
   * (recorded).
   */
  Step completed(TaskState state, StateContext context, Payload result) {
    return DataFlows.exit(state.flow(), context, result, state.next());
  }

  /** What a worker gets; the same at every call for the same attempt. */
  Payload workInput(TaskState state, StateContext context) {
    return DataFlows.requireEffectiveInput(state.flow(), context);
  }

  private static Step schedule(TaskState state, StateContext context, Payload input) {
    return switch (state.resource()) {
      case TaskResource.Activity(var arn) -> {
        if (!context.activityExists(arn)) {
          yield Step.Fail.runtime(context, "The activity " + arn + " does not exist.");
        }
        var refused = DataFlows.refusal(context, input);
        if (refused != null) {
          yield refused;
        }
        yield seconds(
            state.timeoutSeconds(),
            "TimeoutSeconds",
            context,
            timeout ->
                seconds(
                    state.heartbeatSeconds(),
                    "HeartbeatSeconds",
                    context,
                    heartbeat -> new Step.ScheduleActivity(arn, input, timeout, heartbeat)));
      }
      case TaskResource.LambdaFunction _, TaskResource.ServiceIntegration _ ->
          throw new IllegalStateException(
              "refused when the definition was read: " + state.resource().arn());
    };
  }

  @FunctionalInterface
  private interface SecondsStep {
    Step with(@Nullable Long seconds);
  }

  private static Step seconds(
      @Nullable Expression expression, String field, StateContext context, SecondsStep next) {
    if (expression == null) {
      return next.with(null);
    }
    return switch (expression.evaluate(context.bindings())) {
      case Evaluated.Value(var node)
          when node.isIntegralNumber()
              && node.canConvertToLong()
              && node.longValue() > 0
              && node.longValue() <= LONGEST_SECONDS ->
          next.with(node.longValue());
      case Evaluated.Value(var node) ->
          Step.Fail.runtime(
              context,
              "The "
                  + field
                  + "Path parameter does not reference a positive integer up to "
                  + LONGEST_SECONDS
                  + ": "
                  + expression.text()
                  + " == "
                  + node);
      case Evaluated.Failed(var error, _) -> Step.Fail.of(context.located(error));
    };
  }
}
