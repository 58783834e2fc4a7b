package dev.stepwell.engine.service;

import dev.stepwell.asl.json.Json;
import dev.stepwell.asl.model.MapState;
import dev.stepwell.asl.model.ParallelState;
import dev.stepwell.asl.model.State;
import dev.stepwell.asl.model.StatesBlock;
import dev.stepwell.asl.model.TaskResource;
import dev.stepwell.asl.model.TaskResource.IntegrationPattern;
import dev.stepwell.asl.model.TaskResource.ServiceIntegration;
import dev.stepwell.asl.model.TaskState;
import dev.stepwell.asl.resource.CallableServices;
import dev.stepwell.asl.resource.CallableServices.Callability;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.service.StateTests.Mock;
import dev.stepwell.engine.service.StateTests.Request;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What a test of a state must fulfil, with AWS's texts where they are recorded (test_state). */
final class StateTestChecks {
  private static final Set<String> TEXTS_OF_EXECUTION =
      Set.of("Id", "Name", "RoleArn", "StartTime", "RedriveTime");

  private static final Map<String, Set<String>> CONTEXT =
      Map.of(
          "Execution",
          Set.of("Id", "Input", "Name", "RoleArn", "StartTime", "RedriveCount", "RedriveTime"),
          "State",
          Set.of("EnteredTime", "Name", "RetryCount"),
          "StateMachine",
          Set.of("Id", "Name"),
          "Task",
          Set.of("Token"));

  private StateTestChecks() {}

  /** What can be said of a request before its state is known. */
  static Answer<Boolean> beforeReading(Request request) {
    var role = request.roleArn();
    return role == null ? mock(request) : DefinitionChecks.role(role).then(arn -> mock(request));
  }

  private static Answer<Boolean> mock(Request request) {
    var mock = request.mock();
    if (mock == null) {
      return request.failedIterations() == null
          ? Answer.given(false)
          : refused(
              "TestState does not support MapIterationFailureCount when a mock is not specified.");
    }
    if (mock.result() != null && mock.error() != null) {
      return refused(
          "A test mock should have only one of the following fields: [result, errorOutput].");
    }
    return request.revealSecrets()
        ? refused("TestState does not support RevealSecrets when a mock is specified.")
        : Answer.given(true);
  }

  /** The state of that name, however deep it lies. */
  static @Nullable State find(StatesBlock block, String name) {
    var state = block.states().get(name);
    if (state != null) {
      return state;
    }
    return block.states().values().stream()
        .flatMap(outer -> blocks(outer).stream())
        .map(inner -> find(inner, name))
        .filter(found -> found != null)
        .findFirst()
        .orElse(null);
  }

  private static List<StatesBlock> blocks(State state) {
    return switch (state) {
      case ParallelState parallel -> parallel.branches();
      case MapState map -> List.of(map.processor());
      default -> List.of();
    };
  }

  /**
   * Whether this state can be tested so.
   *
   * @param callable what can be called where there is no mock
   */
  static Answer<Boolean> state(Request request, State state, CallableServices callable) {
    var forks = state instanceof MapState || state instanceof ParallelState;
    if (request.mock() == null) {
      if (forks) {
        return Answer.refused(
            Refusal.INVALID_DEFINITION,
            "TestState API does not support Map or Parallel states. Supported state types include: [Task, Wait, Pass, Succeed, Fail, Choice]");
      }
      return state instanceof TaskState task
          ? withoutMock(request, task, callable)
          : Answer.given(true);
    }
    if (!forks && !(state instanceof TaskState)) {
      var type = state.getClass().getSimpleName().replace("State", "");
      return refused("State type '" + type + "' is not supported when a mock is specified");
    }
    if (request.failedIterations() != null && !(state instanceof MapState)) {
      return refused("MapIterationFailureCount is only supported for a Map state");
    }
    var causedBy = request.errorCausedByState();
    var known =
        causedBy == null || blocks(state).stream().anyMatch(block -> find(block, causedBy) != null);
    return known ? Answer.given(true) : refused("State not found in definition");
  }

  private static Answer<Boolean> withoutMock(
      Request request, TaskState task, CallableServices callable) {
    if (request.roleArn() == null) {
      return refused("RoleArn must be specified when testing a Task state");
    }
    if (task.resource() instanceof ServiceIntegration call
        && callable.check(call) instanceof Callability.Missing(var reason)) {
      return refused("The resource " + call.arn() + " cannot be called by this server: " + reason);
    }
    return task.resource() instanceof TaskResource.Activity || endsLater(task)
        ? refused(
            "TestState does not support the resource "
                + task.resource().arn()
                + " when a mock is not specified.")
        : Answer.given(true);
  }

