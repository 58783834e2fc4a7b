package dev.stepwell.engine.service;

import dev.stepwell.asl.model.TaskResource;
import dev.stepwell.asl.model.TaskResource.IntegrationPattern;
import dev.stepwell.asl.model.TaskResource.ServiceIntegration;
import dev.stepwell.asl.resource.IntegrationCatalog;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/**
 * The check of a mocked result against what the service answers. Members that the service does not
 * have may be anything (recorded: test_strict_mode_mock_result_field_not_in_api_spec), and so may
 * answers of services whose description is not here.
 */
public final class MockCheck {
  /** How much of a mock is checked. */
  public enum FieldValidation {
    STRICT,
    PRESENT,
    NONE
  }

  /** The names of optimized integrations, where the AWS SDK has others. */
  private static final Map<String, String> SDK_NAMES =
      Map.of("events", "eventbridge", "states", "sfn");

  /** What a call answers whose task waits for a job: that of the call that asks for its end. */
  private static final Map<String, String> POLLS = Map.of("StartExecution", "DescribeExecution");

  /** Texts of JSON in a service's own answer, which a state has as values. */
  private static final Set<String> VALUES = Set.of("Payload", "Input", "Output");

  private MockCheck() {}

  /** The mock, or the first of what is wrong with it. */
  static Answer<JsonNode> check(TaskResource resource, JsonNode mock, FieldValidation validation) {
    if (validation == FieldValidation.NONE
        || !(resource instanceof ServiceIntegration service)
        || service.pattern() == IntegrationPattern.WAIT_FOR_TASK_TOKEN) {
      return Answer.given(mock);
    }
    return fault(service, mock, validation == FieldValidation.STRICT)
        .<Answer<JsonNode>>map(fault ->
            Answer.refused(Refusal.VALIDATION, "Mock result schema validation error: " + fault))
        .orElseGet(() -> Answer.given(mock));
  }

  private static Optional<String> fault(
      ServiceIntegration integration, JsonNode mock, boolean isStrict) {
    var name = integration.service();
    var operation = operation(integration);
    if (name.startsWith(IntegrationCatalog.AWS_SDK)) {
      var service = name.substring(IntegrationCatalog.AWS_SDK.length());
      return ResultModel.of(service)
          .flatMap(model -> model.fault(operation, mock, isStrict, Set.of()));
    }
    var answering =
        integration.pattern() == IntegrationPattern.REQUEST_RESPONSE
            ? operation
            : POLLS.getOrDefault(operation, "");
    return ResultModel.of(SDK_NAMES.getOrDefault(name, name))
        .flatMap(model -> model.fault(answering, mock, isStrict, VALUES));
  }

  private static String operation(ServiceIntegration integration) {
    var action = integration.action();
    return Character.toUpperCase(action.charAt(0)) + action.substring(1);
  }
}
