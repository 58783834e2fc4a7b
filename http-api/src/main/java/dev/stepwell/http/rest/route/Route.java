package dev.stepwell.http.rest.route;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * One method of one resource: what it takes, what it answers and who answers. Requests are checked
 * and documented by it.
 *
 * @param path below the root, such as {@code /executions/{arn}}; what stands in braces is one of
 *     {@code inPath}
 * @param operationId its name for generated clients
 * @param summary one sentence
 * @param body null where requests have none
 * @param answer what a success has in its body
 * @param answerType of a success
 */
public record Route(
    Method method,
    String path,
    String operationId,
    String summary,
    List<Parameter<?>> inPath,
    List<Parameter<?>> inQuery,
    @Nullable Body body,
    Schema answer,
    String answerType,
    Handler handler) {

  /** The parameter of a stream that says after which event to go on. */
  public static final String AFTER = "after";

  /** Those that resources have. */
  public enum Method {
    GET,
    POST
  }

  /** Who answers. */
  public sealed interface Handler {
    /** Gets what the request says, checked. Blocks as long as it takes. */
    record Checked(Function<Arguments, RestAnswer> answer) implements Handler {}

    /** Gets the request as it came, and checks it alone. */
    record Raw(Function<RestRequest, RestAnswer> answer) implements Handler {}
  }

  /** A route that says what can be read. */
  public static Route get(String path, String operationId, String summary, Schema answer) {
    return new Route(
        Method.GET,
        path,
        operationId,
        summary,
        List.of(),
        List.of(),
        null,
        answer,
        RestAnswer.JSON,
        new Handler.Checked(_ -> {
          throw new IllegalStateException("nobody answers");
        }));
  }

  /** A route that does something. */
  public static Route post(
      String path, String operationId, String summary, Body body, Schema answer) {
    var route = get(path, operationId, summary, answer);
    return new Route(
        Method.POST,
        path,
        operationId,
        summary,
        List.of(),
        List.of(),
        body,
        answer,
        RestAnswer.JSON,
        route.handler);
  }

  /** With what stands in braces in the path. */
  public Route path(Parameter<?>... parameters) {
    return new Route(
        method,
        path,
        operationId,
        summary,
        List.of(parameters),
        inQuery,
        body,
        answer,
        answerType,
        handler);
  }

  /** With what may stand in the query. */
  public Route query(List<Parameter<?>> parameters) {
    return new Route(
        method,
        path,
        operationId,
        summary,
        inPath,
        List.copyOf(parameters),
        body,
        answer,
        answerType,
        handler);
  }

  /** As a stream of events. */
  public Route asStream() {
    return new Route(
        method,
        path,
        operationId,
        summary,
        inPath,
        inQuery,
        body,
        answer,
        RestAnswer.EVENT_STREAM,
        handler);
  }

  boolean isStream() {
    return answerType.equals(RestAnswer.EVENT_STREAM);
  }

  /** With one who answers. */
  public Route answeredBy(Function<Arguments, RestAnswer> newHandler) {
    return with(new Handler.Checked(newHandler));
  }

  /** With one who reads the request alone. */
  public Route answeredRawBy(Function<RestRequest, RestAnswer> newHandler) {
    return with(new Handler.Raw(newHandler));
  }

  private Route with(Handler newHandler) {
    return new Route(
        method, path, operationId, summary, inPath, inQuery, body, answer, answerType, newHandler);
  }

  /**
   * What a path says where this route's has braces, percent-encoded; empty where the path is not of
   * this route.
   *
   * @param segments of a path below the root
   */
  public Optional<Map<String, String>> match(List<String> segments) {
    var pattern = segments(path);
    if (pattern.size() != segments.size()) {
      return Optional.empty();
    }
    var found = new LinkedHashMap<String, String>();
    for (var i = 0; i < pattern.size(); i++) {
      var part = pattern.get(i);
      if (part.startsWith("{")) {
        found.put(part.substring(1, part.length() - 1), segments.get(i));
      } else if (!part.equals(segments.get(i))) {
        return Optional.empty();
      }
    }
    return Optional.of(found);
  }

  /** The segments of a path that begins with a slash. */
  public static List<String> segments(String path) {
    return new ArrayList<>(Arrays.asList(path.substring(1).split("/", -1)));
  }
}
