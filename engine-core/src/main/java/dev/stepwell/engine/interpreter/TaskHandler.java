package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.expression.Evaluated;
import dev.stepwell.asl.expression.Expression;
import dev.stepwell.asl.model.TaskResource;
import dev.stepwell.asl.model.TaskState;
import dev.stepwell.engine.model.Payload;
import org.jspecify.annotations.Nullable;

/** Task: schedules an activity task or a call for each attempt. */
final class TaskHandler implements StateHandler<TaskState> {
  /** Largest TimeoutSeconds and HeartbeatSeconds. Source: asl.md §10. */
  private static final long LONGEST_SECONDS = 99_999_999;

  @Override
  public Step enter(TaskState state, StateContext context) {
    var flow = StateFlow.of(state, context);
    return flow.withEffectiveInput(input -> schedule(state, flow, context, input));
  }

  /** The worker's result makes the output. */
  Step completed(TaskState state, StateContext context, Payload result) {
    return StateFlow.of(state, context).exit(result, state.assign(), state.next());
  }

  /**
   * What a worker gets; the same at every call for the same attempt.
   *
   * @param remembered when the task was scheduled; null where it is the state input itself
   */
  Payload workInput(TaskState state, StateContext context, @Nullable Payload remembered) {
    if (remembered != null) {
      return remembered;
    }
    var flow = StateFlow.of(state, context);
    if (flow.takesInputAsItIs()) {
      return context.input();
    }
    // Documents of format version 1 do not have it; paths, all that there was, find it again.
    return switch (flow.effectiveInput()) {
      case Evaluated.Value(var node) -> Payload.ofTree(node);
      case Evaluated.Failed(var error, _) ->
          throw new IllegalStateException("an input that was there is gone: " + error);
    };
  }

  private static Step schedule(
      TaskState state, StateFlow flow, StateContext context, Payload input) {
    var resource = state.resource();
    if (resource instanceof TaskResource.Activity(var arn) && !context.activityExists(arn)) {
      return Step.Fail.runtime(context, "The activity " + arn + " does not exist.");
    }
    var refused = Leaving.refusal(context, input);
    if (refused != null) {
      return refused;
    }
    return roleArn(
        state,
        flow,
        context,
        role ->
            seconds(
                state.timeoutSeconds(),
                "TimeoutSeconds",
                flow,
                context,
                timeout ->
                    seconds(
                        state.heartbeatSeconds(),
                        "HeartbeatSeconds",
                        flow,
                        context,
                        heartbeat ->
                            new Step.Schedule(resource, input, timeout, heartbeat, role))));
  }

  @FunctionalInterface
  private interface RoleStep {
    Step with(@Nullable String roleArn);
  }

  private static Step roleArn(
      TaskState state, StateFlow flow, StateContext context, RoleStep next) {
    var credentials = state.credentials();
    if (credentials == null) {
      return next.with(null);
    }
    return switch (credentials.evaluate(flow.bindings(context.input().tree()))) {
      case Evaluated.Value(var node) when node.path("RoleArn").isString() ->
          next.with(node.path("RoleArn").stringValue());
      case Evaluated.Value(var node) ->
          flow.unusable(
              "Credentials",
              "The RoleArn of the Credentials is not a string: " + node,
              "The RoleArn of the Credentials is not a string: " + node);
      case Evaluated.Failed failed -> Step.Fail.of(context, failed);
    };
  }

  @FunctionalInterface
  private interface SecondsStep {
    Step with(@Nullable Long seconds);
  }

  private static Step seconds(
      @Nullable Expression expression,
      String field,
      StateFlow flow,
      StateContext context,
      SecondsStep next) {
    if (expression == null) {
      return next.with(null);
    }
    return switch (expression.evaluate(flow.bindings(context.input().tree()))) {
      case Evaluated.Value(var node)
          when node.isIntegralNumber()
              && node.canConvertToLong()
              && node.longValue() > 0
              && node.longValue() <= LONGEST_SECONDS ->
          next.with(node.longValue());
      case Evaluated.Value(var node) ->
          flow.unusable(
              field,
              "The "
                  + field
                  + "Path parameter does not reference a positive integer up to "
                  + LONGEST_SECONDS
                  + ": "
                  + expression.text()
                  + " == "
                  + node,
              "The "
                  + field
                  + " field is not a positive integer up to "
                  + LONGEST_SECONDS
                  + ": "
                  + node);
      case Evaluated.Failed failed -> Step.Fail.of(context, failed);
    };
  }
}
