package dev.stepwell.http.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stepwell.asl.json.Json;
import java.net.ConnectException;
import java.util.List;
import org.junit.jupiter.api.Test;

class DrainTest {
  @Test
  void aStoppingServerAnswersOpenPollsWithoutATask() throws Exception {
    try (var node = new TestNode()) {
      var activity = node.call("CreateActivity", Json.object().put("name", "a"));
      try (var client = new RawClient(node.url().getPort())) {
        client.send(
            "GetActivityTask", "{\"activityArn\":\"" + activity.text("activityArn") + "\"}");
        assertThat(node.awaitArrival()).isEqualTo("CreateActivity");
        assertThat(node.awaitArrival()).isEqualTo("GetActivityTask");
        node.stopListening();
        assertThat(client.receive()).isEqualTo("HTTP/1.1 200 OK");
      }
    }
  }

  @Test
  void whatIsBeingAnsweredIsFinishedAndNobodyElseComesIn() throws Exception {
    var held = new HeldOperation();
    var listener = TestNode.listener(List.of(held), held::release);
    listener.start();
    var port = listener.port();
    try (var client = new RawClient(port)) {
      client.send("GetActivityTask", "{\"activityArn\":\"a\"}");
      held.waiting.take();
      listener.close();
      assertThat(client.receive()).isEqualTo("HTTP/1.1 200 OK");
      assertThatThrownBy(() -> new RawClient(port)).isInstanceOf(ConnectException.class);
    }
  }
}
