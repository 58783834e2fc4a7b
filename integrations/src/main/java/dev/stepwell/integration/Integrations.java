package dev.stepwell.integration;

import dev.stepwell.asl.model.TaskResource.Activity;
import dev.stepwell.asl.model.TaskResource.LambdaFunction;
import dev.stepwell.asl.model.TaskResource.ServiceIntegration;
import dev.stepwell.asl.resource.ResourceArn;
import dev.stepwell.engine.call.ServiceCall;
import dev.stepwell.engine.call.ServiceCaller;
import dev.stepwell.integration.lambda.LambdaFunctions;
import dev.stepwell.integration.states.NestedExecutions;

/** Takes each call to the service that its resource names. */
public final class Integrations implements ServiceCaller {
  private final LambdaFunctions functions;
  private final NestedExecutions executions;

  public Integrations(LambdaFunctions functions, NestedExecutions executions) {
    this.functions = functions;
    this.executions = executions;
  }

  @Override
  public Result call(ServiceCall call) throws InterruptedException {
    var resource =
        ResourceArn.parse(call.resourceArn())
            .orElseThrow(() -> new IllegalStateException("no resource: " + call.resourceArn()));
    return switch (resource) {
      case LambdaFunction(var arn) -> new Result(functions.invoke(arn, call.parameters()));
      case ServiceIntegration service when service.service().equals("lambda") ->
          new Result(functions.invokeByService(call.resourceArn(), call.parameters()));
      case ServiceIntegration service when service.service().equals("states") ->
          executions.start(call, service);
      case ServiceIntegration _, Activity _ ->
          // The reader of definitions refuses what cannot be called.
          throw new IllegalStateException("nothing calls " + call.resourceArn());
    };
  }
}
