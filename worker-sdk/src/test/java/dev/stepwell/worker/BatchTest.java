package dev.stepwell.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Many tasks with one request, at a service that has such requests. */
@Timeout(60)
class BatchTest {
  private final Queue<String> reported = new ConcurrentLinkedQueue<>();
  private FakeStatesServer server;

  @BeforeEach
  void startServer() throws Exception {
    server = new FakeStatesServer(true);
    server.createActivity("work");
  }

  @AfterEach
  void stopServer() {
    server.close();
  }

  private ActivityWorker.Builder worker() {
    return ActivityWorker.builder()
        .endpoint(server.endpoint())
        .activity(FakeStatesServer.ACTIVITY_ARN + "work")
        .concurrency(20)
        .onReported(reported::add)
        .handler((context, input) -> input);
  }

  @Test
  void onePollBringsManyTasks() throws Exception {
    var tokens = new ArrayList<String>();
    for (int i = 0; i < 50; i++) {
      tokens.add(server.offer("" + i));
    }
    try (var worker = worker().build()) {
      worker.start();
      for (int i = 0; i < 50; i++) {
        assertThat(server.awaitReport(tokens.get(i)).output()).isEqualTo("" + i);
      }
    }
    assertThat(reported).containsExactlyInAnyOrderElementsOf(tokens);
    assertThat(server.mostTogether()).isBetween(2, 20);
    assertThat(server.mostHeld()).as("open polls and tasks").isLessThanOrEqualTo(22);
    assertThat(server.calls("GetActivityTask")).isZero();
    assertThat(server.calls("SendTaskSuccess")).isZero();
  }

  @Test
  void aReportThatIsLostIsSentAgain() throws Exception {
    server.dropNext("report");
    server.failNext("report", 503, "ServiceUnavailable");
    String token = server.offer("1");
    try (var worker = worker().build()) {
      worker.start();
      assertThat(server.awaitReport(token).output()).isEqualTo("1");
    }
    assertThat(reported).containsExactly(token);
  }

  @Test
  void anOutputThatIsRefusedFailsTheTask() throws Exception {
    String bad = server.offer("1");
    try (var worker = worker().handler((context, input) -> "not JSON").build()) {
      worker.start();
      assertThat(server.awaitReport(bad).error()).isEqualTo("InvalidOutput");
    }
  }

  @Test
  void aHandlerThatThrowsFailsTheTaskOverBatchesToo() throws Exception {
    String token = server.offer("1");
    try (var worker =
        worker()
            .handler((context, input) -> {
              throw new TaskFailure("NoStock", "sold out");
            })
            .build()) {
      worker.start();
      var report = server.awaitReport(token);
      assertThat(report.error()).isEqualTo("NoStock");
      assertThat(report.cause()).isEqualTo("sold out");
    }
  }

  @Test
  void aPollThatFailsIsTriedAgain() throws Exception {
    server.dropNext("poll");
    server.failNext("poll", 500, "InternalFailure");
    String token = server.offer("1");
    try (var worker = worker().build()) {
      worker.start();
      assertThat(server.awaitReport(token).output()).isEqualTo("1");
    }
  }

  @Test
  void anActivityThatIsMissingIsNoReasonForSingleCalls() throws Exception {
    server.deleteActivity("work");
    try (var worker = worker().build()) {
      worker.start();
      server.awaitCalls("poll", 2);
      server.createActivity("work");
      String token = server.offer("1");
      assertThat(server.awaitReport(token).output()).isEqualTo("1");
    }
    assertThat(server.calls("GetActivityTask")).isZero();
  }
}
