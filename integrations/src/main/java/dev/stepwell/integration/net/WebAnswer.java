package dev.stepwell.integration.net;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/** What became of a request. */
public sealed interface WebAnswer {

  /**
   * An answer, whatever its status. Redirects are answers, too: they are not followed.
   *
   * @param statusText what follows the number in the first line; may be empty
   * @param headers by their names in lower case
   * @param body as it came: nothing is decompressed
   */
  record Received(int status, String statusText, Map<String, List<String>> headers, byte[] body)
      implements WebAnswer {
    private static final int OK = 200;
    private static final int END_OF_OK = 300;

    public boolean isSuccess() {
      return status >= OK && status < END_OF_OK;
    }

    /** The first value of a header. */
    public Optional<String> header(String nameInLowerCase) {
      return Optional.ofNullable(headers.get(nameInLowerCase)).map(List::getFirst);
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
