package dev.stepwell.integration.lambda;

import dev.stepwell.asl.json.Json;
import dev.stepwell.asl.model.TaskResource.LambdaFunction;
import dev.stepwell.asl.resource.ResourceArn;
import dev.stepwell.engine.machine.FunctionCatalog;
import dev.stepwell.engine.model.Arns;
import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.FunctionName;
import dev.stepwell.engine.model.FunctionTarget;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.RegisteredFunction;
import dev.stepwell.engine.service.WorkerCalls;
import dev.stepwell.engine.service.WorkerCalls.Reported;
import dev.stepwell.engine.service.WorkerCalls.Taking;
import dev.stepwell.engine.store.FunctionStore;
import dev.stepwell.engine.store.FunctionStore.Log;
import dev.stepwell.engine.task.Poll.HandedTask;
import dev.stepwell.integration.lambda.InvocationId.Form;
import dev.stepwell.integration.lambda.LambdaClient.Answer;
import dev.stepwell.integration.lambda.LambdaClient.Invocation;
import dev.stepwell.integration.lambda.LambdaClient.Response;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Invocations of functions whose runtimes attach to this server, as those see them: each is handed
 * out once, and answered once. Source: the OpenAPI document of the Lambda Runtime API, version
 * 2018-06-01.
 */
public final class RuntimeInvocations implements LambdaFunctions.Runtimes {
  /** Largest event and result of a function. Source: quotas of Lambda. */
  public static final int MOST_BYTES = 6 * 1024 * 1024;

  /** Of what a handler prints for one invocation. */
  public static final int MOST_LOG_BYTES = 256 * 1024;

  private static final int TOO_MANY_REQUESTS = 429;
  private static final int OK = 200;
  private static final String UNHANDLED = "Unhandled";

  private final WorkerCalls calls;
  private final FunctionCatalog functions;
  private final FunctionStore store;
  private final Arns arns;
  private final InstantSource clock;

  public RuntimeInvocations(
      WorkerCalls calls,
      FunctionCatalog functions,
      FunctionStore store,
      Arns arns,
      InstantSource clock) {
    this.calls = calls;
    this.functions = functions;
    this.store = store;
    this.arns = arns;
    this.clock = clock;
  }

  // ---- those who call ----

  /** For executions that have no rows, and for what is refused to all. */
  @Override
  public CallOutcome invoke(String resourceArn, Payload parameters, Invocation invocation)
      throws InterruptedException {
    if (!invocation.type().equals(InvokeParameters.REQUEST_RESPONSE)) {
      return new CallOutcome.Failed(
          "Lambda.InvalidParameterValueException",
          "There is no InvocationType " + invocation.type() + ".");
    }
    var name = FunctionName.of(invocation.function()).name();
    var function = functions.find(name).orElse(null);
    if (function == null || functions.isFull(name)) {
      return tooMany(name);
    }
    return calls
        .make(
            FunctionCatalog.queueOf(name),
            resourceArn,
            parameters,
            FunctionCatalog.answerSeconds(function))
        .orElseGet(() -> tooMany(name));
  }

  private static CallOutcome tooMany(String function) {
    return LambdaFunctions.refused(
        new Answer.Refused(
            TOO_MANY_REQUESTS,
            "TooManyRequestsException",
            "Too many invocations of " + function + " wait for a runtime",
            UUID.randomUUID().toString()));
  }

  // ---- runtimes ----

  /** What a runtime gets that asks for the next invocation. */
  public sealed interface Next {
    /**
     * An invocation.
     *
     * @param clientContext JSON text, or null
     */
    record Invoke(
        String requestId,
        String functionArn,
        String event,
        Instant deadline,
        @Nullable String clientContext)
        implements Next {}

    /** The function is not one of those that runtimes attach to. */
    record NoSuchFunction() implements Next {}

    /** As many runtimes wait as may. */
    record TooMany() implements Next {}

    /** The runtime has gone away, or this node stops. */
    record Ended() implements Next {}
  }

  /**
   * Waits for the next invocation of a function as long as that takes.
   *
   * @param connected false once the runtime has gone away
   */
  public Next next(String functionName, BooleanSupplier connected) {
    if (find(functionName).isEmpty()) {
      return new Next.NoSuchFunction();
    }
    return switch (calls.take(FunctionCatalog.queueOf(functionName), connected)) {
      case Taking.Taken(var call) -> handed(call);
      case Taking.TooMany() -> new Next.TooMany();
      case Taking.Ended() -> new Next.Ended();
    };
  }

  /** The function of that name, where runtimes attach to it. */
  public Optional<RegisteredFunction> find(String functionName) {
    return functions
        .find(functionName)
        .filter(function -> function.target() instanceof FunctionTarget.RuntimeApi);
  }

