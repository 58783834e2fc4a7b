package dev.stepwell.integration.states;

import dev.stepwell.asl.json.Json;
import dev.stepwell.asl.model.TaskResource.IntegrationPattern;
import dev.stepwell.asl.model.TaskResource.ServiceIntegration;
import dev.stepwell.engine.call.ServiceCall;
import dev.stepwell.engine.call.ServiceCaller.Result;
import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.ParentTask;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.StartedWork;
import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.Executions;
import dev.stepwell.engine.service.Refusal;
import java.nio.charset.StandardCharsets;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/**
 * {@code states:startExecution}: starts an execution of a state machine on this server. Its name is
 * a function of the task where the definition gives none, so that a task never starts two.
 */
public final class NestedExecutions {
  private final Executions executions;

  public NestedExecutions(Executions executions) {
    this.executions = executions;
  }

  /** Starts the execution; its end, where the task waits for that, is reported by itself. */
  public Result start(ServiceCall call, ServiceIntegration service) {
    var waits =
        service.pattern() == IntegrationPattern.RUN_JOB
            || service.pattern() == IntegrationPattern.RUN_JOB_2;
    var parent = waits ? new ParentTask(call.executionId(), call.scheduledEventId()) : null;
    var parameters = call.parameters().tree();
    var given = text(parameters, "Name");
    var started =
        executions.start(
            parameters.path("StateMachineArn").asString(""),
            given == null ? nameOf(call) : given,
            input(parameters.get("Input")),
            text(parameters, "TraceHeader"),
            parent);
    return switch (started) {
      case Answer.Given<Executions.Started>(var execution) ->
          new Result(
              new CallOutcome.Answered(Payload.ofTree(described(execution))),
              waits ? new StartedWork.Child(execution.id()) : null);
      case Answer.Refused<Executions.Started>(var reason, var message, _) ->
          new Result(refused(reason, message));
    };
  }

  private static String nameOf(ServiceCall call) {
    var task = call.executionArn() + "#" + call.scheduledEventId();
    return UUID.nameUUIDFromBytes(task.getBytes(StandardCharsets.UTF_8)).toString();
  }

  /** Absent and null stand for an empty object (recorded: test_start_execution_sync2). */
  private static String input(@Nullable JsonNode input) {
    return input == null || input.isNull() ? "{}" : Json.text(input);
  }

  private static @Nullable String text(JsonNode node, String field) {
    var value = node.get(field);
    return value == null || value.isNull() ? null : value.asString();
  }

  private static JsonNode described(Executions.Started execution) {
    var requestId = UUID.randomUUID().toString();
    var answer = Json.object();
    answer.put("ExecutionArn", execution.executionArn());
    var metadata = answer.putObject("SdkHttpMetadata");
    metadata.putObject("AllHttpHeaders").putArray("x-amzn-RequestId").add(requestId);
    metadata.putObject("HttpHeaders").put("x-amzn-RequestId", requestId);
    metadata.put("HttpStatusCode", 200);
    answer.putObject("SdkResponseMetadata").put("RequestId", requestId);
    answer.put("StartDate", execution.startDate().toString());
    return answer;
  }

  private static CallOutcome refused(Refusal reason, String message) {
    var code =
        Stream.of(reason.name().split("_"))
            .map(word -> word.charAt(0) + word.substring(1).toLowerCase(Locale.ROOT))
            .collect(Collectors.joining());
    var cause =
        "%s (Service: AWSStepFunctions; Status Code: 400; Error Code: %s; Request ID: %s; Proxy: null)"
            .formatted(message, code, UUID.randomUUID());
    return new CallOutcome.Failed("StepFunctions." + code + "Exception", cause);
  }
}
