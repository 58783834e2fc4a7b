package dev.stepwell.integration.http;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import dev.stepwell.engine.thread.JvmThreads;
import dev.stepwell.integration.net.AddressPolicy;
import dev.stepwell.integration.net.Allowance;
import dev.stepwell.integration.net.RequestSigner.Signing;
import dev.stepwell.integration.net.WebClient;
import dev.stepwell.integration.net.WebRequest;
import dev.stepwell.integration.net.WebRequest.Header;
import dev.stepwell.integration.peer.RecordingServer;
import dev.stepwell.integration.peer.RecordingServer.Answer;
import dev.stepwell.integration.peer.RecordingServer.Asked;
import dev.stepwell.integration.peer.TestHosts;
import dev.stepwell.integration.peer.TestTls;
import dev.stepwell.integration.spi.Call;
import dev.stepwell.integration.spi.Operation;
import dev.stepwell.integration.spi.Outcome;
import dev.stepwell.integration.spi.Support;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

class ApiGatewayTasksTest {
  private static final String MAY_ASSUME = "arn:aws:iam::123456789012:role/caller";

  /** Shows by whom and for which region a request was signed. */
  private static Signing sign(WebRequest request, String region, @Nullable String roleArn) {
    if (roleArn != null && !roleArn.equals(MAY_ASSUME)) {
      return new Signing.Impossible("not authorized to assume " + roleArn);
    }
    var headers = new ArrayList<>(request.headers());
    headers.add(new Header("Authorization", region + " " + roleArn));
    return new Signing.Signed(
        new WebRequest(
            request.method(),
            request.url(),
            headers,
            request.body(),
            request.mostAnswerBytes(),
            request.limit()));
  }

  private static ApiGatewayTasks tasks(String... allowed) {
    var allowances =
        Arrays.stream(allowed).map(text -> Allowance.parse(text).orElseThrow()).toList();
    var hosts = new TestHosts().with("abc123.execute-api.eu-north-1.amazonaws.com", "10.0.0.7");
    var client =
        new WebClient(
            new JvmThreads(), AddressPolicy.internetAnd(allowances), hosts, TestTls.client());
    return new ApiGatewayTasks(
        client,
        (region, roleArn) -> request -> sign(request, region, roleArn),
        "us-east-1",
        HttpTasks.LIMIT);
  }

  private static Outcome call(ApiGatewayTasks tasks, String parameters, @Nullable String roleArn)
      throws InterruptedException {
    return tasks.call(
        new Call(
            new Operation("apigateway", "invoke", Operation.Pattern.REQUEST_RESPONSE),
            Json.parse(parameters),
            "arn:aws:states:us-east-1:123456789012:execution:M:e",
            roleArn,
            TestHttp.KEY,
            TestHttp.MOST_BYTES));
  }

  private static Outcome outcome(Answer answer) throws InterruptedException {
    try (var api = RecordingServer.answering(answer);
        var tasks = tasks("127.0.0.1")) {
      return call(tasks, "{\"ApiEndpoint\": \"" + api.url() + "\", \"Method\": \"GET\"}", null);
    }
  }

  /** The request of a task with these members besides the endpoint. */
  private static Asked asked(String members, @Nullable String roleArn) throws InterruptedException {
    try (var api = RecordingServer.answering(Answer.json("{}"));
        var tasks = tasks("127.0.0.1")) {
      TestHttp.answered(
          call(tasks, "{\"ApiEndpoint\": \"" + api.url() + "\", " + members + "}", roleArn));
      return api.asked();
    }
  }

  private static Outcome.Failed refused(String parameters) throws InterruptedException {
    try (var tasks = tasks()) {
      return TestHttp.failed(call(tasks, parameters, null));
    }
  }

  // ---- what can be called ----

  @ParameterizedTest
  @EnumSource
  void invokesAlsoWithTaskTokens(Operation.Pattern pattern) {
    try (var tasks = tasks()) {
      assertThat(tasks.support(new Operation("apigateway", "invoke", pattern)))
          .isEqualTo(Support.SUPPORTED);
      assertThat(tasks.support(new Operation("apigateway", "getRestApis", pattern)))
          .isEqualTo(Support.UNKNOWN);
      assertThat(tasks.support(new Operation("http", "invoke", pattern)))
          .isEqualTo(Support.UNKNOWN);
    }
  }

