package dev.stepwell.engine.interpreter;

import dev.stepwell.asl.expression.StatesError;
import dev.stepwell.asl.model.TaskResource;
import dev.stepwell.asl.model.TaskResource.Activity;
import dev.stepwell.asl.model.TaskResource.LambdaFunction;
import dev.stepwell.asl.model.TaskResource.ServiceIntegration;
import dev.stepwell.engine.history.EventDetails;
import dev.stepwell.engine.history.EventDetails.Service;
import dev.stepwell.engine.history.EventType;
import dev.stepwell.engine.model.Payload;

/**
 * How the history tells what becomes of a task: in other events for an activity, a function and a
 * service. Source: history-events.md §4.
 */
final class TaskEvents {
  private TaskEvents() {}

  /** An event to be appended. */
  record Told(EventType type, EventDetails details) {}

  static Told scheduled(TaskResource resource, Step.Schedule step, String region) {
    return switch (resource) {
      case Activity(var arn) ->
          new Told(
              EventType.ACTIVITY_SCHEDULED,
              new EventDetails.ActivityScheduled(
                  arn, step.input(), step.timeoutSeconds(), step.heartbeatSeconds()));
      case LambdaFunction(var arn) ->
          new Told(
              EventType.LAMBDA_FUNCTION_SCHEDULED,
              new EventDetails.LambdaFunctionScheduled(
                  arn, step.input(), step.timeoutSeconds(), step.roleArn()));
      case ServiceIntegration service ->
          new Told(
              EventType.TASK_SCHEDULED,
              new EventDetails.TaskScheduled(
                  service(service),
                  region,
                  step.input(),
                  step.timeoutSeconds(),
                  step.heartbeatSeconds(),
                  step.roleArn()));
    };
  }

  /** A node makes the call; of an activity a worker tells it. */
  static Told callStarted(TaskResource resource) {
    return switch (resource) {
      case LambdaFunction _ ->
          new Told(EventType.LAMBDA_FUNCTION_STARTED, EventDetails.None.INSTANCE);
      case ServiceIntegration service ->
          new Told(EventType.TASK_STARTED, new EventDetails.TaskStarted(service(service)));
      case Activity activity -> throw new IllegalArgumentException("no call: " + activity);
    };
  }

  static Told succeeded(TaskResource resource, Payload output) {
    return switch (resource) {
      case Activity _ -> new Told(EventType.ACTIVITY_SUCCEEDED, new EventDetails.Output(output));
      case LambdaFunction _ ->
          new Told(EventType.LAMBDA_FUNCTION_SUCCEEDED, new EventDetails.Output(output));
      case ServiceIntegration service ->
          new Told(EventType.TASK_SUCCEEDED, new EventDetails.TaskOutput(service(service), output));
    };
  }

  static Told failed(TaskResource resource, StatesError error) {
    return switch (resource) {
      case Activity _ -> new Told(EventType.ACTIVITY_FAILED, failure(error));
      case LambdaFunction _ -> new Told(EventType.LAMBDA_FUNCTION_FAILED, failure(error));
      case ServiceIntegration service -> new Told(EventType.TASK_FAILED, failure(service, error));
    };
  }

  static Told timedOut(TaskResource resource, StatesError error) {
    return switch (resource) {
      case Activity _ -> new Told(EventType.ACTIVITY_TIMED_OUT, failure(error));
      case LambdaFunction _ -> new Told(EventType.LAMBDA_FUNCTION_TIMED_OUT, failure(error));
      case ServiceIntegration service ->
          new Told(EventType.TASK_TIMED_OUT, failure(service, error));
    };
  }

  /** The service has answered, but the work goes on. */
  static Told submitted(ServiceIntegration service, Payload output) {
    return new Told(
        EventType.TASK_SUBMITTED, new EventDetails.TaskOutput(service(service), output));
  }

  static Told submitFailed(ServiceIntegration service, StatesError error) {
    return new Told(EventType.TASK_SUBMIT_FAILED, failure(service, error));
  }

  private static EventDetails failure(StatesError error) {
    return new EventDetails.Failure(error.name(), error.cause());
  }

  private static EventDetails failure(ServiceIntegration service, StatesError error) {
    return new EventDetails.TaskFailure(service(service), error.name(), error.cause());
  }

  private static Service service(ServiceIntegration service) {
    return new Service(service.service(), service.action() + service.pattern().suffix());
  }
}
