package dev.stepwell.worker;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import tools.jackson.databind.json.JsonMapper;

@Timeout(60)
class StatesClientTest {
  private FakeStatesServer server;
  private StatesClient client;

  @BeforeEach
  void start() throws Exception {
    server = new FakeStatesServer();
    client = new StatesClient(server.endpoint());
  }

  @AfterEach
  void stop() {
    client.close();
    server.close();
  }

  private StatesException refusalOfEcho() {
    return catchThrowableOfType(
        StatesException.class, () -> client.call("Echo", TaskMessages.object()));
  }

  @Test
  void answersWithTheObjectOfTheService() throws Exception {
    server.answerNext("Echo", 200, "{\"amount\":10.00,\"date\":1719402394.123}");
    var answer = client.call("Echo", JsonMapper.shared().createObjectNode());
    assertThat(answer.toString()).isEqualTo("{\"amount\":10.00,\"date\":1719402394.123}");
    assertThat(new String(client.call("Echo", "{\"a\":\"ä\"}".getBytes(UTF_8)), UTF_8))
        .isEqualTo("{\"a\":\"ä\"}");
  }

  @ParameterizedTest
  @CsvSource({
    "InvalidArn, InvalidArn",
    "com.amazonaws.swf.service.v2.model#InvalidArn, InvalidArn",
    "com.amazonaws#InvalidArn:http://internal/a#b, InvalidArn",
  })
  void readsTheCodeFromTheType(String type, String code) {
    server.failNext("Echo", 400, type);
    StatesException refusal = refusalOfEcho();
    assertThat(refusal.code()).isEqualTo(code);
    assertThat(refusal.serviceMessage()).isEqualTo("as told");
    assertThat(refusal).hasMessage(code + ": as told");
    assertThat(refusal.httpStatus()).isEqualTo(400);
    assertThat(refusal.isTransient()).isFalse();
  }

  @ParameterizedTest
  @CsvSource({
    "500, InternalFailure, true",
    "503, ServiceUnavailable, true",
    "429, TooManyRequests, true",
    "400, ThrottlingException, true",
    "400, ValidationException, false",
    "403, AccessDeniedException, false",
  })
  void tellsTransientErrorsFromOthers(int status, String code, boolean isTransient) {
    server.failNext("Echo", status, code);
    assertThat(refusalOfEcho().isTransient()).isEqualTo(isTransient);
  }

  @ParameterizedTest
  @ValueSource(strings = {"<html>", "", "[]", "{}", "{\"__type\":7}"})
  void anAnswerThatIsNoErrorOfTheProtocolHasNoCode(String body) {
    server.answerNext("Echo", 404, body);
    StatesException refusal = refusalOfEcho();
    assertThat(refusal.code()).isEqualTo(StatesException.NO_CODE);
    assertThat(refusal).hasMessageContaining("HTTP 404");
    assertThat(refusal.isTransient()).isTrue();
  }

  @Test
  void anAnswerThatIsNotJsonIsAnIoException() {
    server.answerNext("Echo", 200, "<html>");
    assertThatThrownBy(() -> client.call("Echo", JsonMapper.shared().createObjectNode()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("Echo");
  }

  @Test
  void noServerIsAnIoException() {
    server.stop();
    assertThatThrownBy(() -> client.call("Echo", TaskMessages.object()))
        .isInstanceOf(IOException.class);
  }

  @Test
  void anUnknownHostIsAnIoException() {
    try (var lost = new StatesClient(URI.create("http://no-such-host.invalid:8083"))) {
      assertThatThrownBy(() -> lost.call("Echo", TaskMessages.object()))
          .isInstanceOf(IOException.class);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"ftp://example.org", "localhost:8083", "/path", "http:///nowhere"})
  void anEndpointIsAnHttpUrl(String url) {
    assertThatThrownBy(() -> new StatesClient(URI.create(url)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining(url);
  }

  @Test
  void anInterruptEndsACall() throws Exception {
    server.createActivity("A");
    var ended = new CompletableFuture<Throwable>();
    byte[] poll = TaskMessages.getActivityTask(FakeStatesServer.ACTIVITY_ARN + "A", "w");
    var caller =
        new Thread(() ->
            ended.complete(
                catchThrowable(() -> client.call("GetActivityTask", poll, Duration.ofDays(1)))));
    caller.start();
    server.awaitCalls("GetActivityTask", 1);
    caller.interrupt();
    assertThat(ended.get(30, TimeUnit.SECONDS)).isInstanceOf(InterruptedException.class);
  }

  @Test
  void noAnswerInTimeIsAnIoException() {
    server.createActivity("A");
    byte[] poll = TaskMessages.getActivityTask(FakeStatesServer.ACTIVITY_ARN + "A", "w");
    assertThatThrownBy(() -> client.call("GetActivityTask", poll, Duration.ofMillis(50)))
        .isInstanceOf(IOException.class);
  }

  @Test
  void callsGoOnAfterARestartOfTheServer() throws Exception {
    client.call("Echo", TaskMessages.object());
    server.stop();
    assertThatThrownBy(() -> client.call("Echo", TaskMessages.object()))
        .isInstanceOf(IOException.class);
    server.start();
    assertThat(client.call("Echo", TaskMessages.object())).isEqualTo("{}".getBytes(UTF_8));
  }

  @Test
  void aClosedClientRefusesCalls() {
    client.close();
    assertThatThrownBy(() -> client.call("Echo", TaskMessages.object()))
        .isInstanceOf(IOException.class)
        .hasMessageContaining("closed");
  }

  @Test
  void anOperationIsAName() {
    assertThatThrownBy(() -> client.call("Echo\r\nX: y", TaskMessages.object()))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
