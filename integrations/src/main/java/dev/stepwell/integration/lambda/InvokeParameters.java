package dev.stepwell.integration.lambda;

import dev.stepwell.asl.json.Json;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.integration.lambda.LambdaClient.Invocation;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/** What a Task asks of a function. */
final class InvokeParameters {
  static final String REQUEST_RESPONSE = "RequestResponse";
  static final String EVENT = "Event";
  static final String DRY_RUN = "DryRun";

  private InvokeParameters() {}

  /** Of a Task whose resource is the function. */
  static Invocation ofFunction(String functionArn, Payload payload) {
    return new Invocation(functionArn, null, REQUEST_RESPONSE, null, null, payload.text());
  }

  /** Of a Task of {@code lambda:invoke}. */
  static Invocation ofParameters(Payload parameters) {
    var tree = parameters.tree();
    return new Invocation(
        tree.path("FunctionName").asString(""),
        text(tree, "Qualifier"),
        tree.path("InvocationType").asString(REQUEST_RESPONSE),
        text(tree, "LogType"),
        text(tree, "ClientContext"),
        sent(tree.get("Payload")));
  }

  /**
   * What a function gets: no payload as an empty object, a text that is JSON itself as that JSON
   * (recorded).
   */
  private static String sent(@Nullable JsonNode payload) {
    if (payload == null || payload.isNull()) {
      return "{}";
    }
    if (payload.isString() && isJson(payload.stringValue())) {
      return payload.stringValue();
    }
    return Json.text(payload);
  }

  private static boolean isJson(String text) {
    try {
      Json.parse(text);
      return true;
    } catch (JacksonException notJson) {
      return false;
    }
  }

  private static @Nullable String text(JsonNode node, String field) {
    var value = node.get(field);
    return value == null || value.isNull() ? null : value.asString();
  }
}
