package dev.stepwell.engine.call;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.thread.JvmThreads;
import java.time.Duration;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class CallsInFlightTest {
  private static final int MOST = 2;
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  @Test
  void oneMoreThanTheLimitWaitsForItsTurn() throws InterruptedException {
    var begun = new LinkedBlockingQueue<Long>();
    var reported = new LinkedBlockingQueue<Long>();
    var mayEnd = new Semaphore(0);
    var inFlight = new AtomicInteger();
    var mostInFlight = new AtomicInteger();
    var runner =
        new CallRunner(
            new JvmThreads(),
            "node",
            (_, report) -> reported.add(((Command.ReportCall) report).scheduledEventId()),
            MOST);
    runner.callBy(call -> {
      mostInFlight.accumulateAndGet(inFlight.incrementAndGet(), Math::max);
      begun.add(call.scheduledEventId());
      mayEnd.acquire();
      inFlight.decrementAndGet();
      return new ServiceCaller.Result(new CallOutcome.Answered(call.parameters()));
    });
    for (var taskId = 1; taskId <= MOST + 1; taskId++) {
      runner.make(call(taskId));
    }
    for (var i = 0; i < MOST; i++) {
      assertThat(begun.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
    }
    assertThat(begun.poll(50, TimeUnit.MILLISECONDS)).as("the third call").isNull();
    mayEnd.release(1);
    assertThat(begun.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
    mayEnd.release(MOST);
    assertThat(runner.drain(PATIENCE)).isZero();
    for (var i = 0; i <= MOST; i++) {
      assertThat(reported.poll(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isNotNull();
    }
    assertThat(mostInFlight).hasValue(MOST);
  }

  private static ServiceCall call(long taskId) {
    return new ServiceCall(
        new ExecutionId(7, 42),
        taskId,
        "arn:aws:states:us-east-1:123456789012:execution:M:e",
        "arn:aws:states:::lambda:invoke",
        Payload.ofText("{}"),
        null);
  }
}
