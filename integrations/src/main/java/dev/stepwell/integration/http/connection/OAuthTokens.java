package dev.stepwell.integration.http.connection;

import dev.stepwell.asl.json.Json;
import dev.stepwell.integration.http.connection.Connection.OAuth;
import dev.stepwell.integration.net.FormText;
import dev.stepwell.integration.net.WebAnswer;
import dev.stepwell.integration.net.WebClient;
import dev.stepwell.integration.net.WebRequest;
import dev.stepwell.integration.net.WebRequest.Header;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;
import java.util.concurrent.ExecutionException;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.JsonNode;

/**
 * Tokens of connections that authorize by OAuth, each fetched by one of those who wait for it, and
 * kept until shortly before it expires.
 */
final class OAuthTokens {
  /** A token that is about to expire would be refused on its way. */
  private static final Duration BEFORE_EXPIRY = Duration.ofSeconds(30);

  /** Where the answer does not say how long it is good. */
  private static final long USUAL_SECONDS = 300;

  private static final long MOST_SECONDS = 86_400;
  private static final int MOST_ANSWER_BYTES = 64 * 1024;
  private static final Duration LIMIT = Duration.ofSeconds(20);

  private final WebClient client;
  private final InstantSource clock;
  private final ConcurrentMap<String, CompletableFuture<Fetched>> current =
      new ConcurrentHashMap<>();

  OAuthTokens(WebClient client, InstantSource clock) {
    this.client = client;
    this.clock = clock;
  }

  /** What came of a request for a token. */
  sealed interface Fetched {
    record Token(String value, Instant until) implements Fetched {
      /** Without the token. */
      @Override
      public String toString() {
        return "Token until " + until;
      }
    }

    record NoToken(String reason) implements Fetched {}

    /** Whoever was fetching it is not wanted any more. */
    record Abandoned() implements Fetched {}
  }

  /** A token that is good for now. */
  Fetched token(String connection, OAuth oAuth) throws InterruptedException {
    while (true) {
      var mine = new CompletableFuture<Fetched>();
      var others = current.putIfAbsent(connection, mine);
      if (others == null) {
        return fetch(connection, oAuth, mine);
      }
      var fetched = await(others);
      if (fetched instanceof Fetched.NoToken
          || (fetched instanceof Fetched.Token token && clock.instant().isBefore(token.until()))) {
        return fetched;
      }
      current.remove(connection, others);
    }
  }

  /** Fetches another one next time: the API has refused the one it was given. */
  void forget(String connection) {
    current.remove(connection);
  }

  private static Fetched await(CompletableFuture<Fetched> fetching) throws InterruptedException {
    try {
      return fetching.get();
    } catch (ExecutionException never) {
      throw new IllegalStateException(never);
    }
  }

  private Fetched fetch(String connection, OAuth oAuth, CompletableFuture<Fetched> promise)
      throws InterruptedException {
    Fetched fetched = new Fetched.Abandoned();
    try {
      fetched = request(oAuth);
      return fetched;
    } finally {
      if (!(fetched instanceof Fetched.Token)) {
        current.remove(connection, promise);
      }
      promise.complete(fetched);
    }
  }

  private Fetched request(OAuth oAuth) throws InterruptedException {
    var texts = new Texts();
    var fields = new LinkedHashMap<String, String>();
    fields.put("grant_type", "client_credentials");
    fields.put("client_id", texts.of(oAuth.clientId()));
    fields.put("client_secret", texts.of(oAuth.clientSecret()));
    fields.putAll(texts.of(oAuth.added().body()));
    var query = texts.of(oAuth.added().query());
    var headers = new ArrayList<Header>();
    headers.add(new Header("Accept", "application/json"));
    texts
        .of(oAuth.added().headers())
        .forEach((name, value) -> headers.add(new Header(name, value)));
    if (texts.problem().isPresent()) {
      return new Fetched.NoToken(texts.problem().get());
    }
    if (!headers.stream().allMatch(header -> Header.isValue(header.value()))) {
      return new Fetched.NoToken("a header of the request for a token has no usable value");
    }
    byte[] body = null;
    if (oAuth.method().equals("GET")) {
      query.putAll(fields);
    } else {
      headers.add(new Header("Content-Type", FormText.CONTENT_TYPE));
      body = FormText.of(fields).getBytes(StandardCharsets.UTF_8);
    }
    var url = FormText.withQuery(oAuth.endpoint(), FormText.of(query));
    return read(
        client.send(
            new WebRequest(
                oAuth.method(), url, List.copyOf(headers), body, MOST_ANSWER_BYTES, LIMIT)));
  }

  /** Nothing of the answer is told: it may repeat what it was asked with. */
  private Fetched read(WebAnswer answer) {
    return switch (answer) {
      case WebAnswer.Received received when received.isSuccess() -> read(received.body());
      case WebAnswer.Received received ->
          new Fetched.NoToken(
              "its authorization endpoint answered with status " + received.status());
      case WebAnswer.TooLarge _ ->
          new Fetched.NoToken("the answer of its authorization endpoint is too large");
      case WebAnswer.Unreachable(var reason) ->
          new Fetched.NoToken("its authorization endpoint was not reached: " + reason);
    };
  }

  private Fetched read(byte[] body) {
    JsonNode tree;
    try {
      tree = Json.parse(new String(body, StandardCharsets.UTF_8));
    } catch (JacksonException malformed) {
      return new Fetched.NoToken("the answer of its authorization endpoint is no JSON");
    }
    var token = tree.path("access_token").asString("");
    if (token.isEmpty() || !Header.isValue(token)) {
      return new Fetched.NoToken("the answer of its authorization endpoint has no access_token");
    }
    var seconds = Math.clamp(tree.path("expires_in").asLong(USUAL_SECONDS), 0, MOST_SECONDS);
    return new Fetched.Token(token, clock.instant().plusSeconds(seconds).minus(BEFORE_EXPIRY));
  }
}
