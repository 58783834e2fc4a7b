package dev.stepwell.integration;

import dev.stepwell.asl.model.TaskResource.Activity;
import dev.stepwell.asl.model.TaskResource.LambdaFunction;
import dev.stepwell.asl.model.TaskResource.ServiceIntegration;
import dev.stepwell.asl.resource.ResourceArn;
import dev.stepwell.engine.call.ServiceCall;
import dev.stepwell.engine.call.ServiceCaller;
import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.JobReport;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.StartedWork;
import dev.stepwell.integration.lambda.LambdaFunctions;
import dev.stepwell.integration.spi.Call;
import dev.stepwell.integration.spi.Job;
import dev.stepwell.integration.spi.Operation;
import dev.stepwell.integration.spi.Outcome;
import dev.stepwell.integration.spi.Progress;
import dev.stepwell.integration.states.NestedExecutions;
import java.nio.charset.StandardCharsets;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.databind.JsonNode;

/**
 * Takes each call to the service that its resource names. Functions and nested executions have ends
 * that the engine knows of, and are called here; the rest by the integrations of the registry.
 */
public final class Integrations implements ServiceCaller {
  private static final Logger LOG = LoggerFactory.getLogger(Integrations.class);
  private static final String LAMBDA = "lambda";
  private static final String STATES = "states";

  private final LambdaFunctions functions;
  private final NestedExecutions executions;
  private final IntegrationRegistry registry;
  private final int maxResultBytes;

  /**
   * Services behind one door.
   *
   * @param maxResultBytes the largest result of a task, in bytes of UTF-8
   */
  public Integrations(
      LambdaFunctions functions,
      NestedExecutions executions,
      IntegrationRegistry registry,
      int maxResultBytes) {
    this.functions = functions;
    this.executions = executions;
    this.registry = registry;
    this.maxResultBytes = maxResultBytes;
  }

  /** Whether the calls of a service are made here. */
  static boolean isBuiltIn(String service) {
    return service.equals(LAMBDA) || service.equals(STATES);
  }

  @Override
  public Result call(ServiceCall call) throws InterruptedException {
    return made(call, null);
  }

  @Override
  public Result call(ServiceCall call, Onlooker onlooker) throws InterruptedException {
    return made(call, onlooker);
  }

  private Result made(ServiceCall call, @Nullable Onlooker onlooker) throws InterruptedException {
    var resource =
        ResourceArn.parse(call.resourceArn())
            .orElseThrow(() -> new IllegalStateException("no resource: " + call.resourceArn()));
    return switch (resource) {
      case LambdaFunction(var arn) ->
          new Result(functions.invoke(arn, call.parameters(), idempotencyKey(call)));
      case ServiceIntegration service when service.service().equals(LAMBDA) ->
          new Result(
              functions.invokeByService(
                  call.resourceArn(), call.parameters(), idempotencyKey(call)));
      case ServiceIntegration service when service.service().equals(STATES) ->
          executions.start(call, service);
      case ServiceIntegration service ->
          result(call, registry.call(ofService(call, service), onlooker));
      case Activity _ -> throw new IllegalStateException("nothing calls " + call.resourceArn());
    };
  }

  private Call ofService(ServiceCall call, ServiceIntegration service) {
    return new Call(
        operation(service),
        call.parameters().tree(),
        call.executionArn(),
        call.roleArn(),
        idempotencyKey(call),
        maxResultBytes);
  }

  /**
   * Names the attempt: every attempt has a TaskScheduled event of its own. The id tells executions
   * of one name apart, the ARN those that TestState makes up.
   */
  private static String idempotencyKey(ServiceCall call) {
    var attempt =
        call.executionArn() + "#" + call.executionId().uuid() + "#" + call.scheduledEventId();
    return UUID.nameUUIDFromBytes(attempt.getBytes(StandardCharsets.UTF_8)).toString();
  }

  private static Operation operation(ServiceIntegration service) {
    var pattern = IntegrationRegistry.pattern(service);
    if (pattern == null) {
      // The reader of definitions refuses what cannot be called.
      throw new IllegalStateException("nothing calls " + service.arn());
    }
    return new Operation(service.service(), service.action(), pattern);
  }

  private Result result(ServiceCall call, Outcome outcome) {
    return outcome instanceof Outcome.Started(var result, var ticket)
        ? new Result(
            new CallOutcome.Answered(Payload.ofTree(result)),
            new StartedWork.Job(call.resourceArn(), ticket(ticket), call.roleArn()))
        : new Result(outcome(outcome));
  }

  private Payload ticket(JsonNode ticket) {
    var payload = Payload.ofTree(ticket);
    if (payload.isLargerThan(maxResultBytes)) {
      throw new IllegalStateException("a ticket of more than " + maxResultBytes + " bytes");
    }
    return payload;
  }

  // ---- jobs ----

  @Override
  public JobReport ask(StartedWork.Job job) throws InterruptedException {
    return switch (registry.ask(asked(job))) {
      case Progress.Running() -> new JobReport.Running();
      case Progress.Unreachable(var reason) -> {
        LOG.info("a job of {} cannot be asked for now: {}", job.resourceArn(), reason);
        yield new JobReport.Running();
      }
      case Progress.Refused(var error, var cause) ->
          new JobReport.Refused(new CallOutcome.Failed(error, cause));
      case Progress.Ended(var outcome) -> new JobReport.Ended(outcome(outcome));
    };
  }

  @Override
  public void stop(StartedWork.Job job) throws InterruptedException {
    registry.stop(asked(job));
  }

  private Job asked(StartedWork.Job job) {
    if (ResourceArn.parse(job.resourceArn()).orElse(null) instanceof ServiceIntegration service) {
      return new Job(operation(service), job.ticket().tree(), job.roleArn(), maxResultBytes);
    }
    throw new IllegalStateException("nothing starts jobs of " + job.resourceArn());
  }

  private static CallOutcome outcome(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Started started ->
          throw new IllegalStateException("a job that is over has started: " + started);
      case Outcome.Answered(var result) -> new CallOutcome.Answered(Payload.ofTree(result));
      case Outcome.Failed(var error, var cause) -> new CallOutcome.Failed(error, cause);
      case Outcome.TooLarge() -> new CallOutcome.TooLarge();
    };
  }
}