  // ---- requests ----

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"Method\": \"GET\"                                                | /",
        "\"Method\": \"GET\", \"Stage\": \"prod\"                           | /prod",
        "\"Method\": \"GET\", \"Stage\": \"prod\", \"Path\": \"a/b\"        | /prod/a/b",
        "\"Method\": \"GET\", \"Path\": \"/a/b/\"                           | /a/b/",
        "\"Method\": \"GET\", \"Path\": \"a b/\u00e4?x#y\"                  | /a%20b/%C3%A4%3Fx%23y",
        "\"Method\": \"GET\", \"Path\": \"100%/%41\"                        | /100%25/%41",
        "\"Method\": \"GET\", \"QueryParameters\": {\"a\": [\"1\", \"2 3\"], \"b\": [true]}"
            + " | /?a=1&a=2%203&b=true"
      })
  void stagePathAndQueryMakeTheUrl(String members, String uri) throws InterruptedException {
    var asked = asked(members, null);

    assertThat(asked.method()).isEqualTo("GET");
    assertThat(asked.uri()).isEqualTo(uri);
    assertThat(asked.body()).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "\"RequestBody\": {\"a\": [1.50, {\"b\": null}], \"c\": null}  | {\"a\":[1.50,{}]}",
        "\"RequestBody\": {\"a\": null}, \"AllowNullValues\": true     | {\"a\":null}",
        "\"RequestBody\": {\"a\": null}, \"AllowNullValues\": false    | {}",
        "\"RequestBody\": \"HelloWorld\"                               | \"HelloWorld\"",
        "\"RequestBody\": \"\"                                         | \"\"",
        "\"RequestBody\": null                                         | ``",
        "\"RequestBody\": null, \"AllowNullValues\": true              | null"
      })
  void theBodyIsJsonWithoutNulls(String members, String body) throws InterruptedException {
    var asked = asked("\"Method\": \"POST\", " + members, null);

    assertThat(asked.body()).isEqualTo(body);
    assertThat(asked.headers().getOrDefault("content-type", ""))
        .isEqualTo(body.isEmpty() ? "" : "application/json");
  }

  @Test
  void headersMayHaveSeveralValues() throws InterruptedException {
    var asked =
        asked(
            "\"Method\": \"PUT\", \"RequestBody\": 1, \"Headers\": {\"custom_header\": [\"a\", \"b\"],"
                + " \"Content-Type\": [\"application/cbor\"]}",
            null);

    assertThat(asked.headers())
        .containsEntry("custom_header", "a,b")
        .containsEntry("content-type", "application/cbor")
        .containsEntry("user-agent", "Stepwell|ApiGatewayInvoke|us-east-1")
        .doesNotContainKey("authorization");
  }

  @ParameterizedTest
  @ValueSource(strings = {"IAM_ROLE", "RESOURCE_POLICY"})
  void theRequestIsSignedWhereTheApiAuthorizes(String type) throws InterruptedException {
    var members = "\"Method\": \"GET\", \"AuthType\": \"" + type + "\"";

    assertThat(asked(members, null).headers()).containsEntry("authorization", "us-east-1 null");
    assertThat(asked(members, MAY_ASSUME).headers())
        .containsEntry("authorization", "us-east-1 " + MAY_ASSUME);
  }

  @Test
  void aRoleThatCannotBeAssumedFailsTheTask() throws InterruptedException {
    try (var tasks = tasks()) {
      var parameters =
          "{\"ApiEndpoint\": \"abc123.execute-api.eu-north-1.amazonaws.com\", \"Method\": \"GET\","
              + " \"AuthType\": \"IAM_ROLE\"}";
      assertThat(call(tasks, parameters, "arn:aws:iam::123456789012:role/other"))
          .isEqualTo(
              new Outcome.Failed(
                  "States.TaskFailed",
                  "not authorized to assume arn:aws:iam::123456789012:role/other"));
    }
  }

  // ---- results ----

  @Test
  void theResultTellsOfTheAnswerWithHeadersAsTheyCame() throws InterruptedException {
    var result =
        TestHttp.answered(
            outcome(
                Answer.of(
                    200,
                    Map.of("Content-Type", "application/json", "X-Cache", "Miss from cloudfront"),
                    "\"HelloWorld\"")));

    assertThat(result.propertyNames())
        .containsExactly("Headers", "ResponseBody", "StatusCode", "StatusText");
    assertThat(result.at("/Headers/Content-type")).isEqualTo(Json.parse("[\"application/json\"]"));
    assertThat(result.at("/Headers/X-cache")).isEqualTo(Json.parse("[\"Miss from cloudfront\"]"));
    assertThat(result.path("ResponseBody").asString()).isEqualTo("HelloWorld");
    assertThat(result.path("StatusCode").asInt()).isEqualTo(200);
    assertThat(result.path("StatusText").asString()).isEqualTo("OK");
  }

  @ParameterizedTest
  @ValueSource(ints = {400, 403, 429, 500, 503})
  void anErrorHasTheNameOfItsStatus(int status) throws InterruptedException {
    var body = "{\"message\":\"Missing Authentication Token\"}";
    assertThat(outcome(Answer.of(status, Map.of("Content-Type", "application/json"), body)))
        .isEqualTo(new Outcome.Failed("ApiGateway." + status, body));
  }

  @Test
  void aRedirectIsAnAnswer() throws InterruptedException {
    var result =
        TestHttp.answered(outcome(Answer.of(302, Map.of("Location", "http://10.0.0.1/"), "")));
    assertThat(result.path("StatusCode").asInt()).isEqualTo(302);
  }

  // ---- refusals ----

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "\"Headers\": {\"custom_header\": \"single\"} | Headers",
        "\"Headers\": {\"a b\": [\"x\"]}              | Headers",
        "\"Headers\": []                              | Headers",
        "\"QueryParameters\": {\"a\": \"single\"}     | QueryParameters",
        "\"Stage\": 1                                 | Stage",
        "\"AllowNullValues\": \"yes\"                 | AllowNullValues",
        "\"AuthType\": \"BASIC\"                      | AuthType"
      })
  void aFieldThatCannotBeUsedFailsTheTask(String member, String field) throws InterruptedException {
    var failed =
        refused("{\"ApiEndpoint\": \"api.example.com\", \"Method\": \"GET\", " + member + "}");

    assertThat(failed.error()).isEqualTo("States.Runtime");
    assertThat(failed.cause())
        .startsWith("The Parameters '{\"ApiEndpoint\":\"api.example.com\",")
        .endsWith(
            "' could not be used to start the Task: [The value of the field '"
                + field
                + "' has an invalid format]");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "127.0.0.1",
        "http://127.0.0.1:8083",
        "localhost",
        "169.254.169.254",
        "[::1]",
        "0x7f000001",
        "user@api.example.com",
        "api.example.com?x=1",
        ""
      })
  void goesNowhereButToTheInternet(String endpoint) throws InterruptedException {
    var failed = refused("{\"ApiEndpoint\": \"" + endpoint + "\", \"Method\": \"GET\"}");

    assertThat(failed.error()).isIn("States.Runtime", "ApiGateway.SdkClientException");
  }

  @Test
  void aNameThatLeadsElsewhereIsRefused() throws InterruptedException {
    var failed =
        refused(
            "{\"ApiEndpoint\": \"abc123.execute-api.eu-north-1.amazonaws.com\", \"Method\": \"GET\"}");

    assertThat(failed.error()).isEqualTo("ApiGateway.SdkClientException");
    assertThat(failed.cause()).contains("is refused").contains("http-allow");
  }

  @Test
  void aHeaderThatSaysWhoSendsItIsRefused() throws InterruptedException {
    var failed =
        refused(
            "{\"ApiEndpoint\": \"api.example.com\", \"Method\": \"GET\","
                + " \"Headers\": {\"X-Amz-Date\": [\"now\"]}}");

    assertThat(failed.error()).isEqualTo("States.Runtime");
    assertThat(failed.cause())
        .contains("The header 'X-Amz-Date' is not allowed in the field 'Headers'");
  }
}
