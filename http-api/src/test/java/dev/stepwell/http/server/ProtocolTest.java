package dev.stepwell.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.asl.json.Json;
import dev.stepwell.engine.service.Answer;
import dev.stepwell.engine.service.Refusal;
import dev.stepwell.engine.store.StoreUnavailableException;
import dev.stepwell.http.aws.operation.Operation;
import dev.stepwell.http.aws.operation.Request;
import dev.stepwell.http.aws.operation.ResponseBody;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.util.List;
import java.util.function.Function;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What any request can meet, whatever the operation. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class ProtocolTest {
  private final HttpListener listener =
      TestNode.listener(
          List.of(
              operation(
                  "ListActivities",
                  request -> {
                    throw new IllegalStateException("a secret of the server");
                  }),
              operation(
                  "ListStateMachines",
                  request -> {
                    throw new StoreUnavailableException("gone", new IllegalStateException());
                  }),
              operation(
                  "StartExecution", request -> Answer.refused(Refusal.THROTTLED, "Rate exceeded")),
              operation("CreateStateMachine", request -> Answer.given(ResponseBody.EMPTY))),
          () -> {});
  private final HttpClient client = HttpClient.newHttpClient();

  @BeforeAll
  void start() {
    listener.start();
  }

  @AfterAll
  void close() {
    listener.close();
    client.close();
  }

  private static Operation operation(
      String name, Function<Request, Answer<ResponseBody>> behaviour) {
    return new Operation() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public Answer<ResponseBody> answer(Request request) {
        return behaviour.apply(request);
      }
    };
  }

  private HttpResponse<String> post(String target, String body) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + "/"))
            .POST(HttpRequest.BodyPublishers.ofString(body));
    if (!target.isEmpty()) {
      request.header("X-Amz-Target", target);
    }
    return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
  }

  private static String type(HttpResponse<String> response) {
    return Json.parse(response.body()).path("__type").asString("");
  }

  @Test
  void everyAnswerHasTheProtocolsHeaders() throws Exception {
    var response = post("AWSStepFunctions.StartExecution", "{\"stateMachineArn\":\"a\"}");
    assertThat(response.headers().firstValue("content-type"))
        .contains("application/x-amz-json-1.0");
    assertThat(response.headers().firstValue("x-amzn-requestid").orElseThrow())
        .matches("[0-9a-f]{8}-[0-9a-f]{4}-4[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(response.body())
        .isEqualTo("{\"__type\":\"ThrottlingException\",\"message\":\"Rate exceeded\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"AWSStepFunctions.StartDancing", "StartExecution", "Other.StartExecution", ""})
  void unknownTargetsAreNamed(String target) throws Exception {
    var response = post(target, "{}");
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(type(response)).isEqualTo("UnknownOperationException");
    assertThat(response.body())
        .contains(target.isEmpty() ? "X-Amz-Target" : target.replace("AWSStepFunctions.", ""));
  }

  @Test
  void operationsThatAreNotBuiltYetSaySo() throws Exception {
    assertThat(post("AWSStepFunctions.TestState", "{}").body())
        .isEqualTo(
            "{\"__type\":\"UnknownOperationException\",\"message\":\"This version of Stepwell does"
                + " not have the operation TestState yet\"}");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "{", "[]", "null", "\"x\"", "{} {}", "{\"maxResults\":\"9\"}", "\u0001"})
  void bodiesThatCannotBeReadAreRefused(String body) throws Exception {
    var response = post("AWSStepFunctions.ListActivities", body);
    assertThat(response.statusCode()).isEqualTo(400);
    assertThat(type(response)).isEqualTo("SerializationException");
  }

  /** Clients that say something else of their JSON mean it all the same. */
  @ParameterizedTest
  @ValueSource(
      strings = {"application/x-amz-json-1.1", "text/plain", "application/xml", "nonsense", ""})
  void theTypeOfTheBodyIsNotAskedFor(String contentType) throws Exception {
    var request =
        HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + "/"))
            .header("X-Amz-Target", "AWSStepFunctions.StartExecution");
    if (!contentType.isEmpty()) {
      request.header("Content-Type", contentType);
    }
    for (var body : List.of("{\"stateMachineArn\":\"a\"}", "<xml/>")) {
      var response =
          client.send(
              request.POST(HttpRequest.BodyPublishers.ofString(body)).build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(type(response))
          .isEqualTo(body.startsWith("{") ? "ThrottlingException" : "SerializationException");
      assertThat(response.headers().firstValue("content-type"))
          .contains("application/x-amz-json-1.0");
    }
  }

  @Test
  void aBodyThatIsNestedTooDeeplyIsRefused() throws Exception {
    var response = post("AWSStepFunctions.ListActivities", "[".repeat(100_000));
    assertThat(type(response)).isEqualTo("SerializationException");
  }

  @Test
  void aDefinitionOfTheLargestSizeFitsEvenWhenEscaped() throws Exception {
    var definition = "\"".repeat(1_048_576);
    var body =
        Json.text(Json.object().put("name", "n").put("roleArn", "r").put("definition", definition));
    assertThat(body.length()).isGreaterThan(2_000_000);
    assertThat(post("AWSStepFunctions.CreateStateMachine", body).statusCode()).isEqualTo(200);
  }

  @Test
  void aBodyBeyondTheLimitIsRefused() throws Exception {
    var response =
        post("AWSStepFunctions.CreateStateMachine", "{\"name\":\"" + "x".repeat(8_000_000) + "\"}");
    assertThat(response.statusCode()).isEqualTo(413);
    assertThat(type(response)).isEqualTo("RequestEntityTooLargeException");
  }

  @Test
  void failuresOfTheServerTellNothingButTheRequestId() throws Exception {
    var response = post("AWSStepFunctions.ListActivities", "{}");
    assertThat(response.statusCode()).isEqualTo(500);
    assertThat(type(response)).isEqualTo("InternalFailure");
    assertThat(response.body())
        .doesNotContain("secret", "Exception", "at dev.")
        .contains(response.headers().firstValue("x-amzn-requestid").orElseThrow());
  }

  @Test
  void aMissingDatabaseIsSomethingToTryAgain() throws Exception {
    var response = post("AWSStepFunctions.ListStateMachines", "{}");
    assertThat(type(response)).isEqualTo("ThrottlingException");
  }

  @Test
  void answersForItsHealth() throws Exception {
    for (var path : List.of("/health/live", "/health/ready")) {
      var response =
          client.send(
              HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + listener.port() + path))
                  .build(),
              HttpResponse.BodyHandlers.ofString());
      assertThat(response.statusCode()).isEqualTo(200);
      assertThat(response.body()).isEqualTo("{\"status\":\"UP\"}");
    }
  }
}
