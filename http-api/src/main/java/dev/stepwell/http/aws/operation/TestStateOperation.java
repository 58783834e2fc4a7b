package dev.stepwell.http.aws.operation;

import dev.stepwell.asl.expression.StatesError;
import dev.stepwell.asl.json.Json;
import dev.stepwell.engine.call.ShownExchange;
import dev.stepwell.engine.interpreter.StateTest;
import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.MockCheck.FieldValidation;
import dev.stepwell.engine.service.StateTests;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;
import tools.jackson.databind.JsonNode;

/** Tests one state without an execution. */
public final class TestStateOperation implements Operation {
  private final StateTests tests;

  public TestStateOperation(StateTests tests) {
    this.tests = tests;
  }

  @Override
  public String name() {
    return "TestState";
  }

  @Override
  public Answer<ResponseBody> answer(Request request) {
    var configuration = request.members().path("stateConfiguration");
    var level = request.text("inspectionLevel", "INFO");
    return tests
        .test(
            new StateTests.Request(
                request.text("definition"),
                request.optionalText("stateName"),
                request.optionalText("roleArn"),
                request.text("input", "{}"),
                request.optionalText("variables"),
                request.optionalText("context"),
                mock(request.optional("mock")),
                request.flag("revealSecrets", false),
                configuration.path("retrierRetryCount").asInt(0),
                text(configuration, "errorCausedByState"),
                configuration.hasNonNull("mapIterationFailureCount")
                    ? configuration.path("mapIterationFailureCount").asInt()
                    : null,
                text(configuration, "mapItemReaderData")))
        .map(tested -> ResponseBody.of(json -> write(json, tested, level)));
  }

  private static StateTests.@Nullable Mock mock(@Nullable JsonNode mock) {
    if (mock == null) {
      return null;
    }
    var error = mock.path("errorOutput");
    return new StateTests.Mock(
        text(mock, "result"),
        error.isObject() ? new StatesError(text(error, "error"), text(error, "cause")) : null,
        FieldValidation.valueOf(mock.path("fieldValidationMode").asString("STRICT")));
  }

  private static @Nullable String text(JsonNode node, String member) {
    return node.hasNonNull(member) ? node.path(member).asString() : null;
  }

  private static void write(JsonGenerator json, StateTests.Tested tested, String level) {
    var result = tested.result();
    json.writeStringProperty("status", result.status().name());
    var output = result.output();
    if (output != null) {
      json.writeStringProperty("output", output.text());
    }
    var error = result.error();
    if (error != null) {
      ResponseBody.writeText(json, "error", error.name());
      ResponseBody.writeText(json, "cause", error.cause());
    }
    ResponseBody.writeText(json, "nextState", result.next());
    if (!level.equals("INFO")) {
      json.writeObjectPropertyStart("inspectionData");
      json.writeStringProperty("input", tested.input().text());
      writeSeen(json, result);
      writeErrorDetails(json, result.errorDetails());
      var exchange = tested.exchange();
      if (exchange != null && level.equals("TRACE")) {
        writeExchange(json, exchange);
      }
      json.writeEndObject();
    }
  }

  private static void writeSeen(JsonGenerator json, StateTest.Result result) {
    result
        .seen()
        .forEach((observation, value) -> {
          if (observation.isNumber()) {
            json.writeName(observation.member());
            json.writeRawValue(value.text());
          } else {
            json.writeStringProperty(observation.member(), value.text());
          }
        });
    if (!result.assigned().isEmpty()) {
      var variables = Json.object();
      result.assigned().forEach((name, value) -> variables.set(name, value.tree()));
      json.writeStringProperty("variables", Json.text(variables));
    }
  }

  private static void writeExchange(JsonGenerator json, ShownExchange exchange) {
    var request = exchange.request();
    json.writeObjectPropertyStart("request");
    json.writeStringProperty("protocol", request.protocol());
    json.writeStringProperty("method", request.method());
    json.writeStringProperty("url", request.url());
    json.writeStringProperty("headers", request.headers());
    ResponseBody.writeText(json, "body", request.body());
    json.writeEndObject();
    var response = exchange.response();
    if (response != null) {
      json.writeObjectPropertyStart("response");
      json.writeStringProperty("protocol", response.protocol());
      json.writeStringProperty("statusCode", response.statusCode());
      json.writeStringProperty("statusMessage", response.statusMessage());
      json.writeStringProperty("headers", response.headers());
      json.writeStringProperty("body", response.body());
      json.writeEndObject();
    }
  }

  private static void writeErrorDetails(JsonGenerator json, StateTest.ErrorDetails details) {
    if (details.isEmpty()) {
      return;
    }
    json.writeObjectPropertyStart("errorDetails");
    if (details.catchIndex() != null) {
      json.writeNumberProperty("catchIndex", details.catchIndex());
    }
    if (details.retryIndex() != null) {
      json.writeNumberProperty("retryIndex", details.retryIndex());
    }
    if (details.retryBackoffIntervalSeconds() != null) {
      json.writeNumberProperty(
          "retryBackoffIntervalSeconds", details.retryBackoffIntervalSeconds());
    }
    json.writeEndObject();
  }
}
