package dev.stepwell.integration.http;

import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * Headers that a definition may not set: they say where the request goes, how it travels, or who
 * sends it. Source: AWS's documentation of the HTTP Task; {@code Content-Length} is ours.
 */
final class ForbiddenHeaders {
  private static final Set<String> NAMES =
      Set.of(
          "a-im",
          "accept-charset",
          "accept-datetime",
          "accept-encoding",
          "authorization",
          "cache-control",
          "connection",
          "content-encoding",
          "content-length",
          "content-md5",
          "date",
          "expect",
          "forwarded",
          "from",
          "host",
          "http2-settings",
          "if-match",
          "if-modified-since",
          "if-none-match",
          "if-range",
          "if-unmodified-since",
          "max-forwards",
          "origin",
          "pragma",
          "proxy-authorization",
          "referer",
          "server",
          "te",
          "trailer",
          "transfer-encoding",
          "upgrade",
          "via",
          "warning");

  private static final List<String> PREFIXES = List.of("x-forwarded-", "x-amz-", "x-amzn-");

  private ForbiddenHeaders() {}

  static boolean contain(String name) {
    var lowerCase = name.toLowerCase(Locale.ROOT);
    return NAMES.contains(lowerCase) || PREFIXES.stream().anyMatch(lowerCase::startsWith);
  }
}
