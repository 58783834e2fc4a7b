package dev.stepwell.integration.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.integration.http.connection.Connection;
import dev.stepwell.integration.http.connection.ConnectionsFile;
import dev.stepwell.integration.peer.RecordingServer;
import dev.stepwell.integration.peer.RecordingServer.Answer;
import dev.stepwell.integration.peer.RecordingServer.Asked;
import dev.stepwell.integration.spi.Outcome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayDeque;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What connections add to requests, and that nothing else learns of it. */
class ConnectionsTest {
  private static final String SECRET = "s3cr3t-of-the-test";
  private static final Map<String, String> ENVIRONMENT = Map.of("USER", "alice", "SECRET", SECRET);
  private static final String ARN = "arn:aws:events:eu-west-1:999999999999:connection/Api";

  private static final String API_KEY =
      """
      "AuthorizationType": "API_KEY", "AuthParameters": {"ApiKeyAuthParameters":
        {"ApiKeyName": "X-Api-Key", "ApiKeyValue": "env:SECRET"}}
      """;

  @TempDir Path directory;

  private Map<String, Connection> connections(String members) throws IOException {
    var file = directory.resolve("connections.json");
    Files.writeString(file, "{\"Connections\": [{\"Name\": \"Api\", " + members + "}]}");
    var reading = ConnectionsFile.read(file, ENVIRONMENT);
    if (reading instanceof ConnectionsFile.Reading.Read(var connections)) {
      return connections;
    }
    throw new AssertionError(reading.toString());
  }

  /** The request that is sent with such a connection and such parameters of the task. */
  private Asked asked(String connection, String path, String members)
      throws IOException, InterruptedException {
    try (var api = RecordingServer.answering(Answer.json("{}"));
        var http = TestHttp.with(connections(connection), InstantSource.system(), "127.0.0.1")) {
      TestHttp.answered(http.call(parameters(api.url() + path, ARN, members)));
      return api.asked();
    }
  }

  private static String parameters(String url, String arn, String members) {
    return "{\"ApiEndpoint\": \"%s\", \"Authentication\": {\"ConnectionArn\": \"%s\"}, %s}"
        .formatted(url, arn, members);
  }

  @Test
  void anApiKeyIsAHeader() throws IOException, InterruptedException {
    assertThat(asked(API_KEY, "/", "\"Method\": \"GET\"").headers())
        .containsEntry("x-api-key", SECRET);
  }

  @Test
  void userAndPasswordAreAHeader() throws IOException, InterruptedException {
    var basic =
        """
        "AuthorizationType": "BASIC", "AuthParameters": {"BasicAuthParameters":
          {"Username": "env:USER", "Password": "env:SECRET"}}
        """;
    assertThat(asked(basic, "/", "\"Method\": \"GET\"").headers())
        .containsEntry("authorization", "Basic YWxpY2U6czNjcjN0LW9mLXRoZS10ZXN0");
  }

  @Test
  void aSecretOfAFileIsReadAtEachUseWithoutItsLastLineBreak()
      throws IOException, InterruptedException {
    var file = Files.writeString(directory.resolve("key"), "first\n");
    var connection = API_KEY.replace("env:SECRET", "file:" + file);
    try (var api = RecordingServer.answering(Answer.json("{}"));
        var http = TestHttp.with(connections(connection), InstantSource.system(), "127.0.0.1")) {
      var parameters = parameters(api.url(), ARN, "\"Method\": \"GET\"");
      TestHttp.answered(http.call(parameters));
      Files.writeString(file, "second\n");
      TestHttp.answered(http.call(parameters));
      assertThat(api.allAsked())
          .extracting(asked -> asked.headers().get("x-api-key"))
          .containsExactly("first", "second");
      Files.delete(file);
      assertThat(http.call(parameters))
          .isEqualTo(
              new Outcome.Failed(
                  "Events.ConnectionResource.InvalidConnectionState",
                  "The connection Api cannot be used: the file "
                      + file
                      + " is not there any more."));
    }
  }

  @Test
  void aSecretThatNoHeaderCanHaveIsNotSent() throws IOException, InterruptedException {
    var file = Files.writeString(directory.resolve("key"), "a\r\nHost: b");
    try (var api = RecordingServer.answering(Answer.json("{}"));
        var http =
            TestHttp.with(
                connections(API_KEY.replace("env:SECRET", "file:" + file)),
                InstantSource.system(),
                "127.0.0.1")) {
      var failed = TestHttp.failed(http.call(parameters(api.url(), ARN, "\"Method\": \"GET\"")));
      assertThat(failed.error()).isEqualTo("Events.ConnectionResource.InvalidConnectionState");
      assertThat(api.allAsked()).isEmpty();
    }
  }

  private static final String ADDITIONS =
      """
      "AuthorizationType": "NONE", "AuthParameters": {"InvocationHttpParameters": {
        "HeaderParameters": [{"Key": "Header-Param", "Value": "connection"}],
        "QueryStringParameters": [{"Key": "QueryParam", "Value": "con nection"}],
        "BodyParameters": [{"Key": "BodyParam", "Value": "env:SECRET", "IsValueSecret": true}]}}
      """;

