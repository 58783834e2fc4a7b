package dev.stepwell.integration.lambda;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpServer;
import dev.stepwell.asl.json.Json;
import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.FunctionTarget;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.integration.lambda.LambdaClient.Invocation;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import tools.jackson.databind.JsonNode;

class LambdaFunctionsTest {
  private static final String ARN = "arn:aws:lambda:us-east-1:123456789012:function:Charge";
  private static final String INVOKE = "arn:aws:states:::lambda:invoke";
  private static final String KEY = "0f8fad5b-d9cb-369f-a165-70867728950e";
  private static final int OK = 200;

  /** An error body as Python's runtime writes it, with spaces. */
  private static final String RAISED =
      "{\"errorMessage\": \"no money\", \"errorType\": \"Declined\", \"stackTrace\": []}";

  private static LambdaServer answering(String body) {
    return new LambdaServer(
        OK, Map.of("x-amzn-RequestId", "r-1", "X-Amz-Executed-Version", "$LATEST"), body);
  }

  private static LambdaServer raising(String body) {
    return new LambdaServer(
        OK, Map.of("x-amzn-RequestId", "r-1", "X-Amz-Function-Error", "Unhandled"), body);
  }

  private static CallOutcome byArn(LambdaServer server, String payload)
      throws InterruptedException {
    return server.functions().invoke(ARN, Payload.ofText(payload), KEY);
  }

  private static CallOutcome byInvoke(LambdaServer server, String parameters)
      throws InterruptedException {
    return server.functions().invokeByService(INVOKE, Payload.ofText(parameters), KEY);
  }

  private static Payload answered(CallOutcome outcome) {
    assertThat(outcome).isInstanceOf(CallOutcome.Answered.class);
    return ((CallOutcome.Answered) outcome).output();
  }

  private static JsonNode tree(CallOutcome outcome) {
    return answered(outcome).tree();
  }

  // ---- by ARN ----

  @Test
  void aFunctionGetsItsPayloadAndGivesItsResult() throws InterruptedException {
    try (var server = answering("{\"paid\": true}")) {
      assertThat(answered(byArn(server, "{\"amount\": 5}")).text()).isEqualTo("{\"paid\": true}");
      var asked = server.asked();
      assertThat(asked.method()).isEqualTo("POST");
      assertThat(asked.uri())
          .isEqualTo(
              "/2015-03-31/functions/arn%3Aaws%3Alambda%3Aus-east-1%3A123456789012%3Afunction%3ACharge"
                  + "/invocations");
      assertThat(asked.body()).isEqualTo("{\"amount\": 5}");
      assertThat(asked.header("X-amz-invocation-type")).isEqualTo("RequestResponse");
      assertThat(asked.header("X-amz-log-type")).isEqualTo("none");
    }
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {"`` | null", "Hello | \"Hello\"", "\"Hello\" | \"Hello\"", "0.0 | 0.0"})
  void whatIsNoJsonIsAText(String body, String result) throws InterruptedException {
    try (var server = answering(body)) {
      assertThat(answered(byArn(server, "{}")).text()).isEqualTo(result);
    }
  }

  @Test
  void theErrorOfAFunctionKeepsItsText() throws InterruptedException {
    try (var server = raising(RAISED)) {
      assertThat(byArn(server, "{}")).isEqualTo(new CallOutcome.Failed("Declined", RAISED));
    }
  }

  @Test
  void anErrorWithoutATypeIsUnknown() throws InterruptedException {
    try (var server = raising("{\"errorMessage\":\"out of memory\"}")) {
      assertThat(byArn(server, "{}"))
          .isEqualTo(
              new CallOutcome.Failed(
                  "Lambda.Unknown",
                  "The cause could not be determined because Lambda did not return an error type."
                      + " Returned payload: {\"errorMessage\":\"out of memory\"}"));
    }
  }

  // ---- by lambda:invoke ----

