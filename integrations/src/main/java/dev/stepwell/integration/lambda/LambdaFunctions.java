package dev.stepwell.integration.lambda;

import dev.stepwell.asl.json.Json;
import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.integration.lambda.LambdaClient.Invocation;
import dev.stepwell.integration.lambda.LambdaClient.Response;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.StringNode;

/** Calls functions, by their own ARN and by {@code lambda:invoke}. Source: asl.md §10. */
public final class LambdaFunctions {
  private static final String UNKNOWN = "Lambda.Unknown";

  private final @Nullable LambdaClient client;

  /**
   * Functions behind one endpoint.
   *
   * @param client null where no endpoint is configured: every call fails, and says so
   */
  public LambdaFunctions(@Nullable LambdaClient client) {
    this.client = client;
  }

  /** Calls a function by its ARN: the result is what it returns. */
  public CallOutcome invoke(String functionArn, Payload payload) throws InterruptedException {
    return send(new Invocation(functionArn, null, "RequestResponse", null, null, payload.text()))
        .result(response -> {
          return response.functionError() == null
              ? new CallOutcome.Answered(returned(response.body()))
              : failed(response.body(), response.body());
        });
  }

  /** Calls a function by {@code lambda:invoke}: the result tells of the call, too. */
  public CallOutcome invoke(Payload parameters) throws InterruptedException {
    var tree = parameters.tree();
    var invocation =
        new Invocation(
            tree.path("FunctionName").asString(""),
            text(tree, "Qualifier"),
            tree.path("InvocationType").asString("RequestResponse"),
            text(tree, "LogType"),
            text(tree, "ClientContext"),
            sent(tree.get("Payload")));
    return send(invocation)
        .result(response -> {
          if (response.functionError() != null) {
            return failed(response.body(), compact(response.body()));
          }
          return new CallOutcome.Answered(Payload.ofTree(described(response)));
        });
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

  /** A response, or why there is none. */
  private interface Sent {
    CallOutcome result(Reading reading);

    /** What a response means. */
    interface Reading {
      CallOutcome of(Response response);
    }
  }

  private Sent send(Invocation invocation) throws InterruptedException {
    if (client == null) {
      return refused(
          "Lambda.SdkClientException",
          "No endpoint for functions is configured: set lambda-endpoint (STEPWELL_LAMBDA_ENDPOINT).");
    }
    return switch (client.invoke(invocation)) {
      case LambdaClient.Answer.Unreachable(var reason) ->
          refused("Lambda.SdkClientException", "Unable to execute HTTP request: " + reason);
      case LambdaClient.Answer.Refused refused -> {
        var code = refused.errorCode();
        var cause =
            "%s (Service: AWSLambda; Status Code: %d; Error Code: %s; Request ID: %s; Proxy: null)"
                .formatted(refused.message(), refused.status(), code, refused.requestId());
        yield refused("Lambda." + code, cause);
      }
      case LambdaClient.Answer.Invoked(var response) -> reading -> reading.of(response);
      case LambdaClient.Answer.TooLarge() -> _ -> new CallOutcome.TooLarge();
    };
  }

  private static Sent refused(String error, String cause) {
    return _ -> new CallOutcome.Failed(error, cause);
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
