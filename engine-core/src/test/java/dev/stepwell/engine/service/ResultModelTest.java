package dev.stepwell.engine.service;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResultModelTest {
  private static String fault(String service, String operation, String answer, boolean requires) {
    return ResultModel.of(service)
        .orElseThrow()
        .fault(operation, Json.parse(answer), requires, Set.of())
        .orElse("none");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "lambda|GetFunction|{\"Configuration\":{\"MemorySize\":127}}|'MemorySize' is less than the minimum value",
        "lambda|GetFunction|{\"Configuration\":{\"Timeout\":0}}|'Timeout' is less than the minimum value",
        "lambda|ListFunctions|{\"Functions\":[{\"MemorySize\":99999999}]}|'MemorySize' exceeds the maximum value",
        "kms|Encrypt|{\"CiphertextBlob\":\"\"}|'CiphertextBlob' is smaller than the minimum length",
        "kms|Encrypt|{\"CiphertextBlob\":123}|'CiphertextBlob' must be a string",
        "s3|GetObject|{\"StorageClass\":\"PAPYRUS\"}|'StorageClass' is not an expected value",
        "s3|GetObject|{\"ContentLength\":\"9000\"}|'ContentLength' must be a number",
        "s3|GetObject|{\"Metadata\":[]}|'Metadata' must be an object",
        "s3|GetObject|{\"Metadata\":{\"k\":1}}|'Metadata' must be a string",
        "sqs|ReceiveMessage|{\"Messages\":{}}|'Messages' must be an array",
        "sqs|ReceiveMessage|{\"Messages\":[7]}|'Messages' must be an object",
        "dynamodb|GetItem|{\"Item\":{\"k\":{\"L\":[{\"BOOL\":1}]}}}|'BOOL' must be a boolean",
        "sts|AssumeRole|{\"Credentials\":{\"Expiration\":1}}|'Expiration' must be a string",
      })
  void whatDoesNotFitIsTold(String service, String operation, String answer, String fault) {
    assertThat(fault(service, operation, answer, false)).isEqualTo("Field " + fault);
  }

  @Test
  void whatMustBeThereIsAskedForOnlyWhereThatIsWanted() {
    assertThat(fault("sfn", "StartExecution", "{\"StartDate\":\"d\"}", true))
        .isEqualTo("Required field 'ExecutionArn' is missing");
    assertThat(fault("sfn", "StartExecution", "{}", false)).isEqualTo("none");
  }

  @Test
  void whatTheServiceDoesNotHaveMayBeAnything() {
    assertThat(fault("sqs", "SendMessage", "{\"New\":1,\"MessageId\":\"m\"}", true))
        .isEqualTo("none");
    assertThat(fault("sqs", "NoOperation", "{\"MessageId\":1}", true)).isEqualTo("none");
    assertThat(ResultModel.of("nowhere")).isEmpty();
  }

  /** Every shape that is named is there, of whatever type. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "sqs",
        "sns",
        "dynamodb",
        "eventbridge",
        "s3",
        "secretsmanager",
        "ssm",
        "sts",
        "kms",
        "lambda",
        "sfn"
      })
  void everyDescriptionIsWhole(String service) throws Exception {
    try (var stream = ResultModel.class.getResourceAsStream("results/" + service + ".json")) {
      var model = Json.parse(new String(requireNonNull(stream).readAllBytes(), UTF_8));
      var shapes = model.path("shapes");
      model.path("operations").forEach(shape -> assertThat(shapes.has(shape.asString())).isTrue());
      for (var shape : shapes) {
        shape.path("members").forEach(of -> assertThat(shapes.has(of.asString())).isTrue());
        for (var of : new String[] {"member", "value"}) {
          assertThat(!shape.has(of) || shapes.has(shape.path(of).asString())).isTrue();
        }
        assertThat(shape.path("type").asString())
            .isIn(
                "structure",
                "map",
                "list",
                "integer",
                "long",
                "float",
                "double",
                "boolean",
                "string",
                "blob",
                "timestamp");
      }
    }
  }
}
