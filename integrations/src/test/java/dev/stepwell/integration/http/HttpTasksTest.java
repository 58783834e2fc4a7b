package dev.stepwell.integration.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import dev.stepwell.integration.peer.RecordingServer;
import dev.stepwell.integration.peer.RecordingServer.Answer;
import dev.stepwell.integration.peer.RecordingServer.Asked;
import dev.stepwell.integration.spi.Outcome;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class HttpTasksTest {
  private static Outcome outcome(Answer answer) throws InterruptedException {
    try (var api = RecordingServer.answering(answer);
        var http = TestHttp.allowing("127.0.0.1")) {
      return http.get(api.url() + "/path");
    }
  }

  /** The request that a task sends whose parameters have these members besides the endpoint. */
  private static Asked asked(String path, String members) throws InterruptedException {
    try (var api = RecordingServer.answering(Answer.json("{}"));
        var http = TestHttp.allowing("127.0.0.1")) {
      TestHttp.answered(
          http.call("{\"ApiEndpoint\": \"" + api.url() + path + "\", " + members + "}"));
      return api.asked();
    }
  }

  private static Outcome.Failed refused(String members) throws InterruptedException {
    try (var api = RecordingServer.answering(Answer.json("{}"));
        var http = TestHttp.allowing("127.0.0.1")) {
      var failed =
          TestHttp.failed(http.call("{\"ApiEndpoint\": \"" + api.url() + "\"" + members + "}"));
      assertThat(api.allAsked()).isEmpty();
      return failed;
    }
  }

  // ---- results ----

  @Test
  void theResultTellsOfTheAnswer() throws InterruptedException {
    var result =
        TestHttp.answered(
            outcome(
                Answer.of(
                    201,
                    Map.of("Content-Type", "application/json; charset=utf-8", "X-Some", "a"),
                    "{\"id\": 1.10}")));
    assertThat(result.propertyNames())
        .containsExactly("Headers", "ResponseBody", "StatusCode", "StatusText");
    assertThat(result.at("/Headers/x-some")).isEqualTo(Json.parse("[\"a\"]"));
    assertThat(result.path("ResponseBody")).isEqualTo(Json.parse("{\"id\":1.10}"));
    assertThat(result.path("StatusCode").asInt()).isEqualTo(201);
    assertThat(result.path("StatusText").asString()).isEqualTo("Created");
  }

  @ParameterizedTest(name = "{0}, {1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "application/json | [1,2] | [1,2]",
        "application/problem+json | {\"a\":1} | {\"a\":1}",
        "application/json | {\"a\": | \"{\\\"a\\\":\"",
        "application/json | `` | \"\"",
        "text/plain | {\"a\":1} | \"{\\\"a\\\":1}\"",
        "text/html; charset=iso-8859-1 | hello | \"hello\"",
        "text/plain; charset=no-such-set | hello | \"hello\"",
      })
  void jsonIsParsedAndOtherTextIsAText(String type, String body, String result)
      throws InterruptedException {
    var answered = TestHttp.answered(outcome(Answer.of(200, Map.of("Content-Type", type), body)));
    assertThat(answered.path("ResponseBody")).isEqualTo(Json.parse(result));
  }

  @Test
  void jsonThatIsNestedTooDeeplyIsAText() throws InterruptedException {
    var deep = "[".repeat(100_000) + "]".repeat(100_000);
    assertThat(TestHttp.answered(outcome(Answer.json(deep))).path("ResponseBody").asString())
        .isEqualTo(deep);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"application/octet-stream", "image/png", "Video/mp4", "audio/ogg; codecs=opus"})
  void whatIsNoTextIsNoResult(String type) throws InterruptedException {
    assertThat(
            TestHttp.failed(outcome(Answer.of(200, Map.of("Content-Type", type), "hello"))).error())
        .isEqualTo("States.Runtime");
  }

  @Test
  void bytesThatAreNoTextAreNoResult() throws InterruptedException {
    var answer =
        new Answer(200, Map.of("Content-Type", "text/plain"), new byte[] {(byte) 0xC3, 0x28});
    assertThat(TestHttp.failed(outcome(answer)).error()).isEqualTo("States.Runtime");
  }

  @Test
  void nothingIsDecompressed() throws InterruptedException, IOException {
    var zeros = new ByteArrayOutputStream();
    try (var gzip = new GZIPOutputStream(zeros)) {
      gzip.write(new byte[64 * 1024 * 1024]);
    }
    var bomb =
        new Answer(
            200,
            Map.of("Content-Type", "text/plain", "Content-Encoding", "gzip"),
            zeros.toByteArray());
    assertThat(TestHttp.failed(outcome(bomb)).error()).isEqualTo("States.Runtime");
    assertThat(asked("/", "\"Method\": \"GET\"").headers()).doesNotContainKey("accept-encoding");
  }

  @Test
  void anErrorIsNamedByItsStatusAndHasTheBodyAsCause() throws InterruptedException {
    assertThat(outcome(Answer.of(429, Map.of(), "slow down")))
        .isEqualTo(new Outcome.Failed("States.Http.StatusCode.429", "slow down"));
    assertThat(outcome(Answer.of(503, Map.of(), "")))
        .isEqualTo(new Outcome.Failed("States.Http.StatusCode.503", "Service Unavailable"));
  }

  @Test
  void aCauseHasAtMostSoManyCharacters() throws InterruptedException {
    var body = "x".repeat(32_767) + "\uD83D\uDE00" + "x".repeat(100);
    assertThat(TestHttp.failed(outcome(Answer.of(500, Map.of(), body))).cause())
        .isEqualTo("x".repeat(32_767));
  }

  @Test
  void anAnswerOfTheLargestSizeIsReadAndOneByteMoreIsNot() throws InterruptedException {
    var largest = "x".repeat(TestHttp.MOST_BYTES);
    assertThat(
            TestHttp.answered(outcome(Answer.of(200, Map.of(), largest)))
                .path("ResponseBody")
                .asString())
        .hasSize(TestHttp.MOST_BYTES);
    assertThat(outcome(Answer.of(200, Map.of(), largest + "x"))).isEqualTo(new Outcome.TooLarge());
  }

  @ParameterizedTest
  @ValueSource(strings = {"GET", "POST", "PUT", "DELETE", "PATCH", "OPTIONS", "HEAD"})
  void everyMethodIsSent(String method) throws InterruptedException {
    var asked = asked("/a%20b/%C3%A4?x=1", "\"Method\": \"" + method + "\"");
    assertThat(asked.method()).isEqualTo(method);
    assertThat(asked.uri()).isEqualTo("/a%20b/%C3%A4?x=1");
  }

  // ---- requests ----

  @Test
  void theHeadersThatEveryRequestHas() throws InterruptedException {
    var headers =
        asked("/", "\"Method\": \"GET\", \"Headers\": {\"user-agent\": \"me\", \"RANGE\": \"x\"}")
            .headers();
    assertThat(headers)
        .containsEntry("user-agent", "Stepwell|HttpInvoke|us-east-1")
        .containsEntry("range", "bytes=0-262144")
        .doesNotContainKeys("upgrade", "cookie", "content-type", "expect", "authorization");
    assertThat(headers.get("host")).startsWith("127.0.0.1:");
  }

  @Test
  void headersAreTextsOrArraysOfTexts() throws InterruptedException {
    var headers =
        asked(
                "/",
                """
                "Method": "GET", "Headers": {"X-One": "a b", "X-Two": ["c", "d"], "X-Number": 5}
                """)
            .headers();
    assertThat(headers)
        .containsEntry("x-one", "a b")
        .containsEntry("x-two", "c,d")
        .containsEntry("x-number", "5");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "A-IM",
        "Accept-Charset",
        "Accept-Datetime",
        "Accept-Encoding",
        "Authorization",
        "Cache-Control",
        "Connection",
        "Content-Encoding",
        "Content-Length",
        "Content-MD5",
        "Date",
        "Expect",
        "Forwarded",
        "From",
        "Host",
        "HTTP2-Settings",
        "If-Match",
        "If-Modified-Since",
        "If-None-Match",
        "If-Range",
        "If-Unmodified-Since",
        "Max-Forwards",
        "Origin",
        "Pragma",
        "Proxy-Authorization",
        "Referer",
        "Server",
        "TE",
        "Trailer",
        "Transfer-Encoding",
        "Upgrade",
        "Via",
        "Warning",
        "x-forwarded-for",
        "X-AMZ-Date",
        "x-amzn-trace-id",
        "a b",
        "a:b",
        "",
        "ä"
      })
  void headersThatADefinitionMayNotSet(String name) throws InterruptedException {
    assertThat(refused(", \"Method\": \"GET\", \"Headers\": {\"" + name + "\": \"x\"}").error())
        .isEqualTo("States.Runtime");
  }

  @ParameterizedTest
  @ValueSource(strings = {"a\\r\\nHost: b", "a\\nb", "a\\u0000", "ä", "a\\u2028b"})
  void valuesThatNoHeaderMayHave(String value) throws InterruptedException {
    var failed = refused(", \"Method\": \"GET\", \"Headers\": {\"X-Some\": \"" + value + "\"}");
    assertThat(failed.cause()).contains("[The value of the field 'Headers' has an invalid format]");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "/p | {\"a b\": \"c&d=e\", \"n\": 1} | /p?a%20b=c%26d%3De&n=1",
        "/p?x=1 | {\"y\": [\"1\", \"2\"]} | /p?x=1&y=1&y=2",
        "/p? | {\"y\": true} | /p?y=true",
        "/p#fragment | {\"y\": \"ä*~+\"} | /p?y=%C3%A4%2A~%2B",
        "/p | {} | /p",
      })
  void howAQueryIsSent(String path, String query, String sent) throws InterruptedException {
    assertThat(asked(path, "\"Method\": \"GET\", \"QueryParameters\": " + query).uri())
        .isEqualTo(sent);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "{\"a\": [1, \"2\"]} | {\"a\":[1,\"2\"]}",
        "\"<a/>\" | <a/>",
        "[1] | [1]",
        "5 | 5",
      })
  void aBodyIsJsonUnlessItIsAText(String body, String sent) throws InterruptedException {
    var asked = asked("/", "\"Method\": \"POST\", \"RequestBody\": " + body);
    assertThat(asked.body()).isEqualTo(sent);
    assertThat(asked.headers()).containsEntry("content-type", "application/json; charset=UTF-8");
  }

  @Test
  void aTypeThatIsGivenIsKept() throws InterruptedException {
    var asked =
        asked(
            "/",
            """
            "Method": "POST", "RequestBody": "<a/>", "Headers": {"content-type": "text/xml"}
            """);
    assertThat(asked.headers()).containsEntry("content-type", "text/xml");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "INDICES | array%5B0%5D=a&array%5B1%5D=b&o%5Bin%5D=x%20y&n=&list%5B0%5D%5Bk%5D=1",
        "REPEAT | array=a&array=b&o%5Bin%5D=x%20y&n=&list%5Bk%5D=1",
        "COMMAS | array=a%2Cb&o%5Bin%5D=x%20y&n=&list=%7B%22k%22%3A1%7D",
        "BRACKETS | array%5B%5D=a&array%5B%5D=b&o%5Bin%5D=x%20y&n=&list%5B%5D%5Bk%5D=1",
        "NONE | array=%5B%22a%22%2C%22b%22%5D&o%5Bin%5D=x%20y&n=&list=%5B%7B%22k%22%3A1%7D%5D",
      })
  void howAFormIsSent(String format, String sent) throws InterruptedException {
    var asked =
        asked(
            "/",
            """
            "Method": "POST",
            "RequestBody": {"array": ["a", "b"], "o": {"in": "x y"}, "n": null, "list": [{"k": 1}]},
            "Transform": {"RequestBodyEncoding": "URL_ENCODED",
                          "RequestEncodingOptions": {"ArrayFormat": "%s"}}
            """
                .formatted(format));
    assertThat(asked.body()).isEqualTo(sent);
    assertThat(asked.headers()).containsEntry("content-type", "application/x-www-form-urlencoded");
  }

  @Test
  void aFormHasIndicesUnlessItSaysOtherwise() throws InterruptedException {
    var asked =
        asked(
            "/",
            """
            "Method": "POST", "RequestBody": {"a": [1]},
            "Transform": {"RequestBodyEncoding": "URL_ENCODED"}
            """);
    assertThat(asked.body()).isEqualTo("a%5B0%5D=1");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "`` | The value of the field 'Method' has an invalid format",
        ", \"Method\": \"TRACE\" | The value of the field 'Method' has an invalid format",
        ", \"Method\": \"get\" | The value of the field 'Method' has an invalid format",
        ", \"Method\": \"GET\", \"Header\": {} | The field 'Header' is not supported",
        ", \"Method\": \"GET\", \"Headers\": [] | The value of the field 'Headers' has an invalid format",
        ", \"Method\": \"GET\", \"Headers\": {\"a\": {}} | The value of the field 'Headers' has an invalid format",
        ", \"Method\": \"GET\", \"QueryParameters\": \"a=b\" | The value of the field 'QueryParameters' has an invalid format",
        ", \"Method\": \"GET\", \"QueryParameters\": {\"a\": [[]]} | The value of the field 'QueryParameters' has an invalid format",
        ", \"Method\": \"GET\", \"Authentication\": {} | The value of the field 'Authentication' has an invalid format",
        ", \"Method\": \"GET\", \"InvocationConfig\": {\"ConnectionArn\": 1} | The value of the field 'InvocationConfig' has an invalid format",
        ", \"Method\": \"GET\", \"Transform\": {\"a\": 1} | The value of the field 'Transform' has an invalid format",
        ", \"Method\": \"GET\", \"Transform\": {\"RequestBodyEncoding\": \"GZIP\"} | The value of the field 'RequestBodyEncoding' has an invalid format",
        ", \"Method\": \"POST\", \"RequestBody\": \"a\", \"Transform\": {\"RequestBodyEncoding\": \"URL_ENCODED\"} | The field 'RequestBody' must be an object in order to be URL-encoded",
      })
  void parametersThatCannotBeUsed(String members, String problem) throws InterruptedException {
    var failed = refused(members);
    assertThat(failed.error()).isEqualTo("States.Runtime");
    assertThat(failed.cause())
        .startsWith("The Parameters '{")
        .endsWith("}' could not be used to start the Task: [" + problem + "]");
  }

  @Test
  void aConnectionThatIsNotThereIsAnErrorOfItsOwn() throws InterruptedException {
    assertThat(
            refused(
                    """
                    , "Method": "GET", "Authentication":
                    {"ConnectionArn": "arn:aws:events:us-east-1:123456789012:connection/none/1-2"}
                    """)
                .error())
        .isEqualTo("Events.ConnectionResource.ResourceNotFound");
  }

  @Test
  void aTextOfAnyLanguageIsSentAndReceived() throws InterruptedException {
    var asked = asked("/", "\"Method\": \"POST\", \"RequestBody\": {\"a\": \"日本\"}");
    assertThat(asked.body()).isEqualTo("{\"a\":\"日本\"}");
    var answer =
        new Answer(
            200, Map.of("Content-Type", "text/plain"), "日本".getBytes(StandardCharsets.UTF_8));
    assertThat(TestHttp.answered(outcome(answer)).path("ResponseBody").asString()).isEqualTo("日本");
  }
}
