package dev.stepwell.asl;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.Asl.Reading;
import dev.stepwell.asl.model.MachineType;
import dev.stepwell.asl.problem.Problem;
import dev.stepwell.asl.resource.CallableServices;
import dev.stepwell.asl.resource.CallableServices.Callability;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Definitions are read for a server, which can call some services and not others. */
class CallableServicesTest {
  /** Calls {@code acme}, has heard of {@code sqs}, and of nothing else. */
  private static final CallableServices SERVER =
      call ->
          switch (call.service()) {
            case "acme" -> Callability.CALLABLE;
            case "sqs" -> new Callability.Missing("its client is not installed");
            default -> Callability.UNKNOWN;
          };

  @Test
  void callsAServiceThatAwsHasNot() {
    assertThat(problems("acme:doThing", "{}")).isEmpty();
    assertThat(problems("acme:doThing.waitForTaskToken", "{\"Token.$\": \"$$.Task.Token\"}"))
        .isEmpty();
  }

  @Test
  void saysWhyAServiceCannotBeCalled() {
    assertThat(problems("sqs:sendMessage", "{\"QueueUrl\": \"q\", \"MessageBody\": \"m\"}"))
        .containsExactly(
            "SCHEMA_VALIDATION_FAILED: The resource arn:aws:states:::sqs:sendMessage cannot be"
                + " called by this server: its client is not installed at /States/S");
  }

  @Test
  void tellsMistakesBeforeWhatItCannotCall() {
    assertThat(problems("sqs:sendMessage", "{\"QueueUrl\": \"q\"}"))
        .containsExactly(
            "SCHEMA_VALIDATION_FAILED: The field 'MessageBody' is required but was missing at"
                + " /States/S/Parameters");
  }

  @Test
  void doesNotRecognizeWhatTheServerHasNotHeardOf() {
    for (var resource : List.of("other:doThing", "aws-sdk:s3:listBuckets")) {
      assertThat(problems(resource, "{}"))
          .containsExactly(
              "SCHEMA_VALIDATION_FAILED: The resource provided arn:aws:states:::"
                  + resource
                  + " is not recognized. The value is not a valid resource ARN, or the resource is"
                  + " not available in this region. at /States/S/Resource");
    }
  }

  @Test
  void readsWhatWasRegisteredWhateverTheServerCanCallNow() {
    assertThat(
            Asl.read(definition("other:doThing", "{}"), MachineType.STANDARD, CallableServices.ANY))
        .isInstanceOf(Reading.Valid.class);
  }

  private static List<String> problems(String resource, String parameters) {
    return switch (Asl.read(definition(resource, parameters), MachineType.STANDARD, SERVER)) {
      case Reading.Valid(_, var warnings) -> warnings.stream().map(Problem::flattened).toList();
      case Reading.Invalid(var problems) -> problems.stream().map(Problem::flattened).toList();
    };
  }

  private static String definition(String resource, String parameters) {
    return """
    {"StartAt": "S", "States": {"S": {
      "Type": "Task", "Resource": "arn:aws:states:::%s", "Parameters": %s, "End": true}}}
    """
        .formatted(resource, parameters);
  }
}