  @Test
  void theResultOfInvokeTellsOfTheCall() throws InterruptedException {
    try (var server = answering("{\"paid\":true}")) {
      var result = tree(byInvoke(server, "{\"FunctionName\":\"Charge\",\"Payload\":{\"a\":1}}"));
      assertThat(result.path("Payload")).isEqualTo(Json.parse("{\"paid\":true}"));
      assertThat(result.path("ExecutedVersion").asString()).isEqualTo("$LATEST");
      assertThat(result.path("StatusCode").asInt()).isEqualTo(OK);
      assertThat(result.at("/SdkResponseMetadata/RequestId").asString()).isEqualTo("r-1");
      var metadata = result.path("SdkHttpMetadata");
      assertThat(metadata.path("HttpStatusCode").asInt()).isEqualTo(OK);
      // The JDK's server spells names in its own way.
      assertThat(metadata.at("/HttpHeaders").properties())
          .anyMatch(header ->
              header.getKey().equalsIgnoreCase("x-amzn-RequestId")
                  && header.getValue().asString().equals("r-1"));
      assertThat(metadata.at("/AllHttpHeaders").properties())
          .anyMatch(header ->
              header.getKey().equalsIgnoreCase("x-amzn-RequestId")
                  && header.getValue().equals(Json.parse("[\"r-1\"]")));
      assertThat(result.has("LogResult")).isFalse();
      var asked = server.asked();
      assertThat(asked.uri()).isEqualTo("/2015-03-31/functions/Charge/invocations");
      assertThat(asked.body()).isEqualTo("{\"a\":1}");
    }
  }

  @Test
  void everyParameterIsSent() throws InterruptedException {
    try (var server =
        new LambdaServer(OK, Map.of("X-Amz-Log-Result", "bG9n", "x-amzn-RequestId", "r"), "1")) {
      var result =
          tree(
              byInvoke(
                  server,
                  """
                  {"FunctionName": "Charge", "Qualifier": "v 2", "InvocationType": "RequestResponse",
                   "LogType": "Tail", "ClientContext": "e30="}
                  """));
      assertThat(result.path("LogResult").asString()).isEqualTo("bG9n");
      assertThat(result.path("Payload").asInt()).isEqualTo(1);
      var asked = server.asked();
      assertThat(asked.uri()).endsWith("/invocations?Qualifier=v%202");
      assertThat(asked.header("X-amz-log-type")).isEqualTo("Tail");
      assertThat(asked.header("X-amz-client-context")).isEqualTo("e30=");
    }
  }

