package dev.stepwell.integration.lambda;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.thread.JvmThreads;
import dev.stepwell.integration.lambda.LambdaClient.Answer;
import dev.stepwell.integration.lambda.LambdaClient.Invocation;
import dev.stepwell.integration.net.AddressPolicy;
import dev.stepwell.integration.net.AwsSigner;
import dev.stepwell.integration.net.RequestSigner;
import dev.stepwell.integration.net.WebClient;
import dev.stepwell.integration.peer.Misbehaviour;
import dev.stepwell.integration.peer.RecordingServer;
import dev.stepwell.integration.peer.ScriptedServer;
import dev.stepwell.integration.peer.ScriptedServer.Script;
import dev.stepwell.integration.peer.TestHosts;
import dev.stepwell.integration.peer.TestTls;
import java.io.IOException;
import java.net.URI;
import java.time.Clock;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Functions at plain URLs, and functions behind URLs that do what they should not. */
class RemoteFunctionsTest {
  private static final Invocation CALL =
      new Invocation("Charge", null, "RequestResponse", null, null, "{\"a\": 1}");
  private static final String KEY = "0f8fad5b-d9cb-369f-a165-70867728950e";
  private static final int MOST_BYTES = 512 * 1024;
  private static final Duration SHORT = Duration.ofMillis(300);

  /** How a function is called. */
  enum Kind {
    INVOKE_API,
    PLAIN_URL;

    Answer call(RemoteFunctions functions, String url) throws InterruptedException {
      return switch (this) {
        case INVOKE_API -> new LambdaClient(functions, URI.create(url)).invoke(CALL);
        case PLAIN_URL -> functions.byPlainUrl(URI.create(url), CALL, KEY);
      };
    }
  }

  private static RemoteFunctions functions(Duration limit) {
    var hosts = new TestHosts().with("api.test", "127.0.0.1").with("other.test", "127.0.0.1");
    var client =
        new WebClient(new JvmThreads(), AddressPolicy.everything(), hosts, TestTls.client());
    return new RemoteFunctions(client, _ -> RequestSigner.NONE, MOST_BYTES, limit);
  }

  // ---- plain URLs ----

  private static Answer answering(RecordingServer.Answer answer) throws InterruptedException {
    try (var server = RecordingServer.answering(answer);
        var functions = functions(RemoteFunctions.LIMIT)) {
      return Kind.PLAIN_URL.call(functions, server.url());
    }
  }

  @Test
  void theEventIsPostedAndTheAnswerIsTheResult() throws InterruptedException {
    try (var server = RecordingServer.answering(RecordingServer.Answer.json("{\"paid\": true}"));
        var functions = functions(RemoteFunctions.LIMIT)) {
      var answer = Kind.PLAIN_URL.call(functions, server.url() + "/charge?v=2");
      assertThat(answer)
          .isInstanceOfSatisfying(
              Answer.Invoked.class,
              invoked -> {
                assertThat(invoked.response().body()).isEqualTo("{\"paid\": true}");
                assertThat(invoked.response().functionError()).isNull();
                assertThat(invoked.response().status()).isEqualTo(200);
              });
      var asked = server.asked();
      assertThat(asked.method()).isEqualTo("POST");
      assertThat(asked.uri()).isEqualTo("/charge?v=2");
      assertThat(asked.body()).isEqualTo("{\"a\": 1}");
      assertThat(asked.headers())
          .containsEntry("content-type", "application/json")
          .containsEntry("idempotency-key", KEY);
    }
  }

  @Test
  void anErrorTypeIsTheFunctionsOwnError() throws InterruptedException {
    var body = "{\"errorType\": \"Declined\", \"errorMessage\": \"no money\"}";
    assertThat(answering(RecordingServer.Answer.of(500, Map.of(), body)))
        .isInstanceOfSatisfying(
            Answer.Invoked.class,
            invoked -> {
              assertThat(invoked.response().body()).isEqualTo(body);
              assertThat(invoked.response().functionError()).isEqualTo("Unhandled");
            });
  }

  @ParameterizedTest
  @CsvSource({
    "400, AWSLambdaException",
    "302, AWSLambdaException",
    "404, ResourceNotFoundException",
    "429, TooManyRequestsException",
    "500, ServiceException",
    "503, ServiceException"
  })
  void otherErrorsAreNamedByTheirStatus(int status, String code) throws InterruptedException {
    assertThat(answering(RecordingServer.Answer.of(status, Map.of(), "why")))
        .isEqualTo(new Answer.Refused(status, code, "why", ""));
  }

  @Test
  void aPlainUrlCannotBeCalledForLater() throws InterruptedException {
    try (var server = RecordingServer.answering(RecordingServer.Answer.json("1"));
        var functions = functions(RemoteFunctions.LIMIT)) {
      var event = new Invocation("Charge", null, "Event", null, null, "{}");
      assertThat(functions.byPlainUrl(URI.create(server.url()), event, KEY))
          .isInstanceOfSatisfying(
              Answer.Refused.class,
              refused ->
                  assertThat(refused.errorCode()).isEqualTo("InvalidParameterValueException"));
      assertThat(server.allAsked()).isEmpty();
    }
  }

  // ---- credentials ----