  private static boolean endsLater(TaskState task) {
    return task.resource() instanceof ServiceIntegration service
        && service.pattern() != IntegrationPattern.REQUEST_RESPONSE;
  }

  /** The mocked result of the state; empty where its work fails, or is done. */
  static Answer<Optional<Payload>> mockedResult(@Nullable Mock mock, State state) {
    return mock == null || mock.error() != null
        ? Answer.given(Optional.empty())
        : result(mock, state).map(Optional::of);
  }

  private static Answer<Payload> result(Mock mock, State state) {
    var text = mock.result();
    Payload payload;
    try {
      payload = Payload.parse(text == null ? "{}" : text);
    } catch (JacksonException malformed) {
      return refused("Mocked result must be valid JSON");
    }
    return switch (state) {
      case MapState map when writesResults(map) && !payload.tree().isObject() ->
          refused("Mocked result must be a JSON object.");
      case MapState map when !writesResults(map) && !payload.tree().isArray() ->
          refused("Mocked result must be an array.");
      case ParallelState _ when !payload.tree().isArray() ->
          refused("Mocked result must be an array.");
      case ParallelState parallel when payload.tree().size() != parallel.branches().size() ->
          refused(
              "Mocked result must contain the same number of items as number of Parallel branches.");
      case TaskState task ->
          MockCheck.check(task.resource(), payload.tree(), mock.fieldValidation())
              .map(checked -> payload);
      default -> Answer.given(payload);
    };
  }

  private static boolean writesResults(MapState map) {
    return map.distribution() != null && map.distribution().writesResults();
  }

  /** What the ItemReader of a Map has read; empty where there is none. */
  static Answer<Optional<JsonNode>> itemsRead(@Nullable String text, State state) {
    var reads =
        state instanceof MapState map
            && map.distribution() != null
            && map.distribution().readsItems();
    if (text == null) {
      return reads
          ? refused(
              "MapItemReaderData must be specified when testing a Map state with an ItemReader")
          : Answer.given(Optional.empty());
    }
    if (!reads) {
      return refused("MapItemReaderData is only supported for a Map state with an ItemReader");
    }
    try {
      var items = Json.parse(text);
      if (items.isArray()) {
        return Answer.given(Optional.of(items));
      }
    } catch (JacksonException malformed) {
      // Refused as what is no array.
    }
    return refused("MapItemReaderData must be a JSON array");
  }

  /** A Context Object that a test gives. */
  static Answer<JsonNode> context(String text, State state) {
    JsonNode context;
    try {
      context = Json.parse(text);
    } catch (JacksonException malformed) {
      return invalidContext("it must be valid JSON");
    }
    if (!context.isObject()) {
      return invalidContext("it must be a JSON object");
    }
    for (var part : context.properties()) {
      var refusal = refusal(part.getKey(), part.getValue(), state);
      if (refusal != null) {
        return invalidContext(refusal);
      }
    }
    return Answer.given(context);
  }

  private static @Nullable String refusal(String part, JsonNode value, State state) {
    var members = CONTEXT.get(part);
    if (part.equals("Map")) {
      return "'Map' field is not supported when mocking a Context object";
    }
    if (members == null) {
      return "Field '" + part + "' is not allowed";
    }
    if (part.equals("Task") && !(state instanceof TaskState task && endsLater(task))) {
      return "Context object contains 'Task' when state is not a Task state with a '.sync' or '.waitForTaskToken' service integration pattern";
    }
    if (!value.isObject()) {
      return part + " must be an object";
    }
    for (var member : value.properties()) {
      if (!members.contains(member.getKey())) {
        return "Field '" + member.getKey() + "' is not allowed";
      }
      if (part.equals("Execution")
          && TEXTS_OF_EXECUTION.contains(member.getKey())
          && !member.getValue().isString()) {
        return "Execution." + member.getKey() + " must be a string";
      }
    }
    return null;
  }

  private static <T> Answer<T> invalidContext(String detail) {
    return refused("Invalid Context object provided: " + detail);
  }

  private static <T> Answer<T> refused(String message) {
    return Answer.refused(Refusal.VALIDATION, message);
  }
}
