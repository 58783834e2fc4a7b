package dev.stepwell.http.rest.route;

import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.Refusal;
import dev.stepwell.http.aws.AwsError;
import dev.stepwell.http.aws.operation.ResponseBody;
import dev.stepwell.http.live.LiveSource;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonGenerator;

/** A status, a JSON body and what headers go with them. */
public final class RestAnswer {
  /** Source: RFC 9457. */
  public static final String PROBLEM = "application/problem+json";

  public static final String JSON = "application/json";

  /** Of server-sent events. */
  public static final String EVENT_STREAM = "text/event-stream";

  private static final int OK = 200;
  private static final int BAD_REQUEST = 400;
  private static final int NOT_FOUND = 404;
  private static final int CONFLICT = 409;
  private static final int TOO_MANY_REQUESTS = 429;

  private final int status;
  private final String contentType;
  private final byte[] body;
  private final Map<String, String> headers;
  private final @Nullable LiveSource stream;

  private RestAnswer(int status, String contentType, byte[] body, Map<String, String> headers) {
    this(status, contentType, body, headers, null);
  }

  private RestAnswer(
      int status,
      String contentType,
      byte[] body,
      Map<String, String> headers,
      @Nullable LiveSource stream) {
    this.stream = stream;
    this.status = status;
    this.contentType = contentType;
    this.body = body;
    this.headers = headers;
  }

  /** What was asked for. */
  public static RestAnswer of(ResponseBody body) {
    return new RestAnswer(OK, JSON, body.json(), Map.of());
  }

  /** A stream of events, or the engine's refusal as problem details. */
  public static RestAnswer following(Answer<? extends LiveSource> answer) {
    return switch (answer) {
      case Answer.Given<? extends LiveSource>(var stream) ->
          new RestAnswer(OK, EVENT_STREAM, new byte[0], Map.of(), stream);
      case Answer.Refused<? extends LiveSource>(var refusal, var message, _) ->
          refused(refusal, message);
    };
  }

  /** What was asked for, by the members of the object. */
  public static RestAnswer of(Consumer<JsonGenerator> members) {
    return of(ResponseBody.of(members));
  }

  /** What the engine answers, or its refusal as problem details. */
  public static RestAnswer of(Answer<ResponseBody> answer) {
    return switch (answer) {
      case Answer.Given<ResponseBody>(var body) -> of(body);
      case Answer.Refused<ResponseBody>(var refusal, var message, _) -> refused(refusal, message);
    };
  }

  /**
   * A refusal of the engine: the code of the AWS error, with a status that says what kind it is.
   */
  public static RestAnswer refused(Refusal refusal, String message) {
    return problem(status(refusal), AwsError.of(refusal).code(), message);
  }

  private static int status(Refusal refusal) {
    return switch (refusal) {
      case ACTIVITY_DOES_NOT_EXIST,
          EXECUTION_DOES_NOT_EXIST,
          RESOURCE_NOT_FOUND,
          STATE_MACHINE_DOES_NOT_EXIST,
          TASK_DOES_NOT_EXIST ->
          NOT_FOUND;
      case ACTIVITY_ALREADY_EXISTS,
          CONFLICT,
          EXECUTION_ALREADY_EXISTS,
          STATE_MACHINE_ALREADY_EXISTS,
          STATE_MACHINE_DELETING ->
          CONFLICT;
      case ACTIVITY_WORKER_LIMIT_EXCEEDED, THROTTLED -> TOO_MANY_REQUESTS;
      default -> BAD_REQUEST;
    };
  }

  /**
   * An error as problem details. Source: RFC 9457.
   *
   * @param code the error's name for programs, as in the AWS protocol where it has one there
   * @param detail for people: what is wrong and what to do
   */
  public static RestAnswer problem(int status, String code, String detail) {
    return problem(status, code, detail, List.of());
  }

  /** A request that cannot be understood: all that is wrong with it. */
  public static RestAnswer invalid(List<Violation> violations) {
    var detail = String.join("; ", violations.stream().map(Violation::sentence).toList());
    return problem(BAD_REQUEST, AwsError.VALIDATION.code(), detail, violations);
  }

  private static RestAnswer problem(
      int status, String code, String detail, List<Violation> violations) {
    var body =
        ResponseBody.of(json -> {
          json.writeStringProperty("type", "about:blank");
          json.writeStringProperty("title", code);
          json.writeNumberProperty("status", status);
          json.writeStringProperty("detail", detail);
          json.writeStringProperty("code", code);
          if (!violations.isEmpty()) {
            json.writeArrayPropertyStart("violations");
            violations.forEach(violation -> violation.write(json));
            json.writeEndArray();
          }
        });
    return new RestAnswer(status, PROBLEM, body.json(), Map.of());
  }

  /** The same answer with one header more. */
  public RestAnswer withHeader(String name, String value) {
    return new RestAnswer(status, contentType, body, Map.of(name, value));
  }

  /** What is written instead of a body, and closed afterwards; null for most answers. */
  public @Nullable LiveSource stream() {
    return stream;
  }

  public int status() {
    return status;
  }

  public String contentType() {
    return contentType;
  }

  /** UTF-8, not to be modified. */
  public byte[] body() {
    return body;
  }

  /** Beside those of every answer. */
  public Map<String, String> headers() {
    return headers;
  }
}