  /** Recorded: a text that is JSON is sent as that JSON, and no payload as an empty object. */
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "null | {}",
        "\"[]\" | []",
        "\"0\" | 0",
        "\"true\" | true",
        "\"Hello\" | \"Hello\"",
        "[1] | [1]"
      })
  void howAPayloadIsSent(String payload, String sent) throws InterruptedException {
    try (var server = answering("1")) {
      byInvoke(server, "{\"FunctionName\":\"Charge\",\"Payload\":" + payload + "}");
      assertThat(server.asked().body()).isEqualTo(sent);
    }
  }

  @Test
  void anEventHasNoResult() throws InterruptedException {
    try (var server = new LambdaServer(202, Map.of("x-amzn-RequestId", "r-1"), "")) {
      var result =
          tree(byInvoke(server, "{\"FunctionName\":\"Charge\",\"InvocationType\":\"Event\"}"));
      assertThat(result.path("StatusCode").asInt()).isEqualTo(202);
      assertThat(result.has("Payload")).isFalse();
      assertThat(server.asked().header("X-amz-invocation-type")).isEqualTo("Event");
    }
  }

  @Test
  void invokeTellsTheErrorOfAFunctionWithoutSpaces() throws InterruptedException {
    try (var server = raising(RAISED)) {
      assertThat(byInvoke(server, "{\"FunctionName\":\"Charge\"}"))
          .isEqualTo(
              new CallOutcome.Failed(
                  "Declined",
                  "{\"errorMessage\":\"no money\",\"errorType\":\"Declined\",\"stackTrace\":[]}"));
    }
  }

  // ---- when the service refuses, or cannot be reached ----

  @Test
  void anUnknownFunctionIsRefusedAsRecorded() throws InterruptedException {
    try (var server =
        new LambdaServer(
            404,
            Map.of("x-amzn-RequestId", "r-1", "x-amzn-ErrorType", "ResourceNotFoundException"),
            "{\"Message\":\"Function not found: " + ARN + ":$LATEST\",\"Type\":\"User\"}")) {
      assertThat(byArn(server, "{}"))
          .isEqualTo(
              new CallOutcome.Failed(
                  "Lambda.ResourceNotFoundException",
                  "Function not found: "
                      + ARN
                      + ":$LATEST (Service: AWSLambda; Status Code: 404; Error Code:"
                      + " ResourceNotFoundException; Request ID: r-1; Proxy: null)"));
    }
  }

  @Test
  void aRefusalMayHaveItsTypeWithAnAddressAndALowerCaseMessage() throws InterruptedException {
    try (var server =
        new LambdaServer(
            429,
            Map.of("x-amzn-ErrorType", "TooManyRequestsException:http://internal/"),
            "{\"message\":\"Rate exceeded\"}")) {
      assertThat(byArn(server, "{}"))
          .isEqualTo(
              new CallOutcome.Failed(
                  "Lambda.TooManyRequestsException",
                  "Rate exceeded (Service: AWSLambda; Status Code: 429; Error Code:"
                      + " TooManyRequestsException; Request ID: ; Proxy: null)"));
    }
  }

  @Test
  void aRefusalWithoutATypeHasAGeneralOne() throws InterruptedException {
    try (var server = new LambdaServer(502, Map.of(), "Bad Gateway")) {
      assertThat(byArn(server, "{}"))
          .isEqualTo(
              new CallOutcome.Failed(
                  "Lambda.AWSLambdaException",
                  "Bad Gateway (Service: AWSLambda; Status Code: 502; Error Code:"
                      + " AWSLambdaException; Request ID: ; Proxy: null)"));
    }
  }

  @Test
  void nobodyListens() throws IOException, InterruptedException {
    int port;
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      port = socket.getLocalPort();
    }
    var functions = LambdaServer.functions(URI.create("http://127.0.0.1:" + port));
    assertThat(functions.invoke(ARN, Payload.ofText("{}"), KEY))
        .isInstanceOfSatisfying(
            CallOutcome.Failed.class,
            failed -> {
              assertThat(failed.error()).isEqualTo("Lambda.SdkClientException");
              assertThat(failed.cause()).startsWith("Unable to execute HTTP request: ");
            });
  }

  @Test
  void aFunctionWithoutATargetSaysWhatIsMissing() throws InterruptedException {
    var functions =
        new LambdaFunctions(
            _ -> Optional.empty(),
            LambdaServer.remote(),
            LambdaFunctionsTest::noRuntime,
            LambdaServer.NOT_LATER);
    assertThat(functions.invoke(ARN, Payload.ofText("{}"), KEY))
        .isEqualTo(
            new CallOutcome.Failed(
                "Lambda.SdkClientException",
                "The function has no target: add one with ./stepwell function, or set"
                    + " lambda-endpoint (STEPWELL_LAMBDA_ENDPOINT) for all functions."));
  }

  private static CallOutcome noRuntime(String arn, Payload payload, Invocation invocation) {
    throw new AssertionError("no runtime is asked: " + invocation);
  }

  @Test
  void aFunctionWhoseRuntimesAttachIsLeftToThem() throws InterruptedException {
    var functions =
        new LambdaFunctions(
            _ -> Optional.of(new FunctionTarget.RuntimeApi()),
            LambdaServer.remote(),
            (resourceArn, parameters, invocation) -> {
              assertThat(resourceArn).isEqualTo(INVOKE);
              assertThat(parameters.text()).isEqualTo("{\"FunctionName\":\"F\",\"Payload\":[1]}");
              assertThat(invocation.payload()).isEqualTo("[1]");
              return new CallOutcome.Failed("E", invocation.function());
            },
            LambdaServer.NOT_LATER);
    assertThat(
            functions.invokeByService(
                INVOKE, Payload.ofText("{\"FunctionName\":\"F\",\"Payload\":[1]}"), KEY))
        .isEqualTo(new CallOutcome.Failed("E", "F"));
  }

  @Test
  void anEndpointMayEndInASlash() throws InterruptedException {
    try (var server = answering("1")) {
      var functions = LambdaServer.functions(server.url().resolve("/base/"));
      functions.invokeByService(INVOKE, Payload.ofText("{\"FunctionName\":\"Charge\"}"), KEY);
      assertThat(server.asked().uri()).isEqualTo("/base/2015-03-31/functions/Charge/invocations");
    }
  }

  @Test
  void aCallThatIsNotWantedAnyMoreEnds() throws Exception {
    var asked = new CountDownLatch(1);
    var end = new CountDownLatch(1);
    var server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
    server.createContext(
        "/",
        exchange -> {
          asked.countDown();
          try {
            end.await();
          } catch (InterruptedException stop) {
            Thread.currentThread().interrupt();
          }
          exchange.close();
        });
    server.start();
    try {
      var functions =
          LambdaServer.functions(URI.create("http://127.0.0.1:" + server.getAddress().getPort()));
      var call = new FutureTask<>(() -> functions.invoke(ARN, Payload.ofText("{}"), KEY));
      var thread = Thread.ofVirtual().start(call);
      asked.await();
      thread.interrupt();
      assertThatThrownBy(call::get).hasCauseInstanceOf(InterruptedException.class);
    } finally {
      end.countDown();
      server.stop(0);
    }
  }
}
