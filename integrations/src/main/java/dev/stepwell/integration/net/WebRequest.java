package dev.stepwell.integration.net;

import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A request to be sent once.
 *
 * @param headers in their order; names may repeat
 * @param body null for none
 * @param mostAnswerBytes an answer with a longer body is not read to its end
 * @param limit after which the exchange is given up, wherever it is then
 */
public record WebRequest(
    String method,
    TargetUrl url,
    List<Header> headers,
    byte @Nullable [] body,
    int mostAnswerBytes,
    Duration limit) {

  /** Made of text of one line each; see {@link #isName} and {@link #isValue}. */
  public record Header(String name, String value) {
    private static final String SEPARATORS = "\"(),/:;<=>?@[\\]{}";

    /** Whether it is a token of RFC 9110, which nothing can be smuggled in with. */
    public static boolean isName(String text) {
      return !text.isEmpty()
          && text.chars().allMatch(c -> c > ' ' && c < 0x7F && SEPARATORS.indexOf(c) < 0);
    }

    /** Whether it is of printable ASCII, spaces and tabs. */
    public static boolean isValue(String text) {
      return text.chars().allMatch(c -> c == '\t' || (c >= ' ' && c < 0x7F));
    }
  }

  /** Without headers and body: they may hold secrets, and so may the query. */
  @Override
  public String toString() {
    return method + " " + url.withPathAndQuery("/...");
  }
}
