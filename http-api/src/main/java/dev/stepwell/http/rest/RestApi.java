package dev.stepwell.http.rest;

import dev.stepwell.engine.store.CommitOutcomeUnknownException;
import dev.stepwell.engine.store.StoreUnavailableException;
import dev.stepwell.http.rest.route.RequestReader;
import dev.stepwell.http.rest.route.RestAnswer;
import dev.stepwell.http.rest.route.RestRequest;
import dev.stepwell.http.rest.route.Route;
import dev.stepwell.http.rest.route.Route.Handler;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The resources below {@code /api/v1}, as their routes say; errors are problem details (RFC 9457).
 * Safe for any thread; an answer may take as long as a poll.
 */
public final class RestApi {
  /** Before every path. */
  public static final String ROOT = "/api/v1";

  private static final Logger LOG = LoggerFactory.getLogger(RestApi.class);
  private static final int NOT_FOUND = 404;
  private static final int METHOD_NOT_ALLOWED = 405;
  private static final int FAILED = 500;
  private static final int UNAVAILABLE = 503;

  private final List<Route> routes;

  private record Match(Route route, Map<String, String> inPath) {}

  /** The resources that these routes are, and the document that tells of them. */
  public RestApi(List<Route> routes) {
    var all = new ArrayList<>(routes);
    all.add(OpenApi.route(routes));
    // A path that is written out goes before one with braces.
    all.sort(Comparator.comparing(route -> route.path().replace('{', '\uffff')));
    this.routes = List.copyOf(all);
  }

  /** All routes, in the order in which they are tried. */
  public List<Route> routes() {
    return routes;
  }

  /** Whether a path is one of these, if only to say that there is nothing. */
  public boolean answers(String path) {
    return path.equals(ROOT) || path.startsWith(ROOT + "/");
  }

  /** One request. */
  public RestAnswer answer(RestRequest request) {
    try {
      var matches = matches(request.path());
      return matches.stream()
          .filter(match -> match.route().method().name().equals(request.method()))
          .findFirst()
          .map(match -> answer(match, request))
          .orElseGet(() -> nobody(matches, request));
    } catch (StoreUnavailableException outage) {
      LOG.warn(
          "{} {} met no database, request id {}: {}",
          request.method(),
          request.path(),
          request.requestId(),
          outage.getMessage());
      return RestAnswer.problem(
          UNAVAILABLE, "ServiceUnavailable", "The database does not answer; try again.");
    } catch (CommitOutcomeUnknownException unknown) {
      LOG.warn(
          "{} {} lost the database, and may have been done, request id {}: {}",
          request.method(),
          request.path(),
          request.requestId(),
          unknown.getMessage());
      return failed(request);
    } catch (RuntimeException bug) {
      LOG.error(
          "{} {} failed, request id {}",
          request.method(),
          request.path(),
          request.requestId(),
          bug);
      return failed(request);
    }
  }

  private static RestAnswer failed(RestRequest request) {
    return RestAnswer.problem(
        FAILED,
        "InternalFailure",
        "The server failed to answer; its log says more under the request id "
            + request.requestId());
  }

  private List<Match> matches(String path) {
    var matches = new ArrayList<Match>();
    if (path.startsWith(ROOT + "/")) {
      var segments = Route.segments(path.substring(ROOT.length()));
      for (var route : routes) {
        route.match(segments).ifPresent(inPath -> matches.add(new Match(route, inPath)));
      }
    }
    return matches;
  }

  private static RestAnswer answer(Match match, RestRequest request) {
    return switch (match.route().handler()) {
      case Handler.Raw(var handler) -> handler.apply(request);
      case Handler.Checked(var handler) ->
          switch (RequestReader.read(match.route(), match.inPath(), request)) {
            case RequestReader.Reading.Understood(var arguments) -> handler.apply(arguments);
            case RequestReader.Reading.Refused(var answer) -> answer;
          };
    };
  }

  private static RestAnswer nobody(List<Match> matches, RestRequest request) {
    var detail = "There is no " + request.method() + " of " + request.path() + ".";
    if (matches.isEmpty()) {
      return RestAnswer.problem(NOT_FOUND, "NotFound", detail);
    }
    var methods =
        matches.stream()
            .map(match -> match.route().method().name())
            .distinct()
            .sorted()
            .collect(Collectors.joining(", "));
    return RestAnswer.problem(METHOD_NOT_ALLOWED, "MethodNotAllowed", detail)
        .withHeader("Allow", methods);
  }
}
