package dev.stepwell.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * Heartbeats from handlers and from the worker's timer. One slot only: a slot that is not given
 * back stops the test.
 */
@Timeout(60)
class HeartbeatTest {
  private FakeStatesServer server;

  @BeforeEach
  void startServer() throws Exception {
    server = new FakeStatesServer();
    server.createActivity("Pack");
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private ActivityWorker.Builder worker(TaskHandler handler) {
    return ActivityWorker.builder()
        .endpoint(server.endpoint())
        .activity(FakeStatesServer.ACTIVITY_ARN + "Pack")
        .backoff(Duration.ofMillis(10), Duration.ofMillis(50))
        .concurrency(1)
        .handler(handler);
  }

  @Test
  void aHandlerSendsHeartbeats() throws Exception {
    TaskHandler handler =
        (context, input) -> {
          context.heartbeat();
          context.heartbeat();
          return String.valueOf(context.isGone());
        };
    try (var worker = worker(handler).build()) {
      worker.start();
      String token = server.offer("{}");
      assertThat(server.awaitReport(token).output()).isEqualTo("false");
      server.awaitHeartbeats(token, 2);
    }
  }

  @Test
  void aHeartbeatForATaskThatTimedOutStopsTheHandler() throws Exception {
    var second = new CompletableFuture<Boolean>();
    TaskHandler handler =
        (context, input) -> {
          if (input.equals("2")) {
            return input;
          }
          server.expire(context.taskToken());
          assertThatThrownBy(context::heartbeat).isInstanceOf(TaskGoneException.class);
          second.complete(context.isGone());
          context.heartbeat();
          return input;
        };
    try (var worker = worker(handler).build()) {
      worker.start();
      String gone = server.offer("1");
      String next = server.offer("2");
      assertThat(second.get(30, TimeUnit.SECONDS)).isTrue();
      assertThat(server.awaitReport(next).output()).isEqualTo("2");
      assertThat(server.isReported(gone)).isFalse();
      server.awaitCalls("SendTaskHeartbeat", 1);
    }
  }

  @Test
  void aHeartbeatIsRepeatedAFewTimesAndThenLeftToTheNext() throws Exception {
    TaskHandler handler =
        (context, input) -> {
          context.heartbeat();
          context.heartbeat();
          return input;
        };
    for (int i = 0; i < 3; i++) {
      server.failNext("SendTaskHeartbeat", 500, "InternalFailure");
    }
    try (var worker = worker(handler).build()) {
      worker.start();
      String token = server.offer("1");
      assertThat(server.awaitReport(token).output()).isEqualTo("1");
      server.awaitHeartbeats(token, 1);
      server.awaitCalls("SendTaskHeartbeat", 4);
    }
  }

  @Test
  void theTimerSendsHeartbeatsWhileTheHandlerRuns() throws Exception {
    TaskHandler handler =
        (context, input) -> {
          server.awaitHeartbeats(context.taskToken(), 3);
          return input;
        };
    try (var worker = worker(handler).heartbeatInterval(Duration.ofMillis(10)).build()) {
      worker.start();
      assertThat(server.awaitReport(server.offer("1")).output()).isEqualTo("1");
    }
  }

  @Test
  void theTimerInterruptsTheHandlerOfATaskThatIsGone() throws Exception {
    var interrupted = new CountDownLatch(1);
    TaskHandler handler =
        (context, input) -> {
          if (input.equals("2")) {
            return input;
          }
          server.expire(context.taskToken());
          try {
            new CountDownLatch(1).await();
          } catch (InterruptedException e) {
            interrupted.countDown();
          }
          return "nobody waits for this";
        };
    try (var worker = worker(handler).heartbeatInterval(Duration.ofMillis(10)).build()) {
      worker.start();
      String gone = server.offer("1");
      String next = server.offer("2");
      assertThat(interrupted.await(30, TimeUnit.SECONDS)).isTrue();
      assertThat(server.awaitReport(next).output()).isEqualTo("2");
      assertThat(server.isReported(gone)).isFalse();
    }
  }
}
