package dev.stepwell.integration.http.connection;

import dev.stepwell.integration.http.connection.OAuthTokens.Fetched;
import dev.stepwell.integration.net.WebClient;
import dev.stepwell.integration.net.WebRequest.Header;
import java.nio.charset.StandardCharsets;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** The connections of this server, found by the ARNs that definitions have for them. */
public final class Connections {
  /** What the names of EventBridge's own errors begin with. */
  private static final String ERRORS = "Events.ConnectionResource.";

  private static final Pattern ARN =
      Pattern.compile("arn:[^:]+:events:[^:]*:[^:]*:connection/(?<name>[^/:]+)(/[^/:]+)?");

  private final Map<String, Connection> byName;
  private final OAuthTokens tokens;

  /**
   * Connections without tokens.
   *
   * @param client sends the requests for tokens
   */
  public Connections(Map<String, Connection> byName, WebClient client, InstantSource clock) {
    this.byName = Map.copyOf(byName);
    this.tokens = new OAuthTokens(client, clock);
  }

  /**
   * What a connection gives to a request; may fetch a token for it first.
   *
   * @param arn region, account and UUID may be any: only the name counts, so that definitions from
   *     AWS run unchanged
   */
  public Prepared prepare(String arn) throws InterruptedException {
    var connection = find(arn);
    return connection.isPresent()
        ? prepare(connection.get())
        : new Prepared.Failed(
            ERRORS + "ResourceNotFound",
            "The connection " + arn + " is not among the connections of this server.");
  }

  /** The API has answered 401: a token that it was given is not used again. */
  public void refused(String arn) {
    find(arn).map(Connection::name).ifPresent(tokens::forget);
  }

  private Optional<Connection> find(String arn) {
    var parts = ARN.matcher(arn);
    return parts.matches()
        ? Optional.ofNullable(byName.get(parts.group("name")))
        : Optional.empty();
  }

  private Prepared prepare(Connection connection) throws InterruptedException {
    var texts = new Texts();
    var headers = new ArrayList<Header>();
    switch (connection.authorization()) {
      case Connection.NoAuthorization _ -> {}
      case Connection.ApiKey(var header, var value) ->
          headers.add(new Header(header, texts.of(value)));
      case Connection.Basic(var user, var password) ->
          headers.add(new Header("Authorization", basic(texts.of(user), texts.of(password))));
      case Connection.OAuth oAuth -> {
        switch (tokens.token(connection.name(), oAuth)) {
          case Fetched.Token token ->
              headers.add(new Header("Authorization", "Bearer " + token.value()));
          case Fetched.NoToken(var reason) -> {
            return unusable(connection, reason);
          }
          case Fetched.Abandoned _ -> throw new IllegalStateException("nobody abandons his own");
        }
      }
    }
    var added = connection.added();
    texts.of(added.headers()).forEach((name, value) -> headers.add(new Header(name, value)));
    var query = texts.of(added.query());
    var body = texts.of(added.body());
    if (texts.problem().isPresent()) {
      return unusable(connection, texts.problem().get());
    }
    return headers.stream().allMatch(header -> Header.isValue(header.value()))
        ? new Prepared.Ready(List.copyOf(headers), query, body, connection.idempotencyHeader())
        : unusable(connection, "one of its headers has a value that no header can have");
  }

  private static String basic(String user, String password) {
    var bytes = (user + ":" + password).getBytes(StandardCharsets.UTF_8);
    return "Basic " + Base64.getEncoder().encodeToString(bytes);
  }

  private static Prepared unusable(Connection connection, String reason) {
    return new Prepared.Failed(
        ERRORS + "InvalidConnectionState",
        "The connection " + connection.name() + " cannot be used: " + reason + ".");
  }
}
