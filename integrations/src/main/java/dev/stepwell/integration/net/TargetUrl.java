package dev.stepwell.integration.net;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/**
 * A URL of {@code http} or {@code https} that everybody reads alike: anything that two readers
 * might take for different hosts is refused.
 *
 * @param host in lower case; an address of IPv6 without brackets
 * @param port the scheme's own where the URL names none
 * @param pathAndQuery begins with a slash; as it was written, without a fragment
 */
public record TargetUrl(boolean isSecure, String host, int port, String pathAndQuery) {
  private static final int HTTPS_PORT = 443;
  private static final int HTTP_PORT = 80;
  private static final int MAX_PORT = 65_535;

  /** Labels of letters, digits and hyphens. */
  private static final Pattern NAME =
      Pattern.compile("(?=.{1,253}$)[a-z0-9][a-z0-9-]{0,62}(\\.[a-z0-9][a-z0-9-]{0,62})*");

  /** By this some readers tell an address from a name: 127.1, 0x7f000001, 017700000001. */
  private static final Pattern ENDS_LIKE_A_NUMBER = Pattern.compile("(.*\\.)?([0-9]+|0x[0-9a-f]*)");

  /** What a text was read as. */
  public sealed interface Reading {
    record Read(TargetUrl url) implements Reading {}

    /**
     * It is no such URL.
     *
     * @param problem for people; does not repeat the text
     */
    record Wrong(String problem) implements Reading {}
  }

  /** Reads a text. */
  public static Reading read(String text) {
    URI uri;
    try {
      // What is not of ASCII is percent-encoded; a host that has it is no host then.
      uri = new URI(new URI(text).toASCIIString());
    } catch (URISyntaxException malformed) {
      return new Reading.Wrong("it is not well-formed");
    }
    var scheme = uri.getScheme() == null ? "" : uri.getScheme().toLowerCase(Locale.ROOT);
    if (!scheme.equals("https") && !scheme.equals("http")) {
      return new Reading.Wrong("it must begin with https://");
    }
    if (uri.getRawUserInfo() != null || String.valueOf(uri.getRawAuthority()).contains("@")) {
      return new Reading.Wrong("it must not name a user");
    }
    var host = host(uri);
    if (host.isEmpty()) {
      return new Reading.Wrong("its host is no name, and no address in its usual form");
    }
    var isSecure = scheme.equals("https");
    var port = uri.getPort() < 0 ? (isSecure ? HTTPS_PORT : HTTP_PORT) : uri.getPort();
    if (port == 0 || port > MAX_PORT) {
      return new Reading.Wrong("its port must be a number from 1 to 65535");
    }
    return new Reading.Read(new TargetUrl(isSecure, host.get(), port, pathAndQuery(uri)));
  }

  private static Optional<String> host(URI uri) {
    if (uri.getHost() == null) {
      // Percent signs, or numbers that are no address.
      return Optional.empty();
    }
    var host = uri.getHost().toLowerCase(Locale.ROOT);
    if (host.startsWith("[")) {
      var inside = host.substring(1, host.length() - 1);
      return Cidr.literal(inside).map(_ -> inside);
    }
    var name = host.endsWith(".") ? host.substring(0, host.length() - 1) : host;
    if (ENDS_LIKE_A_NUMBER.matcher(name).matches()) {
      return Cidr.literal(name).map(_ -> name);
    }
    return NAME.matcher(name).matches() ? Optional.of(name) : Optional.empty();
  }

  private static String pathAndQuery(URI uri) {
    var path = uri.getRawPath().isEmpty() ? "/" : uri.getRawPath();
    return uri.getRawQuery() == null ? path : path + "?" + uri.getRawQuery();
  }

  /** The same host, asked for something else. */
  public TargetUrl withPathAndQuery(String other) {
    return new TargetUrl(isSecure, host, port, other);
  }

  public String scheme() {
    return isSecure ? "https" : "http";
  }

  /** The host as a URL has it. */
  String hostInUrl() {
    return host.contains(":") ? "[" + host + "]" : host;
  }

  /** As a URL, with the port only where it is not the scheme's own. */
  @Override
  public String toString() {
    var usual = port == (isSecure ? HTTPS_PORT : HTTP_PORT);
    return scheme() + "://" + hostInUrl() + (usual ? "" : ":" + port) + pathAndQuery;
  }
}
