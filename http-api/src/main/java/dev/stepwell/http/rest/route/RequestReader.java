package dev.stepwell.http.rest.route;

import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads requests by their routes, and tells all that is wrong with one at once. */
public final class RequestReader {
  private static final int TOO_LARGE = 413;
  private static final int UNSUPPORTED_MEDIA_TYPE = 415;

  private RequestReader() {}

  /** What became of it. */
  public sealed interface Reading {
    record Understood(Arguments arguments) implements Reading {}

    record Refused(RestAnswer answer) implements Reading {}
  }

  /**
   * Reads a request.
   *
   * @param inPath what its path says, percent-encoded
   */
  public static Reading read(Route route, Map<String, String> inPath, RestRequest request) {
    var arguments = new Arguments();
    var violations = new ArrayList<Violation>();
    arguments.read("path", route.inPath(), decoded(inPath, violations), violations);
    var inQuery = query(request.query(), violations);
    if (route.isStream() && request.lastEventId() != null) {
      // Who was cut off repeats the query as it was: what the header says is newer.
      inQuery.put(Route.AFTER, request.lastEventId());
    }
    arguments.read("query", route.inQuery(), inQuery, violations);
    var body = route.body();
    if (body != null) {
      var bytes = request.body();
      if (bytes == null) {
        return new Reading.Refused(tooLarge());
      }
      if (bytes.length > 0 && !isJson(request.contentType())) {
        return new Reading.Refused(
            RestAnswer.problem(
                UNSUPPORTED_MEDIA_TYPE,
                "UnsupportedMediaType",
                "The body must be JSON, with the header Content-Type: application/json"));
      }
      body.read(bytes, arguments, violations);
    }
    return violations.isEmpty()
        ? new Reading.Understood(arguments)
        : new Reading.Refused(RestAnswer.invalid(violations));
  }

  /** What a client is told whose body is longer than the server reads. */
  public static RestAnswer tooLarge() {
    return RestAnswer.problem(
        TOO_LARGE, "RequestEntityTooLargeException", "The body is longer than the server reads");
  }

  private static boolean isJson(@Nullable String contentType) {
    return contentType != null
        && contentType.split(";", 2)[0].strip().toLowerCase(Locale.ROOT).equals(RestAnswer.JSON);
  }

  private static Map<String, String> decoded(
      Map<String, String> inPath, List<Violation> violations) {
    var decoded = new LinkedHashMap<String, String>();
    inPath.forEach((name, text) -> {
      // In a path, unlike a query, a plus sign is one.
      var value = decoded(text.replace("+", "%2B"));
      if (value == null) {
        violations.add(new Violation("path", name, "must be percent-encoded UTF-8"));
      } else {
        decoded.put(name, value);
      }
    });
    return decoded;
  }

  private static Map<String, String> query(@Nullable String query, List<Violation> violations) {
    var given = new LinkedHashMap<String, String>();
    if (query == null || query.isEmpty()) {
      return given;
    }
    for (var pair : query.split("&", -1)) {
      var parts = pair.split("=", 2);
      var name = decoded(parts[0]);
      var value = parts.length == 2 ? decoded(parts[1]) : "";
      if (name == null || value == null) {
        violations.add(
            new Violation(
                "query", name == null ? parts[0] : name, "must be percent-encoded UTF-8"));
      } else if (given.put(name, value) != null) {
        violations.add(new Violation("query", name, "is given twice"));
      }
    }
    return given;
  }

  private static @Nullable String decoded(String text) {
    try {
      var decoded = URLDecoder.decode(text, StandardCharsets.UTF_8);
      return decoded.indexOf('\ufffd') >= 0 ? null : decoded;
    } catch (IllegalArgumentException malformed) {
      return null;
    }
  }
}
