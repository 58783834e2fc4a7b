package dev.stepwell.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stepwell.worker.FakeStatesServer.Report;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a worker promises, against a server of the protocol in memory. */
@Timeout(60)
class ActivityWorkerTest {
  private static final String ARN = FakeStatesServer.ACTIVITY_ARN + "CheckOut";

  record Order(BigDecimal amount, List<String> items) {}

  record Bill(BigDecimal total, int items) {}

  private FakeStatesServer server;

  @BeforeEach
  void startServer() throws Exception {
    server = new FakeStatesServer();
    server.createActivity("CheckOut");
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private ActivityWorker.Builder worker(TaskHandler handler) {
    return ActivityWorker.builder()
        .endpoint(server.endpoint())
        .activity(ARN)
        .backoff(Duration.ofMillis(10), Duration.ofMillis(50))
        .handler(handler);
  }

  private static Report succeeded(String output) {
    return new Report("SendTaskSuccess", output, null, null);
  }

  private static Report failed(String error, String cause) {
    return new Report("SendTaskFailure", null, error, cause);
  }

  @Test
  void runsTheHandlerAndReportsItsOutput() throws Exception {
    try (var worker =
        worker((context, input) -> "{\"was\":" + input + "}").workerName("till-1").build()) {
      worker.start();
      String token = server.offer("{\"text\":\"ä\\n\\\"\"}");
      assertThat(server.awaitReport(token))
          .isEqualTo(succeeded("{\"was\":{\"text\":\"ä\\n\\\"\"}}"));
      assertThat(server.lastWorkerName()).isEqualTo("till-1");
    }
  }

  @Test
  void noOutputIsJsonNull() throws Exception {
    try (var worker = worker((context, input) -> null).build()) {
      worker.start();
      assertThat(server.awaitReport(server.offer("{}"))).isEqualTo(succeeded("null"));
    }
  }

  @Test
  void mapsInputAndOutputOfTypedHandlers() throws Exception {
    var handler =
        ActivityWorker.typed(
            Order.class,
            (context, order) -> new Bill(order.amount().setScale(2), order.items().size()));
    try (var worker = worker(handler).build()) {
      worker.start();
      String token = server.offer("{\"amount\":1000,\"items\":[\"a\",\"b\"],\"unknown\":1}");
      assertThat(server.awaitReport(token)).isEqualTo(succeeded("{\"total\":1000.00,\"items\":2}"));

      Report misfit = server.awaitReport(server.offer("{\"amount\":\"a lot\"}"));
      assertThat(misfit.error()).isEqualTo("InvalidInput");
      assertThat(misfit.cause()).contains("BigDecimal");
      assertThat(server.awaitReport(server.offer("null")))
          .isEqualTo(failed("InvalidInput", "The input is null"));
    }
  }

  @Test
  void takesASlotBeforeEachPollAndUsesAllSlots() throws Exception {
    int concurrency = 3;
    var allSlotsBusy = new CountDownLatch(concurrency);
    var mostRunning = new AtomicInteger();
    var running = new AtomicInteger();
    TaskHandler handler =
        (context, input) -> {
          mostRunning.accumulateAndGet(running.incrementAndGet(), Math::max);
          allSlotsBusy.countDown();
          assertThat(allSlotsBusy.await(30, TimeUnit.SECONDS)).isTrue();
          running.decrementAndGet();
          return input;
        };
    try (var worker = worker(handler).concurrency(concurrency).pollers(8).build()) {
      var tokens = new ArrayList<String>();
      for (int i = 0; i < 200; i++) {
        tokens.add(server.offer(String.valueOf(i)));
      }
      worker.start();
      for (int i = 0; i < tokens.size(); i++) {
        assertThat(server.awaitReport(tokens.get(i))).isEqualTo(succeeded(String.valueOf(i)));
      }
      assertThat(mostRunning).hasValue(concurrency);
      assertThat(server.mostHeld()).isEqualTo(concurrency);
    }
  }

  @Test
  void createsAnActivityGivenByNameAndCreatesItAgainWhenItIsGone() throws Exception {
    var builder =
        ActivityWorker.builder()
            .endpoint(server.endpoint())
            .activityName("ApplyDiscount")
            .backoff(Duration.ofMillis(10), Duration.ofMillis(50))
            .handler((context, input) -> input);
    try (var worker = builder.build()) {
      assertThatThrownBy(() -> worker.awaitActivityArn(Duration.ZERO))
          .isInstanceOf(TimeoutException.class)
          .hasMessageContaining("ApplyDiscount");
      worker.start();
      assertThat(worker.awaitActivityArn(Duration.ofSeconds(30)))
          .isEqualTo(FakeStatesServer.ACTIVITY_ARN + "ApplyDiscount");
      server.awaitCalls("GetActivityTask", 1);
      server.deleteActivity("ApplyDiscount");
      assertThat(server.awaitReport(server.offer("1"))).isEqualTo(succeeded("1"));
    }
  }

  @Test
  void keepsPollingUntilAMissingActivityIsThere() throws Exception {
    server.deleteActivity("CheckOut");
    try (var worker = worker((context, input) -> input).pollers(1).build()) {
      worker.start();
      server.awaitCalls("GetActivityTask", 3);
      server.createActivity("CheckOut");
      assertThat(server.awaitReport(server.offer("1"))).isEqualTo(succeeded("1"));
    }
  }

  @Test
  void pollingOutlastsErrorsDroppedConnectionsAndNonsense() throws Exception {
    server.failNext("GetActivityTask", 500, "InternalFailure");
    server.failNext("GetActivityTask", 400, "ThrottlingException");
    server.dropNext("GetActivityTask");
    server.answerNext("GetActivityTask", 200, "<html>");
    server.answerNext("GetActivityTask", 200, "[]");
    server.answerNext("GetActivityTask", 200, "{\"taskToken\":null}");
    server.answerNext("GetActivityTask", 404, "no route");
    try (var worker = worker((context, input) -> input).pollers(1).concurrency(1).build()) {
      worker.start();
      assertThat(server.awaitReport(server.offer("1"))).isEqualTo(succeeded("1"));
    }
  }

  @Test
  void survivesARestartOfTheServerWhileATaskRuns() throws Exception {
    var running = new CountDownLatch(1);
    var finish = new CountDownLatch(1);
    TaskHandler handler =
        (context, input) -> {
          running.countDown();
          assertThat(finish.await(30, TimeUnit.SECONDS)).isTrue();
          return input;
        };
    try (var worker = worker(handler).build()) {
      worker.start();
      String before = server.offer("1");
      assertThat(running.await(30, TimeUnit.SECONDS)).isTrue();
      server.stop();
      finish.countDown();
      String after = server.offer("2");
      server.start();
      assertThat(server.awaitReport(before)).isEqualTo(succeeded("1"));
      assertThat(server.awaitReport(after)).isEqualTo(succeeded("2"));
    }
  }

  @Test
  void aWorkerStartsOnce() {
    var worker = worker((context, input) -> input).build();
    worker.start();
    assertThatThrownBy(worker::start).isInstanceOf(IllegalStateException.class);
    worker.close();
    worker.close();
    var closed = worker((context, input) -> input).build();
    closed.close();
    assertThatThrownBy(closed::start).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void workersMayShareAClient() throws Exception {
    try (var client = new StatesClient(server.endpoint())) {
      try (var worker =
          ActivityWorker.builder()
              .client(client)
              .activity(ARN)
              .handler((context, input) -> input)
              .build()) {
        worker.start();
        assertThat(server.awaitReport(server.offer("1"))).isEqualTo(succeeded("1"));
      }
      assertThat(client.call("CreateActivity", TaskMessages.createActivity("A"))).isNotEmpty();
    }
  }

  @Test
  void buildersRefuseWhatCannotWork() {
    var builder = ActivityWorker.builder();
    assertThatThrownBy(builder::build).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() ->
            worker((context, input) -> input).client(new StatesClient(server.endpoint())).build())
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("either an endpoint or a client");
    assertThatThrownBy(() -> builder.concurrency(0)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.pollers(-1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.workerName("")).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.workerName("x".repeat(81)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(builder.workerName("x".repeat(80))).isSameAs(builder);
    assertThatThrownBy(() -> builder.heartbeatInterval(Duration.ZERO))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.drainTimeout(Duration.ofMillis(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> builder.backoff(Duration.ofSeconds(2), Duration.ofSeconds(1)))
        .isInstanceOf(IllegalArgumentException.class);
  }
}