  @Test
  void whatTheConnectionSaysWins() throws IOException, InterruptedException {
    var asked =
        asked(
            ADDITIONS,
            "/path?a=1&QueryParam=task&%51ueryParam=task",
            """
            "Method": "POST",
            "Headers": {"header-param": "task", "Request-Id": "mine"},
            "QueryParameters": {"QueryParam": "task", "mine": "2"},
            "RequestBody": {"Job": "Engineer", "BodyParam": "task"}
            """);
    assertThat(asked.headers())
        .containsEntry("header-param", "connection")
        .containsEntry("request-id", "mine");
    assertThat(asked.uri()).isEqualTo("/path?a=1&mine=2&QueryParam=con%20nection");
    assertThat(asked.body()).isEqualTo("{\"Job\":\"Engineer\",\"BodyParam\":\"" + SECRET + "\"}");
  }

  @Test
  void aTaskWithoutABodyGetsThatOfTheConnection() throws IOException, InterruptedException {
    assertThat(asked(ADDITIONS, "/", "\"Method\": \"POST\"").body())
        .isEqualTo("{\"BodyParam\":\"" + SECRET + "\"}");
  }

  @Test
  void aBodyThatIsNoObjectCannotBeMerged() throws IOException, InterruptedException {
    try (var api = RecordingServer.answering(Answer.json("{}"));
        var http = TestHttp.with(connections(ADDITIONS), InstantSource.system(), "127.0.0.1")) {
      var failed =
          TestHttp.failed(
              http.call(
                  parameters(api.url(), ARN, "\"Method\": \"POST\", \"RequestBody\": \"text\"")));
      assertThat(failed.error()).isEqualTo("States.Runtime");
      assertThat(failed.cause()).doesNotContain(SECRET);
      assertThat(api.allAsked()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "arn:aws:events:us-east-1:123456789012:connection/Api",
        "arn:aws:events:us-east-2:123456789012:connection/Api/81210c42-8af1-456b-9c4a-6ff02fc664ac",
        "arn:aws-cn:events:cn-north-1:123456789012:connection/Api/1"
      })
  void aConnectionIsFoundByTheNameInItsArn(String arn) throws IOException, InterruptedException {
    try (var api = RecordingServer.answering(Answer.json("{}"));
        var http = TestHttp.with(connections(API_KEY), InstantSource.system(), "127.0.0.1")) {
      TestHttp.answered(http.call(parameters(api.url(), arn, "\"Method\": \"GET\"")));
      assertThat(api.asked().headers()).containsEntry("x-api-key", SECRET);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "Api",
        "",
        "arn:aws:events:us-east-1:123456789012:connection/Other/1",
        "arn:aws:events:us-east-1:123456789012:api-destination/Api/1",
        "arn:aws:lambda:us-east-1:123456789012:connection/Api"
      })
  void otherArnsNameNoConnection(String arn) throws IOException, InterruptedException {
    try (var api = RecordingServer.answering(Answer.json("{}"));
        var http = TestHttp.with(connections(API_KEY), InstantSource.system(), "127.0.0.1")) {
      var failed = TestHttp.failed(http.call(parameters(api.url(), arn, "\"Method\": \"GET\"")));
      assertThat(failed.error()).isEqualTo("Events.ConnectionResource.ResourceNotFound");
      assertThat(api.allAsked()).isEmpty();
    }
  }

  @Test
  void anAttemptIsNamedWhereTheApiHasAPlaceForThat() throws IOException, InterruptedException {
    assertThat(
            asked(
                    API_KEY + ", \"IdempotencyHeader\": \"Idempotency-Key\"",
                    "/",
                    "\"Method\": \"POST\"")
                .headers())
        .containsEntry("idempotency-key", TestHttp.KEY);
  }

  @Test
  void noObjectOfAConnectionTellsItsSecret() throws IOException {
    for (var connection : List.of(API_KEY, ADDITIONS)) {
      assertThat(connections(connection).toString()).doesNotContain(SECRET);
    }
  }

  // ---- OAuth ----

  private static String oAuth(String tokenUrl, String more) {
    return """
    "AuthorizationType": "OAUTH_CLIENT_CREDENTIALS", "AuthParameters": {"OAuthParameters": {
      "AuthorizationEndpoint": "%s", "HttpMethod": "POST",
      "ClientParameters": {"ClientID": "env:USER", "ClientSecret": "env:SECRET"}%s}}
    """
        .formatted(tokenUrl, more);
  }

  /** Gives tokens, one after the other, and remembers who asked. */
  private static RecordingServer tokens(String... answers) {
    Queue<String> left = new ArrayDeque<>(List.of(answers));
    return new RecordingServer(_ -> {
      synchronized (left) {
        return Answer.json(left.remove());
      }
    });
  }

  private static String token(String token, int seconds) {
    return "{\"access_token\": \"%s\", \"token_type\": \"Bearer\", \"expires_in\": %d}"
        .formatted(token, seconds);
  }

  @Test
  void aTokenIsFetchedForTheSecretAndKeptUntilItExpires() throws IOException, InterruptedException {
    var now = new AtomicReference<>(Instant.parse("2026-01-01T00:00:00Z"));
    var more =
        """
        , "OAuthHttpParameters": {"BodyParameters": [{"Key": "audience", "Value": "a b"}],
          "HeaderParameters": [{"Key": "X-Tenant", "Value": "t"}],
          "QueryStringParameters": [{"Key": "v", "Value": "2"}]}
        """;
    try (var authority = tokens(token("one", 3600), token("two", 3600));
        var api = RecordingServer.answering(Answer.json("{}"));
        var http =
            TestHttp.with(
                connections(oAuth(authority.url() + "/token", more)), now::get, "127.0.0.1")) {
      var parameters = parameters(api.url(), ARN, "\"Method\": \"GET\"");
      TestHttp.answered(http.call(parameters));
      TestHttp.answered(http.call(parameters));
      var asked = authority.asked();
      assertThat(asked.method()).isEqualTo("POST");
      assertThat(asked.uri()).isEqualTo("/token?v=2");
      assertThat(asked.headers())
          .containsEntry("x-tenant", "t")
          .containsEntry("content-type", "application/x-www-form-urlencoded");
      assertThat(asked.body())
          .isEqualTo(
              "grant_type=client_credentials&client_id=alice&client_secret="
                  + SECRET
                  + "&audience=a%20b");
      // It is not used in its last 30 seconds.
      now.set(now.get().plusSeconds(3570));
      TestHttp.answered(http.call(parameters));
      assertThat(api.allAsked())
          .extracting(request -> request.headers().get("authorization"))
          .containsExactly("Bearer one", "Bearer one", "Bearer two");
    }
  }

  @Test
  void aTokenThatIsRefusedIsFetchedAgainForTheNextAttemptOnly()
      throws IOException, InterruptedException {
    try (var authority = tokens(token("one", 3600), token("two", 3600));
        var api =
            new RecordingServer(asked ->
                "Bearer two".equals(asked.headers().get("authorization"))
                    ? Answer.json("{}")
                    : Answer.of(401, Map.of(), "expired"));
        var http =
            TestHttp.with(
                connections(oAuth(authority.url(), "")), InstantSource.system(), "127.0.0.1")) {
      var parameters = parameters(api.url(), ARN, "\"Method\": \"GET\"");
      assertThat(http.call(parameters))
          .isEqualTo(new Outcome.Failed("States.Http.StatusCode.401", "expired"));
      // The user's request was sent once; who repeats it is Retry.
      assertThat(api.allAsked()).hasSize(1);
      TestHttp.answered(http.call(parameters));
      assertThat(authority.allAsked()).hasSize(2);
    }
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "{}",
        "no json",
        "[]",
        "{\"access_token\": \"\"}",
        "{\"access_token\": \"a\\r\\nHost: b\"}"
      })
  void withoutATokenNothingIsSent(String answer) throws IOException, InterruptedException {
    try (var authority = tokens(answer, token("later", 3600));
        var api = RecordingServer.answering(Answer.json("{}"));
        var http =
            TestHttp.with(
                connections(oAuth(authority.url(), "")), InstantSource.system(), "127.0.0.1")) {
      var parameters = parameters(api.url(), ARN, "\"Method\": \"GET\"");
      var failed = TestHttp.failed(http.call(parameters));
      assertThat(failed.error()).isEqualTo("Events.ConnectionResource.InvalidConnectionState");
      assertThat(api.allAsked()).isEmpty();
      // A failure is not kept.
      TestHttp.answered(http.call(parameters));
    }
  }

  @Test
  void whatAnAuthorityRepeatsOfTheSecretIsNotTold() throws IOException, InterruptedException {
    try (var authority =
            new RecordingServer(asked -> Answer.of(400, Map.of(), "bad: " + asked.body()));
        var http =
            TestHttp.with(
                connections(oAuth(authority.url(), "")), InstantSource.system(), "127.0.0.1")) {
      var failed =
          TestHttp.failed(
              http.call(parameters("https://api.example/", ARN, "\"Method\": \"GET\"")));
      assertThat(failed.cause())
          .isEqualTo(
              "The connection Api cannot be used: its authorization endpoint answered with status"
                  + " 400.");
      assertThat(authority.asked().body()).contains(SECRET);
    }
  }

  @Test
  void anAuthorityIsHeldToTheAddressPolicyToo() throws IOException, InterruptedException {
    try (var authority = tokens(token("one", 60));
        var http = TestHttp.with(connections(oAuth(authority.url(), "")), InstantSource.system())) {
      var failed =
          TestHttp.failed(
              http.call(parameters("https://api.example/", ARN, "\"Method\": \"GET\"")));
      assertThat(failed.cause()).contains("refused");
      assertThat(authority.allAsked()).isEmpty();
    }
  }
}
