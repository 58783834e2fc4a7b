package dev.stepwell.http.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.persistence.testing.Await;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Whether the server notices that somebody who waits for a task has gone: a task handed to nobody is lost to its timeout. */
class PollerConnectionTest {
  private static final String POLL = "{\"activityArn\":\"a\"}";

  private final HeldOperation poll = new HeldOperation();
  private final HttpListener listener = TestNode.listener(List.of(poll), poll::release);

  @BeforeEach
  void start() {
    listener.start();
  }

  @AfterEach
  void close() {
    listener.close();
  }

  @Test
  void aPollerThatWaitsIsThere() throws Exception {
    try (var client = new RawClient(listener.port())) {
      client.send("GetActivityTask", POLL);
      var request = poll.waiting.take();
      assertThat(request.connected().getAsBoolean()).isTrue();
      assertThat(request.connected().getAsBoolean()).isTrue();
      poll.release();
      assertThat(client.receive()).isEqualTo("HTTP/1.1 200 OK");
    }
  }

  @Test
  void aPollerThatIsKilledIsGone() throws Exception {
    var client = new RawClient(listener.port());
    client.send("GetActivityTask", POLL);
    var request = poll.waiting.take();
    assertThat(request.connected().getAsBoolean()).isTrue();
    client.close();
    Await.until("the poller is gone", () -> !request.connected().getAsBoolean());
    assertThat(request.connected().getAsBoolean()).isFalse();
  }

  @Test
  void anEarlyRequestIsKeptAndAnswered() throws Exception {
    try (var client = new RawClient(listener.port())) {
      client.send("GetActivityTask", POLL);
      var first = poll.waiting.take();
      client.send("GetActivityTask", POLL);
      // Asked again and again, so that the probe surely meets the early bytes.
      for (var times = 0; times < 200; times++) {
        assertThat(first.connected().getAsBoolean()).isTrue();
        Thread.onSpinWait();
      }
      poll.release();
      assertThat(client.receive()).isEqualTo("HTTP/1.1 200 OK");
      assertThat(client.receive()).isEqualTo("HTTP/1.1 200 OK");
      client.send("GetActivityTask", POLL);
      assertThat(client.receive()).isEqualTo("HTTP/1.1 200 OK");
    }
  }
}