  @Test
  void aCallIsSignedWhereThereAreCredentials() throws InterruptedException {
    var credentials =
        StaticCredentialsProvider.create(AwsBasicCredentials.create("AKIDEXAMPLE", "secret"));
    var signer = new AwsSigner(credentials, "lambda", "eu-west-1", Clock.systemUTC());
    try (var server = RecordingServer.answering(RecordingServer.Answer.json("1"));
        var functions =
            new RemoteFunctions(
                new WebClient(
                    new JvmThreads(),
                    AddressPolicy.everything(),
                    new TestHosts(),
                    TestTls.client()),
                _ -> signer,
                MOST_BYTES,
                RemoteFunctions.LIMIT)) {
      assertThat(Kind.INVOKE_API.call(functions, server.url())).isInstanceOf(Answer.Invoked.class);
      assertThat(server.asked().headers().get("authorization"))
          .startsWith("AWS4-HMAC-SHA256 Credential=AKIDEXAMPLE/")
          .contains("/eu-west-1/lambda/aws4_request");
      assertThat(server.asked().uri()).isEqualTo("/2015-03-31/functions/Charge/invocations");
    }
  }

  @Test
  void withoutCredentialsNothingIsSentThatMustBeSigned() throws InterruptedException {
    try (var server = RecordingServer.answering(RecordingServer.Answer.json("1"));
        var functions =
            new RemoteFunctions(
                new WebClient(
                    new JvmThreads(),
                    AddressPolicy.everything(),
                    new TestHosts(),
                    TestTls.client()),
                _ -> _ -> new RequestSigner.Signing.Impossible("nobody is known"),
                MOST_BYTES,
                RemoteFunctions.LIMIT)) {
      assertThat(Kind.INVOKE_API.call(functions, server.url()))
          .isEqualTo(new Answer.Unreachable("nobody is known"));
      assertThat(server.allAsked()).isEmpty();
    }
  }

  // ---- misbehaving ----

  private static Answer outcome(Kind kind, Script script, Duration limit)
      throws InterruptedException, IOException {
    try (var server = new ScriptedServer(script);
        var functions = functions(limit)) {
      var outcome = kind.call(functions, "http://127.0.0.1:" + server.port());
      // Nothing is sent twice.
      assertThat(server.connections()).isEqualTo(1);
      return outcome;
    }
  }

  private static void isUnreachable(Answer answer) {
    assertThat(answer).isInstanceOf(Answer.Unreachable.class);
  }

  @ParameterizedTest
  @EnumSource
  void whoNeverAnswersIsGivenUp(Kind kind) throws InterruptedException, IOException {
    isUnreachable(outcome(kind, Misbehaviour::hang, SHORT));
    var half = "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345";
    isUnreachable(outcome(kind, Misbehaviour.sayingThenHanging(half), SHORT));
  }

  @ParameterizedTest
  @EnumSource
  void whoBreaksOffIsUnreachable(Kind kind) throws InterruptedException, IOException {
    for (var text :
        new String[] {
          "",
          "SSH-2.0-OpenSSH_9.6\r\n\r\n",
          "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\n12345",
          "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n1\r\n0\r\n\r\n"
        }) {
      isUnreachable(outcome(kind, Misbehaviour.sayingThenResetting(text), RemoteFunctions.LIMIT));
    }
  }

  @ParameterizedTest
  @EnumSource
  void tenGigabytesAreNotRead(Kind kind) throws InterruptedException, IOException {
    var sent = new AtomicLong();
    assertThat(outcome(kind, Misbehaviour.tenGigabytesInChunks(sent), RemoteFunctions.LIMIT))
        .isEqualTo(new Answer.TooLarge());
    assertThat(sent.get()).isLessThan(64L * 1024 * 1024);
  }

  @ParameterizedTest
  @EnumSource
  void headersWithoutEndAreNotRead(Kind kind) throws InterruptedException, IOException {
    var sent = new AtomicLong();
    var endless = Misbehaviour.endlessly("HTTP/1.1 200 OK\r\n", "X-More: xxxx\r\n", sent);
    isUnreachable(outcome(kind, endless, RemoteFunctions.LIMIT));
    assertThat(sent.get()).isLessThan(64L * 1024 * 1024);
  }

  @ParameterizedTest
  @CsvSource({
    "INVOKE_API, self-signed, api.test",
    "INVOKE_API, expired, api.test",
    "INVOKE_API, trusted, other.test",
    "PLAIN_URL, self-signed, api.test",
    "PLAIN_URL, expired, api.test",
    "PLAIN_URL, trusted, other.test"
  })
  void certificatesAreVerified(Kind kind, String certificate, String host)
      throws InterruptedException, IOException {
    try (var server = ScriptedServer.withTls(TestTls.server(certificate), Misbehaviour::hang);
        var functions = functions(RemoteFunctions.LIMIT)) {
      isUnreachable(kind.call(functions, "https://" + host + ":" + server.port()));
    }
  }

  @ParameterizedTest
  @EnumSource
  void aCallThatIsNotWantedAnyMoreClosesItsConnection(Kind kind) throws Exception {
    var asked = new CountDownLatch(1);
    var closed = new CountDownLatch(1);
    try (var server =
            new ScriptedServer(connection -> {
              ScriptedServer.readHead(connection);
              asked.countDown();
              try {
                Misbehaviour.awaitEnd(connection);
              } finally {
                closed.countDown();
              }
            });
        var functions = functions(RemoteFunctions.LIMIT)) {
      var call = new FutureTask<>(() -> kind.call(functions, "http://127.0.0.1:" + server.port()));
      var thread = Thread.ofVirtual().start(call);
      asked.await();
      thread.interrupt();
      closed.await();
      thread.join();
      assertThat(call.exceptionNow()).isInstanceOf(InterruptedException.class);
    }
  }
}
