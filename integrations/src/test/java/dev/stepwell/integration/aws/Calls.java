package dev.stepwell.integration.aws;

import dev.stepwell.asl.json.Json;
import dev.stepwell.integration.spi.Call;
import dev.stepwell.integration.spi.Job;
import dev.stepwell.integration.spi.Operation;
import dev.stepwell.integration.spi.Operation.Pattern;
import dev.stepwell.integration.spi.Outcome;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

/** Calls as the server makes them. */
final class Calls {
  static final String EXECUTION = "arn:aws:states:eu-north-1:123456789012:execution:Orders:first";
  static final String KEY = "0f8fad5b-d9cb-369f-a165-70867728950e";
  static final int MAX_RESULT_BYTES = 10_000;

  private static final String SYNC = ".sync";

  private Calls() {}

  static AwsServices services() {
    return new AwsServices(Calls.class.getClassLoader(), "eu-north-1", 10, MAX_RESULT_BYTES);
  }

  /** Such as {@code sqs:sendMessage} and {@code ecs:runTask.sync}. */
  static Operation operation(String resource) {
    var end = resource.lastIndexOf(':');
    var action = resource.substring(end + 1);
    return action.endsWith(SYNC)
        ? new Operation(
            resource.substring(0, end),
            action.substring(0, action.length() - SYNC.length()),
            Pattern.RUN_JOB)
        : new Operation(resource.substring(0, end), action, Pattern.REQUEST_RESPONSE);
  }

  /** The job of a call that was answered. */
  static Job job(String resource, Outcome outcome) {
    return switch (outcome) {
      case Outcome.Started(_, var ticket) ->
          // As it comes back from the store.
          new Job(operation(resource), Json.parse(Json.text(ticket)), null, MAX_RESULT_BYTES);
      case Outcome other -> throw new AssertionError("no job: " + other);
    };
  }

  static Call of(String resource, String parameters) {
    return of(resource, parameters, null);
  }

  static Call of(String resource, String parameters, @Nullable String roleArn) {
    return new Call(
        operation(resource), Json.parse(parameters), EXECUTION, roleArn, KEY, MAX_RESULT_BYTES);
  }

  /** The result, as it will be stored. */
  static JsonNode result(Outcome outcome) {
    return switch (outcome) {
      case Outcome.Answered(var result) -> Json.parse(Json.text(result));
      case Outcome other -> throw new AssertionError("no answer: " + other);
    };
  }
}
