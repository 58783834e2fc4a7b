package dev.stepwell.integration.net;

import java.net.URLEncoder;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.stream.Collectors;

/** Names and values as queries and forms have them, percent-encoded; a space is {@code %20}. */
public final class FormText {
  public static final String CONTENT_TYPE = "application/x-www-form-urlencoded";

  private FormText() {}

  /** Fields in their order. */
  public static String of(Map<String, String> fields) {
    return fields.entrySet().stream()
        .map(field -> pair(field.getKey(), field.getValue()))
        .collect(Collectors.joining("&"));
  }

  /** One field. */
  public static String pair(String name, String value) {
    return encoded(name) + "=" + encoded(value);
  }

  /** The text, as a path, query or form may hold it. */
  public static String encoded(String text) {
    // RFC 3986 differs from forms in these.
    return URLEncoder.encode(text, StandardCharsets.UTF_8)
        .replace("+", "%20")
        .replace("*", "%2A")
        .replace("%7E", "~");
  }

  /**
   * The URL with more in its query.
   *
   * @param query may be empty
   */
  public static TargetUrl withQuery(TargetUrl url, String query) {
    if (query.isEmpty()) {
      return url;
    }
    var path = url.pathAndQuery();
    var separator = path.endsWith("?") || path.endsWith("&") ? "" : path.contains("?") ? "&" : "?";
    return url.withPathAndQuery(path + separator + query);
  }
}