  private Next handed(HandedTask call) {
    var input = Payload.ofText(call.input());
    var byArn = ResourceArn.parse(call.resourceArn()).orElseThrow() instanceof LambdaFunction;
    var invocation =
        byArn
            ? InvokeParameters.ofFunction(call.resourceArn(), input)
            : InvokeParameters.ofParameters(input);
    var name = FunctionName.of(invocation.function());
    var qualifier = invocation.qualifier() == null ? name.qualifier() : invocation.qualifier();
    var id =
        new InvocationId(
            byArn ? Form.BY_ARN : Form.BY_INVOKE,
            "Tail".equals(invocation.logType()),
            qualifier != null && qualifier.matches("[0-9]{1,20}") ? qualifier : "",
            call.taskToken());
    return new Next.Invoke(
        id.toString(),
        "arn:%s:lambda:%s:%s:function:%s%s"
            .formatted(
                arns.partition(),
                arns.region(),
                arns.accountId(),
                name.name(),
                qualifier == null ? "" : ":" + qualifier),
        invocation.payload(),
        FunctionCatalog.deadline(Objects.requireNonNull(call.answerBy())),
        decoded(invocation.clientContext()));
  }

  /** Tasks give it in Base64, as callers of Lambda do; runtimes get what is in it. */
  private static @Nullable String decoded(@Nullable String clientContext) {
    if (clientContext == null) {
      return null;
    }
    try {
      var text = new String(Base64.getDecoder().decode(clientContext), StandardCharsets.UTF_8);
      return text.chars().anyMatch(Character::isISOControl) ? null : text;
    } catch (IllegalArgumentException notBase64) {
      return null;
    }
  }

  /**
   * A runtime has answered.
   *
   * @param logTail the end of what the handler printed, in Base64, or null
   */
  public Reported answered(String requestId, String result, @Nullable String logTail) {
    return report(requestId, result, null, logTail);
  }

  /**
   * A runtime tells that the function has failed.
   *
   * @param error JSON text with {@code errorType} and {@code errorMessage}
   * @param logTail the end of what the handler printed, in Base64, or null
   */
  public Reported failed(String requestId, String error, @Nullable String logTail) {
    return report(requestId, error, UNHANDLED, logTail);
  }

  /** A runtime has answered with more than it may. */
  public Reported answeredTooMuch(String requestId) {
    return failed(
        requestId,
        error(
            "Function.ResponseSizeTooLarge",
            "Response payload size exceeded maximum allowed payload size ("
                + MOST_BYTES
                + " bytes)."),
        null);
  }

  /** An invocation did not reach the runtime that it was handed to. */
  public Reported undelivered(String requestId) {
    return failed(
        requestId,
        error("Lambda.Unknown", "The runtime was gone when the invocation was handed to it."),
        null);
  }

  private static String error(String type, String message) {
    return Json.text(Json.object().put("errorType", type).put("errorMessage", message));
  }

  private Reported report(
      String requestId, String body, @Nullable String functionError, @Nullable String logTail) {
    var id = InvocationId.parse(requestId).orElse(null);
    var token = id == null ? null : calls.read(id.token()).orElse(null);
    if (id == null || token == null) {
      return Reported.UNKNOWN;
    }
    var length = body.getBytes(StandardCharsets.UTF_8).length;
    var lambdaId = UUID.randomUUID().toString();
    var response =
        new Response(
            OK,
            body,
            functionError,
            id.executedVersion(),
            id.wantsLog() ? Objects.requireNonNullElse(logTail, "") : null,
            lambdaId,
            Map.of(
                "Content-Length", List.of(Integer.toString(length)),
                "Content-Type", List.of("application/json"),
                "X-Amz-Executed-Version", List.of(id.executedVersion()),
                "x-amzn-RequestId", List.of(lambdaId)));
    return calls.report(
        token,
        switch (id.form()) {
          case BY_ARN -> FunctionResults.byArn(response);
          case BY_INVOKE -> FunctionResults.byInvoke(response);
        });
  }

  /**
   * Keeps what the handler has printed, for people who look; that of Express executions, which are
   * not kept, is not either.
   *
   * @param isCut whether it is only the end of it
   * @return false where the id is none that was handed out
   */
  public boolean log(String functionName, String requestId, String text, boolean isCut) {
    var token = InvocationId.parse(requestId).flatMap(id -> calls.read(id.token())).orElse(null);
    if (token == null) {
      return false;
    }
    if (token.startedEventId() != 0) {
      store.putLog(
          new Log(
              token.executionId(),
              token.scheduledEventId(),
              functionName,
              clock.instant(),
              isCut,
              text));
    }
    return true;
  }
}
