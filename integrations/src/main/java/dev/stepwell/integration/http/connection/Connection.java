package dev.stepwell.integration.http.connection;

import dev.stepwell.integration.net.TargetUrl;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What requests of one API get from the operator of the server.
 *
 * @param name as the ARN of the connection has it
 * @param added to every request, and before what the task says
 * @param idempotencyHeader the header in which the API wants a key by which it recognises a request
 *     that it has seen, or null where it has none
 */
public record Connection(
    String name, Authorization authorization, Additions added, @Nullable String idempotencyHeader) {

  /** How a request is authorized. */
  public sealed interface Authorization {}

  /** Not at all. */
  public record NoAuthorization() implements Authorization {}

  /** By a header that has a key. */
  public record ApiKey(String header, ConfiguredText value) implements Authorization {}

  /** By user and password. Source: RFC 7617. */
  public record Basic(ConfiguredText user, ConfiguredText password) implements Authorization {}

  /**
   * By a token that the client gets for its id and secret. Source: RFC 6749 §4.4.
   *
   * @param method {@code POST}, {@code PUT} or {@code GET}
   * @param added to the request for the token
   */
  public record OAuth(
      TargetUrl endpoint,
      String method,
      ConfiguredText clientId,
      ConfiguredText clientSecret,
      Additions added)
      implements Authorization {}

  /** Parameters of a request. */
  public record Additions(List<Parameter> headers, List<Parameter> query, List<Parameter> body) {}

  /** A parameter of a request. */
  public record Parameter(String key, ConfiguredText value) {}
}
