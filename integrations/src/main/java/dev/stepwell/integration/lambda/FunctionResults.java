package dev.stepwell.integration.lambda;

import dev.stepwell.asl.json.Json;
import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.integration.lambda.LambdaClient.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** What a function's response means to the task that called it. Source: asl.md §10. */
final class FunctionResults {
  private static final String UNKNOWN = "Lambda.Unknown";
  private static final int ACCEPTED = 202;
  private static final int NO_CONTENT = 204;

  private FunctionResults() {}

  /** To a Task whose resource is the function: the result is what it returns. */
  static CallOutcome byArn(Response response) {
    return response.functionError() == null
        ? new CallOutcome.Answered(returned(response.body()))
        : failed(response.body(), response.body());
  }

  /** To a Task of {@code lambda:invoke}: the result tells of the call, too. */
  static CallOutcome byInvoke(Response response) {
    return response.functionError() == null
        ? new CallOutcome.Answered(Payload.ofTree(described(response)))
        : failed(response.body(), compact(response.body()));
  }

  /** To a Task whose invocation is carried out later. */
  static CallOutcome accepted() {
    return byInvoke(withoutPayload(ACCEPTED));
  }

  /** To a Task that only asked whether it could invoke the function. */
  static CallOutcome dryRun() {
    return byInvoke(withoutPayload(NO_CONTENT));
  }

  private static Response withoutPayload(int status) {
    var requestId = UUID.randomUUID().toString();
    var headers = Map.of("x-amzn-RequestId", List.of(requestId));
    return new Response(status, "", null, null, null, requestId, headers);
  }

  /** The function's own error. */
  private static CallOutcome failed(String body, String cause) {
    var type = tree(body).path("errorType").asString("");
    return type.isEmpty()
        ? new CallOutcome.Failed(
            UNKNOWN,
            "The cause could not be determined because Lambda did not return an error type."
                + " Returned payload: "
                + body)
        : new CallOutcome.Failed(type, cause);
  }

  /** What a function returned; a text that is no JSON counts as a string. */
  private static Payload returned(String body) {
    if (body.isEmpty()) {
      return Payload.ofText("null");
    }
    try {
      return Payload.parse(body);
    } catch (JacksonException notJson) {
      return Payload.ofTree(StringNode.valueOf(body));
    }
  }

  private static JsonNode tree(String body) {
    return returned(body).tree();
  }

  private static String compact(String body) {
    var tree = tree(body);
    return tree.isString() ? body : Json.text(tree);
  }

  private static JsonNode described(Response response) {
    var result = Json.object();
    if (response.executedVersion() != null) {
      result.put("ExecutedVersion", response.executedVersion());
    }
    if (response.logResult() != null) {
      result.put("LogResult", response.logResult());
    }
    if (!response.body().isEmpty()) {
      result.set("Payload", tree(response.body()));
    }
    var metadata = result.putObject("SdkHttpMetadata");
    var all = metadata.putObject("AllHttpHeaders");
    response.headers().forEach((name, values) -> values.forEach(all.withArray(name)::add));
    var first = metadata.putObject("HttpHeaders");
    response.headers().forEach((name, values) -> first.put(name, values.getFirst()));
    metadata.put("HttpStatusCode", response.status());
    result.putObject("SdkResponseMetadata").put("RequestId", response.requestId());
    result.put("StatusCode", response.status());
    return result;
  }
}
