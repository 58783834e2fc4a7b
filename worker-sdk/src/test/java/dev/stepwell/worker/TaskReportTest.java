package dev.stepwell.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.stepwell.worker.FakeStatesServer.Report;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What becomes of a handler's result, of whatever kind, and how it reaches the service. */
@Timeout(60)
class TaskReportTest {
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

  private ActivityWorker worker(TaskHandler handler) {
    return ActivityWorker.builder()
        .endpoint(server.endpoint())
        .activity(FakeStatesServer.ACTIVITY_ARN + "CheckOut")
        .backoff(Duration.ofMillis(10), Duration.ofMillis(50))
        .concurrency(1)
        .handler(handler)
        .build();
  }

  private Report reportOf(TaskHandler handler) throws Exception {
    try (var worker = worker(handler)) {
      worker.start();
      return server.awaitReport(server.offer("{}"));
    }
  }

  private static Report failed(String error, @Nullable String cause) {
    return new Report("SendTaskFailure", null, error, cause);
  }

  @Test
  void aTaskFailureIsReportedWithItsErrorAndCause() throws Exception {
    TaskHandler handler =
        (context, input) -> {
          throw new TaskFailure("CardDeclined", "limit reached");
        };
    assertThat(reportOf(handler)).isEqualTo(failed("CardDeclined", "limit reached"));
  }

  @Test
  void anyOtherExceptionIsReportedWithItsSimpleNameAndMessage() throws Exception {
    TaskHandler handler =
        (context, input) -> {
          throw new IllegalStateException("no till");
        };
    assertThat(reportOf(handler)).isEqualTo(failed("IllegalStateException", "no till"));
  }

  @Test
  void anAnonymousExceptionIsReportedWithTheNameOfItsSuperclass() throws Exception {
    TaskHandler handler =
        (context, input) -> {
          throw new IllegalStateException() {
            private static final long serialVersionUID = 1L;
          };
        };
    assertThat(reportOf(handler)).isEqualTo(failed("IllegalStateException", null));
  }

  @Test
  void errorsAreReportedToo() throws Exception {
    TaskHandler handler =
        (context, input) -> {
          throw new StackOverflowError("deep");
        };
    assertThat(reportOf(handler)).isEqualTo(failed("StackOverflowError", "deep"));
  }

  @Test
  void aLongCauseIsCutAtTheLimit() throws Exception {
    TaskHandler handler =
        (context, input) -> {
          throw new TaskFailure("Long", "c".repeat(32_769));
        };
    assertThat(reportOf(handler)).isEqualTo(failed("Long", "c".repeat(32_768)));
  }

  @Test
  void errorNamesOfTheLanguageAreRefused() {
    assertThatThrownBy(() -> new TaskFailure("States.Timeout", null))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("States.Timeout");
    assertThatThrownBy(() -> new TaskFailure("", null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> new TaskFailure("x".repeat(257), null))
        .isInstanceOf(IllegalArgumentException.class);
    assertThat(new TaskFailure("x".repeat(256), null).error()).hasSize(256);
  }

  @Test
  void outputAtTheLimitIsSentAndOnePastFailsTheTask() throws Exception {
    String largest = "\"" + "x".repeat(262_142) + "\"";
    assertThat(reportOf((context, input) -> largest).output()).isEqualTo(largest);

    // A poll that the closed worker has left open must not get the next task.
    server.stop();
    server.start();
    Report tooLarge = reportOf((context, input) -> largest.replaceFirst("x", "ä"));
    assertThat(tooLarge)
        .isEqualTo(failed("OutputTooLarge", "The output has 262145 bytes; the limit is 262144"));
  }

  @Test
  void outputThatIsNotJsonFailsTheTask() throws Exception {
    Report report = reportOf((context, input) -> "not json");
    assertThat(report).isEqualTo(failed("InvalidOutput", "Invalid Output: 'not JSON'"));
  }

  @Test
  void reportsAreRepeatedUntilTheServiceTakesThem() throws Exception {
    server.failNext("SendTaskSuccess", 500, "InternalFailure");
    server.failNext("SendTaskSuccess", 400, "ThrottlingException");
    server.answerNext("SendTaskSuccess", 502, "<html>bad gateway</html>");
    server.dropNext("SendTaskSuccess");
    assertThat(reportOf((context, input) -> "1").output()).isEqualTo("1");
    server.awaitCalls("SendTaskSuccess", 5);
  }

  @Test
  void aLateReportIsDroppedAndTheWorkerGoesOn() throws Exception {
    TaskHandler handler =
        (context, input) -> {
          if (input.equals("\"late\"")) {
            server.expire(context.taskToken());
          }
          return input;
        };
    try (var worker = worker(handler)) {
      worker.start();
      String late = server.offer("\"late\"");
      String next = server.offer("\"next\"");
      assertThat(server.awaitReport(next).output()).isEqualTo("\"next\"");
      assertThat(server.isReported(late)).isFalse();
    }
  }

  @Test
  void aRefusalThatNoRepetitionCuresIsDropped() throws Exception {
    server.failNext("SendTaskSuccess", 400, "AccessDeniedException");
    try (var worker = worker((context, input) -> input)) {
      worker.start();
      String refused = server.offer("1");
      String next = server.offer("2");
      assertThat(server.awaitReport(next).output()).isEqualTo("2");
      assertThat(server.isReported(refused)).isFalse();
    }
  }
}
