package dev.stepwell.engine.call;

import org.jspecify.annotations.Nullable;

/**
 * What was said to an API and what it answered, in the words of TestState. Source: the service
 * model's InspectionData.
 *
 * @param response null where there was none
 */
public record ShownExchange(Request request, @Nullable Response response) {

  /**
   * A request.
   *
   * @param protocol {@code http} or {@code https}
   * @param headers as {@code [name: value, …]}
   * @param body null for none
   */
  public record Request(
      String protocol, String method, String url, String headers, @Nullable String body) {}

  /**
   * An answer.
   *
   * @param statusMessage what follows the status code; may be empty
   * @param headers as {@code [name: value, …]}
   */
  public record Response(
      String protocol, String statusCode, String statusMessage, String headers, String body) {}
}
