package dev.stepwell.integration.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.integration.peer.Misbehaviour;
import dev.stepwell.integration.peer.RecordingServer;
import dev.stepwell.integration.peer.RecordingServer.Answer;
import dev.stepwell.integration.peer.ScriptedServer;
import dev.stepwell.integration.peer.ScriptedServer.Script;
import dev.stepwell.integration.peer.TestHosts;
import dev.stepwell.integration.peer.TestTls;
import dev.stepwell.integration.spi.Outcome;
import java.io.IOException;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** HTTP tasks whose APIs do what they should not. */
class MisbehavingTargetsTest {
  /** Of what a server could send before its client went: what the sockets hold, and no more. */
  private static final long BOUND_OF_BUFFERS = 64L * 1024 * 1024;

  private static final String OK = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n";
  private static final Duration SHORT = Duration.ofMillis(300);

  private static Outcome outcome(Script script) throws InterruptedException, IOException {
    return outcome(script, HttpTasks.LIMIT);
  }

  private static Outcome outcome(Script script, Duration limit)
      throws InterruptedException, IOException {
    try (var server = new ScriptedServer(script);
        var http = TestHttp.within(limit, new TestHosts(), "127.0.0.1")) {
      var outcome = http.get("http://127.0.0.1:" + server.port() + "/");
      // Nothing is sent twice.
      assertThat(server.connections()).isEqualTo(1);
      return outcome;
    }
  }

  private static Outcome.Failed socket(Outcome outcome) {
    var failed = TestHttp.failed(outcome);
    assertThat(failed.error()).isEqualTo("States.Http.Socket");
    return failed;
  }

  private static Script saying(String text) {
    return connection -> {
      ScriptedServer.readHead(connection);
      ScriptedServer.write(connection, text);
    };
  }

  // ---- silence ----

