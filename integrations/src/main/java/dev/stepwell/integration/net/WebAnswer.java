package dev.stepwell.integration.net;

import dev.stepwell.integration.net.WebRequest.Header;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;

/** What became of a request. */
public sealed interface WebAnswer {

  /**
   * An answer, whatever its status. Redirects are answers, too: they are not followed.
   *
   * @param statusText what follows the number in the first line; may be empty
   * @param lines of the headers, as they came
   * @param body as it came: nothing is decompressed
   */
  record Received(int status, String statusText, List<Header> lines, byte[] body)
      implements WebAnswer {
    private static final int OK = 200;
    private static final int END_OF_OK = 300;

    public boolean isSuccess() {
      return status >= OK && status < END_OF_OK;
    }

    /** By their names in lower case. */
    public Map<String, List<String>> headers() {
      return named(name -> name.toLowerCase(Locale.ROOT));
    }

    /** By their names as the server writes them; lines that differ in case only are one header. */
    public Map<String, List<String>> headersAsTheyCame() {
      var first = new HashMap<String, String>();
      return named(name -> first.computeIfAbsent(name.toLowerCase(Locale.ROOT), _ -> name));
    }

    private Map<String, List<String>> named(UnaryOperator<String> form) {
      var headers = new LinkedHashMap<String, List<String>>();
      for (var line : lines) {
        headers.computeIfAbsent(form.apply(line.name()), _ -> new ArrayList<>()).add(line.value());
      }
      return headers;
    }

    /** The first value of a header. */
    public Optional<String> header(String name) {
      return lines.stream()
          .filter(line -> line.name().equalsIgnoreCase(name))
          .map(Header::value)
          .findFirst();
    }
  }

  /** The body of the answer is longer than the request wants it. */
  record TooLarge() implements WebAnswer {}

  /**
   * There is no answer. Whether the request was carried out is unknown, unless no connection was
   * made.
   *
   * @param reason for people; never a secret, never an address that a name leads to
   */
  record Unreachable(String reason) implements WebAnswer {}
}
