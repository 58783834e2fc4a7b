package dev.stepwell.http.aws;

import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.store.CommitOutcomeUnknownException;
import dev.stepwell.engine.store.StoreUnavailableException;
import dev.stepwell.http.aws.model.RequestChecker;
import dev.stepwell.http.aws.model.RequestChecker.Finding;
import dev.stepwell.http.aws.model.ServiceModel;
import dev.stepwell.http.aws.operation.Operation;
import dev.stepwell.http.aws.operation.Request;
import dev.stepwell.http.aws.operation.ResponseBody;
import java.util.Collection;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import tools.jackson.core.JacksonException;
import tools.jackson.core.StreamReadConstraints;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/**
 * Answers calls of the AWS JSON 1.0 protocol, whatever carried them. Safe for any thread; an answer
 * may take as long as a poll.
 */
public final class AwsJsonHandler {
  /** A definition of 1 MiB, escaped as a JSON string, must fit in. */
  public static final int MAX_BODY_BYTES = 4 * 1024 * 1024;

  private static final Logger LOG = LoggerFactory.getLogger(AwsJsonHandler.class);
  private static final String TARGET_PREFIX = "AWSStepFunctions.";
  private static final int MAX_NESTING_DEPTH = 100;
  private static final int MAX_NAME_IN_MESSAGE = 200;

  private final JsonMapper mapper =
      JsonMapper.builder(
              JsonFactory.builder()
                  .streamReadConstraints(
                      StreamReadConstraints.builder().maxNestingDepth(MAX_NESTING_DEPTH).build())
                  .build())
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final Map<String, Endpoint> endpoints = new HashMap<>();
  private final Set<String> modelled;

  private record Endpoint(Operation operation, RequestChecker checker) {}

  public AwsJsonHandler(ServiceModel model, Collection<? extends Operation> operations) {
    for (var operation : operations) {
      var checker =
          model
              .checker(operation.name())
              .orElseThrow(() ->
                  new IllegalArgumentException(operation.name() + " is not in the service model"));
      endpoints.put(operation.name(), new Endpoint(operation, checker));
    }
    this.modelled = model.operations();
  }

  /**
   * One call.
   *
   * @param target the {@code X-Amz-Target} header, or null
   * @param body as received; null when it was longer than {@link #MAX_BODY_BYTES}
   * @param requestId what the client is told, and what the log says of a failure
   * @param connected whether the client still waits for the answer
   */
  public HttpAnswer answer(
      @Nullable String target,
      byte @Nullable [] body,
      @Nullable String traceId,
      String requestId,
      BooleanSupplier connected) {
    var endpoint = target == null ? null : endpoint(target);
    if (endpoint == null) {
      return HttpAnswer.error(AwsError.UNKNOWN_OPERATION, unknown(target));
    }
    if (body == null) {
      return HttpAnswer.error(
          AwsError.REQUEST_TOO_LARGE,
          "The request body may have " + MAX_BODY_BYTES + " bytes at most");
    }
    JsonNode members;
    try {
      members = mapper.readTree(body);
    } catch (JacksonException e) {
      return HttpAnswer.error(
          AwsError.SERIALIZATION, "The request body is not valid JSON: " + e.getOriginalMessage());
    }
    if (!members.isObject()) {
      return HttpAnswer.error(AwsError.SERIALIZATION, "The request body is not a JSON object");
    }
    var finding = endpoint.checker().check(members);
    if (finding.isPresent()) {
      return switch (finding.get()) {
        case Finding.Unreadable(var message) -> HttpAnswer.error(AwsError.SERIALIZATION, message);
        case Finding.Violations(var message) -> HttpAnswer.error(AwsError.VALIDATION, message);
      };
    }
    return run(endpoint.operation(), new Request(members, traceId, connected), requestId);
  }

  private @Nullable Endpoint endpoint(String target) {
    return target.startsWith(TARGET_PREFIX)
        ? endpoints.get(target.substring(TARGET_PREFIX.length()))
        : null;
  }

  private String unknown(@Nullable String target) {
    if (target == null) {
      return "The X-Amz-Target header is missing: it names the operation, such as "
          + TARGET_PREFIX
          + "StartExecution";
    }
    var name = target.startsWith(TARGET_PREFIX) ? target.substring(TARGET_PREFIX.length()) : target;
    if (modelled.contains(name)) {
      return "This version of Stepwell does not have the operation " + name + " yet";
    }
    var shown =
        name.length() > MAX_NAME_IN_MESSAGE ? name.substring(0, MAX_NAME_IN_MESSAGE) + "…" : name;
    return "There is no operation " + shown;
  }

  private static HttpAnswer run(Operation operation, Request request, String requestId) {
    try {
      return switch (operation.answer(request)) {
        case Answer.Given<ResponseBody>(var body) -> HttpAnswer.success(body.json());
        case Answer.Refused<ResponseBody>(var refusal, var message, var resourceName) ->
            HttpAnswer.error(AwsError.of(refusal), message, resourceName);
      };
    } catch (StoreUnavailableException e) {
      // Nothing was done, and the same call may succeed in a moment: that is what clients take this
      // error for.
      LOG.warn(
          "{} met no database, request id {}: {}", operation.name(), requestId, e.getMessage());
      return HttpAnswer.error(AwsError.THROTTLING, "Rate exceeded");
    } catch (CommitOutcomeUnknownException e) {
      LOG.warn(
          "{} lost the database, and may have been done, request id {}: {}",
          operation.name(),
          requestId,
          e.getMessage());
      return HttpAnswer.failed(requestId);
    } catch (RuntimeException e) {
      LOG.error("{} failed, request id {}", operation.name(), requestId, e);
      return HttpAnswer.failed(requestId);
    }
  }
}
