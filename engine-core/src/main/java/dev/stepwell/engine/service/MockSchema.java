package dev.stepwell.engine.service;

import dev.stepwell.asl.model.TaskResource;
import dev.stepwell.asl.model.TaskResource.IntegrationPattern;
import dev.stepwell.asl.model.TaskResource.ServiceIntegration;
import java.util.Map;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * What a service's answer looks like, so that a mock of it can be checked; members that it does not
 * name may be anything.
 */
public record MockSchema(Set<String> required, Map<String, Type> types) {
  private static final MockSchema ANYTHING = new MockSchema(Set.of(), Map.of());

  private static final MockSchema LAMBDA_INVOKE =
      new MockSchema(
          Set.of(),
          Map.of(
              "StatusCode", Type.NUMBER,
              "FunctionError", Type.STRING,
              "LogResult", Type.STRING,
              "ExecutedVersion", Type.STRING));

  private static final MockSchema START_EXECUTION =
      new MockSchema(
          Set.of("ExecutionArn", "StartDate"),
          Map.of("ExecutionArn", Type.STRING, "StartDate", Type.STRING));

  /** The polling call's answer stands for a job that has run. */
  private static final MockSchema DESCRIBE_EXECUTION =
      new MockSchema(
          Set.of("ExecutionArn", "StateMachineArn", "Status", "StartDate"),
          Map.of(
              "ExecutionArn", Type.STRING,
              "StateMachineArn", Type.STRING,
              "Name", Type.STRING,
              "Status", Type.STRING,
              "StartDate", Type.STRING,
              "StopDate", Type.STRING,
              "Error", Type.STRING,
              "Cause", Type.STRING));

  /** How much of a mock is checked. */
  public enum Mode {
    STRICT,
    PRESENT,
    NONE
  }

  /** A JSON type as AWS's messages call it. */
  enum Type {
    STRING("a string"),
    NUMBER("a number");

    private final String text;

    Type(String text) {
      this.text = text;
    }

    private boolean accepts(JsonNode value) {
      return switch (this) {
        case STRING -> value.isString();
        case NUMBER -> value.isNumber();
      };
    }
  }

  static MockSchema of(TaskResource resource) {
    if (!(resource instanceof ServiceIntegration service)) {
      return ANYTHING;
    }
    return switch (service.service()) {
      case "lambda" ->
          service.pattern() == IntegrationPattern.REQUEST_RESPONSE ? LAMBDA_INVOKE : ANYTHING;
      case "states" ->
          switch (service.pattern()) {
            case REQUEST_RESPONSE -> START_EXECUTION;
            case RUN_JOB, RUN_JOB_2 -> DESCRIBE_EXECUTION;
            case WAIT_FOR_TASK_TOKEN -> ANYTHING;
          };
      default -> ANYTHING;
    };
  }

  /** The mock, or the first of what is wrong with it. */
  Answer<JsonNode> check(JsonNode mock, Mode mode) {
    if (mode == Mode.NONE) {
      return Answer.given(mock);
    }
    if (mode == Mode.STRICT) {
      for (var name : required.stream().sorted().toList()) {
        if (!mock.has(name)) {
          return refused("Required field '" + name + "' is missing");
        }
      }
    }
    for (var member : mock.properties()) {
      var type = types.get(member.getKey());
      if (type != null && !type.accepts(member.getValue())) {
        return refused("Field '" + member.getKey() + "' must be " + type.text);
      }
    }
    return Answer.given(mock);
  }

  private static Answer<JsonNode> refused(String detail) {
    return Answer.refused(Refusal.VALIDATION, "Mock result schema validation error: " + detail);
  }
}