  @Test
  void anApiThatNeverAnswersIsGivenUp() throws InterruptedException, IOException {
    assertThat(socket(outcome(Misbehaviour::hang, SHORT)).cause())
        .isEqualTo("There was no whole answer in time.");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "HTTP/1.1 200",
        "HTTP/1.1 200 OK\\r\\nContent-Le",
        "HTTP/1.1 100 Continue\\r\\n\\r\\n",
        "HTTP/1.1 200 OK\\r\\nContent-Length: 10\\r\\n\\r\\n12345",
        "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\r\\n123",
        "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\r\\n12345\\r\\n"
      })
  void anAnswerThatStopsInItsMiddleIsGivenUp(String beginning)
      throws InterruptedException, IOException {
    socket(outcome(Misbehaviour.sayingThenHanging(beginning.translateEscapes()), SHORT));
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "`HTTP/1.1 200 OK\\r\\nX: ` | x",
        "`HTTP/1.1 200 OK\\r\\nContent-Length: 100000\\r\\n\\r\\n` | x",
        "`` | H"
      })
  void anAnswerThatComesByteForByteIsGivenUpAsAWhole(String beginning, String again)
      throws InterruptedException, IOException {
    var gone = new CountDownLatch(1);
    socket(
        outcome(
            connection -> {
              try {
                ScriptedServer.readHead(connection);
                ScriptedServer.write(connection, beginning.translateEscapes());
                // Each byte in time, all of them never.
                connection.setSoTimeout(20);
                drip(connection, again);
              } finally {
                gone.countDown();
              }
            },
            SHORT));
    gone.await();
  }

  /** Until the client goes. */
  private static void drip(Socket connection, String text) throws IOException {
    while (true) {
      try {
        if (connection.getInputStream().read() < 0) {
          return;
        }
      } catch (SocketTimeoutException stillThere) {
        ScriptedServer.write(connection, text);
      }
    }
  }

  // ---- too much ----

  private static void isNotReadToItsEnd(Outcome outcome, AtomicLong sent) {
    assertThat(outcome).isEqualTo(new Outcome.TooLarge());
    assertThat(sent.get()).isLessThan(BOUND_OF_BUFFERS);
  }

  @Test
  void tenGigabytesAreNotRead() throws InterruptedException, IOException {
    var sent = new AtomicLong();
    isNotReadToItsEnd(outcome(Misbehaviour.tenGigabytes(sent)), sent);
  }

  @Test
  void tenGigabytesInChunksAreNotRead() throws InterruptedException, IOException {
    var sent = new AtomicLong();
    isNotReadToItsEnd(outcome(Misbehaviour.tenGigabytesInChunks(sent)), sent);
  }

  @Test
  void tenGigabytesWithoutALengthAreNotRead() throws InterruptedException, IOException {
    var sent = new AtomicLong();
    isNotReadToItsEnd(outcome(Misbehaviour.tenGigabytesWithoutLength(sent)), sent);
  }

  @ParameterizedTest
  @CsvSource(
      quoteCharacter = '`',
      delimiter = '|',
      value = {
        "`HTTP/1.1 200 OK\\r\\n` | `X-More: xxxxxxxxxxxxxxxx\\r\\n`",
        "`HTTP/1.1 200 OK\\r\\nX-Long: ` | xxxxxxxxxxxxxxxx",
        "`HTTP/1.1 200 OK\\r\\nX-Folded: a\\r\\n` | ` and more\\r\\n`",
        "`HTTP/1.1 200 ` | xxxxxxxxxxxxxxxx",
        "`` | xxxxxxxxxxxxxxxx",
        "`` | `\\r\\n`",
        "`HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n0\\r\\n` | `X-Trailer: xxxx\\r\\n`",
        "`HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n` | 11111111111111",
        "`HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n1;` | xxxxxxxxxxxxxx",
      })
  void linesWithoutEndAreNotRead(String beginning, String again)
      throws InterruptedException, IOException {
    var sent = new AtomicLong();
    socket(
        outcome(
            Misbehaviour.endlessly(
                beginning.translateEscapes(), again.translateEscapes().repeat(1000), sent)));
    assertThat(sent.get()).isLessThan(BOUND_OF_BUFFERS);
  }

  @Test
  void interimAnswersWithoutEndAreGivenUp() throws InterruptedException, IOException {
    socket(
        outcome(
            Misbehaviour.endlessly("", "HTTP/1.1 102 Processing\r\n\r\n", new AtomicLong()),
            SHORT));
  }

  // ---- broken ----

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "HTTP/1.1 200 OK\\r\\n",
        "HTTP/1.1 200 OK\\r\\nContent-Length: 10\\r\\n\\r\\n12345",
        "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\r\\n12345\\r\\n",
      })
  void aConnectionThatIsClosedOrResetTooEarlyIsAnError(String beginning)
      throws InterruptedException, IOException {
    socket(outcome(saying(beginning.translateEscapes())));
    socket(outcome(Misbehaviour.sayingThenResetting(beginning.translateEscapes())));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "\\0\\1\\2\\3\\r\\n\\r\\n",
        "SSH-2.0-OpenSSH_9.6\\r\\n\\r\\n",
        "HTTP/1.1 OK\\r\\n\\r\\n",
        "HTTP/9.9 200 OK\\r\\n\\r\\n",
        "HTTP/1.1 200 OK\\r\\nno header\\r\\n\\r\\n",
        "HTTP/1.1 200 OK\\r\\nContent-Length: many\\r\\n\\r\\n",
        "HTTP/1.1 200 OK\\r\\nContent-Length: -5\\r\\n\\r\\n",
        "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nxyz\\r\\n12345\\r\\n0\\r\\n\\r\\n",
        "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n-5\\r\\n12345\\r\\n0\\r\\n\\r\\n",
        "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\n5\\r\\n123456789\\r\\n0\\r\\n\\r\\n",
        "HTTP/1.1 200 OK\\r\\nTransfer-Encoding: chunked\\r\\n\\r\\nffffffffffffffff\\r\\n1",
      })
  void whatIsNotHttpIsAnError(String text) throws InterruptedException, IOException {
    socket(outcome(saying(text.translateEscapes())));
  }

  @Test
  void whatIsNotJsonIsAText() throws InterruptedException, IOException {
    var result = TestHttp.answered(outcome(saying(OK + "Content-Length: 8\r\n\r\n{\"a\": 1,")));
    assertThat(result.path("ResponseBody").asString()).isEqualTo("{\"a\": 1,");
  }

  @Test
  void nobodyListens() throws InterruptedException, IOException {
    int port;
    try (var server = ScriptedServer.saying("")) {
      port = server.port();
    }
    try (var http = TestHttp.allowing("127.0.0.1")) {
      assertThat(socket(http.get("http://127.0.0.1:" + port + "/")).cause())
          .isEqualTo("No connection to 127.0.0.1 port " + port + " was made.");
    }
  }

  @Test
  void nobodyKnowsTheHost() throws InterruptedException {
    try (var http = TestHttp.allowing()) {
      assertThat(socket(http.get("https://nobody.example/")).cause())
          .isEqualTo("The host nobody.example is not known.");
    }
  }

  // ---- TLS ----

  private static Outcome byTls(String certificate, String host)
      throws InterruptedException, IOException {
    var hosts = new TestHosts().with("api.test", "127.0.0.1").with("other.test", "127.0.0.1");
    var answer = saying(OK + "Content-Length: 1\r\n\r\n7");
    try (var server = ScriptedServer.withTls(TestTls.server(certificate), answer);
        var http = TestHttp.of(hosts, "127.0.0.1")) {
      return http.get("https://" + host + ":" + server.port() + "/");
    }
  }

  @Test
  void aTrustedCertificateOfThatNameIsAccepted() throws InterruptedException, IOException {
    assertThat(TestHttp.answered(byTls("trusted", "api.test")).path("ResponseBody").asInt())
        .isEqualTo(7);
  }

  @ParameterizedTest
  @CsvSource({
    "self-signed, api.test",
    "expired, api.test",
    "trusted, other.test",
    "trusted, 127.0.0.1"
  })
  void otherCertificatesAreNot(String certificate, String host)
      throws InterruptedException, IOException {
    assertThat(socket(byTls(certificate, host)).cause())
        .startsWith("There is no TLS connection to " + host);
  }

  @Test
  void aServerThatSpeaksNoTlsIsAnError() throws InterruptedException, IOException {
    try (var server = ScriptedServer.saying(OK + "\r\n");
        var http = TestHttp.allowing("127.0.0.1")) {
      socket(http.get("https://127.0.0.1:" + server.port() + "/"));
    }
  }

  @Test
  void aHandshakeThatHangsIsGivenUp() throws InterruptedException, IOException {
    try (var server = new ScriptedServer(Misbehaviour::awaitEnd);
        var http = TestHttp.within(SHORT, new TestHosts(), "127.0.0.1")) {
      socket(http.get("https://127.0.0.1:" + server.port() + "/"));
    }
  }

  // ---- others, and the end ----

  @Test
  void hangingCallsDoNotHinderOthers() throws InterruptedException, IOException {
    var hanging = new CountDownLatch(100);
    try (var bad =
            new ScriptedServer(connection -> {
              hanging.countDown();
              Misbehaviour.hang(connection);
            });
        var good = RecordingServer.answering(Answer.json("1"));
        var http = TestHttp.allowing("127.0.0.1")) {
      var threads = new ArrayList<Thread>();
      for (var i = 0; i < 100; i++) {
        threads.add(
            Thread.ofVirtual()
                .start(() -> {
                  try {
                    http.get("http://127.0.0.1:" + bad.port() + "/");
                  } catch (InterruptedException cancelled) {
                    Thread.currentThread().interrupt();
                  }
                }));
      }
      hanging.await();
      TestHttp.answered(http.get(good.url()));
      threads.forEach(Thread::interrupt);
      for (var thread : threads) {
        thread.join();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "HTTP/1.1 200 OK\\r\\nContent-Length: 10\\r\\n\\r\\n12345"})
  void aCallThatIsNotWantedAnyMoreClosesItsConnection(String beginning) throws Exception {
    var asked = new CountDownLatch(1);
    var closed = new CountDownLatch(1);
    try (var server =
            new ScriptedServer(connection -> {
              ScriptedServer.readHead(connection);
              ScriptedServer.write(connection, beginning.translateEscapes());
              asked.countDown();
              try {
                Misbehaviour.awaitEnd(connection);
              } finally {
                closed.countDown();
              }
            });
        var http = TestHttp.allowing("127.0.0.1")) {
      var call = new FutureTask<>(() -> http.get("http://127.0.0.1:" + server.port() + "/"));
      var thread = Thread.ofVirtual().start(call);
      asked.await();
      thread.interrupt();
      closed.await();
      thread.join();
      assertThat(call.exceptionNow()).isInstanceOf(InterruptedException.class);
    }
  }
}
