package dev.stepwell.integration.aws;

import dev.stepwell.asl.json.Json;
import dev.stepwell.integration.spi.Call;
import dev.stepwell.integration.spi.Outcome;
import java.time.Duration;
import java.util.ArrayList;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.AwsRequest;
import software.amazon.awssdk.awscore.AwsRequestOverrideConfiguration;
import software.amazon.awssdk.awscore.AwsResponse;
import software.amazon.awssdk.awscore.exception.AwsServiceException;
import software.amazon.awssdk.core.SdkPojo;
import software.amazon.awssdk.core.sync.RequestBody;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.node.ObjectNode;

/** Makes a call by a client of the SDK: parameters in, answer or error out. */
final class SdkCaller {
  private static final String RUNTIME = "States.Runtime";
  private static final String TASK_FAILED = "States.TaskFailed";

  private final SdkClients clients;
  private final RoleCredentials roles;

  SdkCaller(SdkClients clients) {
    this.clients = clients;
    this.roles = new RoleCredentials(clients);
  }

  /** The credentials of a role, or the server's own. */
  AwsCredentialsProvider credentials(@Nullable String roleArn)
      throws RoleCredentials.NotAssumableException {
    return roleArn == null ? clients.credentials() : roles.of(roleArn);
  }

  /**
   * How the operations of a service are called.
   *
   * @param stream name of the body that is a stream, where the operation has one
   * @param tellsHttp whether the result tells the headers of the answer, too
   */
  record Manner(ErrorStyle errors, BlobForm blobs, String stream, boolean tellsHttp) {}

  /**
   * A request to be made.
   *
   * @param parameters as the service gets them
   * @param roleArn who makes it; null for the server itself
   * @param patience how long an answer may take; null for as long as the service is not silent
   */
  record Request(
      SdkService service,
      SdkOperation operation,
      JsonNode parameters,
      @Nullable String roleArn,
      String idempotencyKey,
      int maxResultBytes,
      @Nullable Duration patience) {
    static Request of(SdkService service, SdkOperation operation, Call call, JsonNode parameters) {
      return new Request(
          service,
          operation,
          parameters,
          call.roleArn(),
          call.idempotencyKey(),
          call.maxResultBytes(),
          null);
    }
  }

  /** Makes the call of a task. */
  Outcome call(Request request, Manner manner) throws InterruptedException {
    return switch (send(request, manner.blobs(), manner.stream())) {
      case Sent.Answered answered -> answered(answered, request.maxResultBytes(), manner);
      case Sent.Refused(var refusal) -> manner.errors().refused(refusal);
      case Sent.Unreachable(var message) -> manner.errors().failed(message);
      case Sent.Unsendable(var failure) -> failure;
      case Sent.TooLong() -> new Outcome.TooLarge();
    };
  }

  /**
   * Sends a request.
   *
   * @param stream name of the body that is a stream, where the operation has one
   */
  Sent send(Request request, BlobForm blobs, String stream) throws InterruptedException {
    var parameters = request.parameters();
    var operation = request.operation();
    if (!parameters.isObject()) {
      return unusable(parameters, "The value is not a JSON object");
    }
    AwsRequest built;
    @Nullable RequestBody body;
    try {
      var builder = operation.request();
      var override = AwsRequestOverrideConfiguration.builder();
      if (request.roleArn() != null) {
        override.credentialsProvider(roles.of(request.roleArn()));
      }
      builder.overrideConfiguration(override.apiCallTimeout(request.patience()).build());
      body = operation.sendsStream() ? body(parameters.get(stream)) : null;
      new RequestReader(blobs, request.idempotencyKey())
          .read(withoutBody(operation, parameters, stream), (SdkPojo) builder);
      built = builder.build();
    } catch (RequestReader.UnfitException unfit) {
      return unusable(parameters, unfit.getMessage());
    } catch (RoleCredentials.NotAssumableException refused) {
      return new Sent.Unsendable(new Outcome.Failed(TASK_FAILED, refused.getMessage()));
    }
    try {
      return operation.call(
          clients.client(request.service()), built, body, request.maxResultBytes());
    } catch (RuntimeException failure) {
      return failed(failure);
    }
  }

  private static JsonNode withoutBody(SdkOperation operation, JsonNode parameters, String stream) {
    if (!operation.sendsStream() || !parameters.has(stream)) {
      return parameters;
    }
    var fields = Json.object();
    fields.setAll((ObjectNode) parameters);
    fields.remove(stream);
    return fields;
  }

  /** As its JSON, a text in quotes: that is what the recorded checksums are of. */
  private static RequestBody body(@Nullable JsonNode node) {
    if (node == null || node.isNull()) {
      return RequestBody.empty();
    }
    return RequestBody.fromString(Json.text(node));
  }

  private static Sent unusable(JsonNode parameters, @Nullable String reason) {
    return new Sent.Unsendable(
        new Outcome.Failed(
            RUNTIME,
            "The Parameters '%s' could not be used to start the Task: [%s]"
                .formatted(Json.text(parameters), reason)));
  }

  private static Outcome answered(Sent.Answered answered, int maxResultBytes, Manner manner) {
    var result = new AnswerWriter(manner.blobs(), TimeForm.ISO).write(answered.answer());
    var body = answered.body();
    if (body != null) {
      if (body.bytes().length > maxResultBytes) {
        return new Outcome.TooLarge();
      }
      result.put(manner.stream(), BlobForm.TEXT.text(body.bytes()));
    }
    if (manner.tellsHttp()) {
      tellHttp(answered.answer(), result);
    }
    return new Outcome.Answered(result);
  }

  private static void tellHttp(AwsResponse answer, ObjectNode result) {
    var http = answer.sdkHttpResponse();
    var metadata = result.putObject("SdkHttpMetadata");
    var all = metadata.putObject("AllHttpHeaders");
    var first = metadata.putObject("HttpHeaders");
    http.forEachHeader((name, values) -> {
      values.forEach(all.putArray(name)::add);
      first.put(name, values.getFirst());
    });
    metadata.put("HttpStatusCode", http.statusCode());
    result.putObject("SdkResponseMetadata").put("RequestId", answer.responseMetadata().requestId());
  }

  private static Sent failed(RuntimeException failure) throws InterruptedException {
    // The SDK tells an interrupt in many ways; whoever interrupted has no use for any of them.
    if (Thread.interrupted() || hasCause(failure, InterruptedException.class)) {
      throw new InterruptedException();
    }
    if (hasCause(failure, BoundedHttpClient.TooLongException.class)) {
      return new Sent.TooLong();
    }
    var message = failure.getMessage();
    return failure instanceof AwsServiceException refusal && refusal.awsErrorDetails() != null
        ? new Sent.Refused(refusal)
        : new Sent.Unreachable(message == null ? failure.getClass().getSimpleName() : message);
  }

  private static boolean hasCause(Throwable failure, Class<? extends Throwable> type) {
    var seen = new ArrayList<Throwable>();
    for (Throwable cause = failure; cause != null && !seen.contains(cause); ) {
      if (type.isInstance(cause)) {
        return true;
      }
      seen.add(cause);
      cause = cause.getCause();
    }
    return false;
  }
}
