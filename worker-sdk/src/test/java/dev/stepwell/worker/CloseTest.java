package dev.stepwell.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The end of a worker: polls stop, handlers drain, and what does not drain is told so. */
@Timeout(60)
class CloseTest {
  private FakeStatesServer server;
  private final CountDownLatch handlerRuns = new CountDownLatch(1);
  private final CountDownLatch finish = new CountDownLatch(1);

  @BeforeEach
  void startServer() throws Exception {
    server = new FakeStatesServer();
    server.createActivity("Pack");
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private ActivityWorker start(Duration drainTimeout, TaskHandler handler) {
    var worker =
        ActivityWorker.builder()
            .endpoint(server.endpoint())
            .activity(FakeStatesServer.ACTIVITY_ARN + "Pack")
            .backoff(Duration.ofMillis(10), Duration.ofMillis(50))
            .drainTimeout(drainTimeout)
            .handler(handler)
            .build();
    worker.start();
    return worker;
  }

  private String runUntilFinished(TaskContext context, String input) throws InterruptedException {
    handlerRuns.countDown();
    finish.await();
    return input;
  }

  /** A thread in close() that has come as far as waiting, with a deadline, for the handlers. */
  private static Thread closeInBackground(ActivityWorker worker) {
    var closer = new Thread(worker::close, "closer");
    closer.start();
    while (closer.getState() != Thread.State.TIMED_WAITING) {
      assertThat(closer.isAlive()).isTrue();
      Thread.onSpinWait();
    }
    return closer;
  }

  @Test
  void closingLetsRunningHandlersFinishAndReport() throws Exception {
    var worker = start(Duration.ofMinutes(1), this::runUntilFinished);
    String token = server.offer("1");
    assertThat(handlerRuns.await(30, TimeUnit.SECONDS)).isTrue();
    Thread closer = closeInBackground(worker);
    server.failNext("SendTaskSuccess", 500, "InternalFailure");
    finish.countDown();
    closer.join();
    assertThat(server.isReported(token)).isTrue();
    assertThat(server.awaitReport(token).output()).isEqualTo("1");
  }

  @Test
  void whatDoesNotDrainIsInterruptedAndFailsItsTask() throws Exception {
    var worker = start(Duration.ZERO, this::runUntilFinished);
    String token = server.offer("1");
    assertThat(handlerRuns.await(30, TimeUnit.SECONDS)).isTrue();
    worker.close();
    assertThat(server.isReported(token)).isTrue();
    assertThat(server.awaitReport(token).error()).isEqualTo("WorkerStopped");
  }

  @Test
  void reportsThatCannotBeDeliveredEndWithTheDrain() throws Exception {
    var worker = start(Duration.ofMillis(200), (context, input) -> input);
    for (int i = 0; i < 1_000; i++) {
      server.failNext("SendTaskSuccess", 500, "InternalFailure");
    }
    String token = server.offer("1");
    server.awaitCalls("SendTaskSuccess", 2);
    worker.close();
    assertThat(server.isReported(token)).isFalse();
  }

  @Test
  void closingEndsOpenPollsAndPauses() throws Exception {
    var idle = start(Duration.ofMinutes(1), (context, input) -> input);
    server.awaitCalls("GetActivityTask", 4);
    idle.close();

    var endpoint = server.endpoint();
    server.stop();
    var unconnected =
        ActivityWorker.builder()
            .endpoint(endpoint)
            .activityName("Pack")
            .backoff(Duration.ofHours(1), Duration.ofHours(1))
            .handler((context, input) -> input)
            .build();
    unconnected.start();
    unconnected.close();
    server.start();
  }

  @Test
  void anInterruptedCloseStopsAtOnceAndKeepsTheInterrupt() throws Exception {
    var worker = start(Duration.ofDays(1), this::runUntilFinished);
    server.offer("1");
    assertThat(handlerRuns.await(30, TimeUnit.SECONDS)).isTrue();
    Thread.currentThread().interrupt();
    worker.close();
    assertThat(Thread.interrupted()).isTrue();
  }
}
