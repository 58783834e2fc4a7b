package dev.stepwell.integration.lambda;

import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.FunctionTarget;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.integration.lambda.LambdaClient.Answer;
import dev.stepwell.integration.lambda.LambdaClient.Invocation;
import dev.stepwell.integration.lambda.LambdaClient.Response;
import java.util.function.Function;

/**
 * Calls functions, by their own ARN and by {@code lambda:invoke}, wherever each has its target.
 * Source: asl.md §10.
 */
public final class LambdaFunctions {
  private final FunctionTargets targets;
  private final RemoteFunctions remote;
  private final Runtimes runtimes;
  private final Later later;

  /** Calls functions whose runtimes attach to this node. */
  @FunctionalInterface
  public interface Runtimes {
    /**
     * Invokes one, and waits for its end.
     *
     * @param parameters of the task, as the invocation has them
     */
    CallOutcome invoke(String resourceArn, Payload parameters, Invocation invocation)
        throws InterruptedException;
  }

  /** Sees to invocations that nobody waits for, of functions whose runtimes attach. */
  @FunctionalInterface
  public interface Later {
    /**
     * Remembers one.
     *
     * @param parameters of the task
     * @return what the task is told of it
     */
    CallOutcome begin(Payload parameters);
  }

  /** Calls of this node. */
  public LambdaFunctions(
      FunctionTargets targets, RemoteFunctions remote, Runtimes runtimes, Later later) {
    this.targets = targets;
    this.remote = remote;
    this.runtimes = runtimes;
    this.later = later;
  }

  /**
   * Calls a function by its ARN: the result is what it returns.
   *
   * @param idempotencyKey names the attempt, for targets that have a place for it
   */
  public CallOutcome invoke(String functionArn, Payload payload, String idempotencyKey)
      throws InterruptedException {
    var invocation = InvokeParameters.ofFunction(functionArn, payload);
    return send(functionArn, payload, invocation, idempotencyKey, FunctionResults::byArn);
  }

  /**
   * Calls a function by {@code lambda:invoke}: the result tells of the call, too.
   *
   * @param idempotencyKey names the attempt, for targets that have a place for it
   */
  public CallOutcome invokeByService(String resourceArn, Payload parameters, String idempotencyKey)
      throws InterruptedException {
    var invocation = InvokeParameters.ofParameters(parameters);
    return send(resourceArn, parameters, invocation, idempotencyKey, FunctionResults::byInvoke);
  }

  private CallOutcome send(
      String resourceArn,
      Payload parameters,
      Invocation invocation,
      String idempotencyKey,
      Function<Response, CallOutcome> meaning)
      throws InterruptedException {
    var target = targets.of(invocation.function()).orElse(null);
    return switch (target) {
      case null ->
          new CallOutcome.Failed(
              "Lambda.SdkClientException",
              "The function has no target: add one with ./stepwell function, or set"
                  + " lambda-endpoint (STEPWELL_LAMBDA_ENDPOINT) for all functions.");
      case FunctionTarget.RuntimeApi() ->
          switch (invocation.type()) {
            case InvokeParameters.EVENT -> later.begin(parameters);
            case InvokeParameters.DRY_RUN -> FunctionResults.dryRun();
            default -> runtimes.invoke(resourceArn, parameters, invocation);
          };
      case FunctionTarget.InvokeApi(var endpoint) ->
          outcome(new LambdaClient(remote, endpoint).invoke(invocation), meaning);
      case FunctionTarget.PlainUrl(var url) ->
          outcome(remote.byPlainUrl(url, invocation, idempotencyKey), meaning);
    };
  }

  private static CallOutcome outcome(Answer answer, Function<Response, CallOutcome> meaning) {
    return switch (answer) {
      case Answer.Invoked(var response) -> meaning.apply(response);
      case Answer.TooLarge() -> new CallOutcome.TooLarge();
      case Answer.Unreachable(var reason) ->
          new CallOutcome.Failed(
              "Lambda.SdkClientException", "Unable to execute HTTP request: " + reason);
      case Answer.Refused refused -> refused(refused);
    };
  }

  /** How Step Functions tells that the service refused a call. */
  static CallOutcome.Failed refused(Answer.Refused refused) {
    return new CallOutcome.Failed(
        "Lambda." + refused.errorCode(),
        "%s (Service: AWSLambda; Status Code: %d; Error Code: %s; Request ID: %s; Proxy: null)"
            .formatted(
                refused.message(), refused.status(), refused.errorCode(), refused.requestId()));
  }
}
