package dev.stepwell.engine.timer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.thread.JvmThreads;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class TimerQueueTest {
  private static final Instant START = Instant.parse("2026-11-22T10:15:30Z");
  private static final Duration HORIZON = Duration.ofSeconds(3);

  private final AtomicReference<Instant> now = new AtomicReference<>(START);
  private final BlockingQueue<ExecutionId> fired = new LinkedBlockingQueue<>();
  private final TimerQueue timers =
      new TimerQueue(new JvmThreads(), now::get, HORIZON, 3, fired::add);

  @AfterEach
  void close() {
    timers.close();
  }

  private static ExecutionId id(int number) {
    return new ExecutionId(1, number);
  }

  private ExecutionId next() throws InterruptedException {
    var id = fired.poll(20, TimeUnit.SECONDS);
    assertThat(id).as("a timer that fires").isNotNull();
    return id;
  }

  @Test
  void firesInOrderOfTime() throws Exception {
    timers.schedule(id(2), START.plusMillis(20));
    timers.schedule(id(3), START.plusMillis(30));
    timers.schedule(id(1), START.plusMillis(10));
    now.set(START.plusMillis(30));
    timers.start();
    assertThat(next()).isEqualTo(id(1));
    assertThat(next()).isEqualTo(id(2));
    assertThat(next()).isEqualTo(id(3));
  }

  @Test
  void doesNotFireEarly() throws Exception {
    timers.start();
    timers.schedule(id(1), START.plusSeconds(2));
    now.set(START.plusMillis(1_999));
    timers.schedule(id(2), START);
    assertThat(next()).as("what is due").isEqualTo(id(2));
    assertThat(fired).isEmpty();
    now.set(START.plusSeconds(2));
    assertThat(next()).isEqualTo(id(1));
  }

  @Test
  void anEarlierTimeReplacesALaterOne() throws Exception {
    timers.schedule(id(1), START.plusSeconds(2));
    timers.schedule(id(1), START.plusSeconds(1));
    timers.schedule(id(1), START.plusSeconds(2));
    timers.schedule(id(2), START.plusMillis(2_500));
    now.set(START.plusSeconds(3));
    timers.start();
    assertThat(next()).isEqualTo(id(1));
    assertThat(next()).as("the first one fires once").isEqualTo(id(2));
  }

  @Test
  void leavesToTheScanWhatIsFarOrDoesNotFit() throws Exception {
    timers.schedule(id(9), START.plus(HORIZON).plusMillis(1));
    for (var number = 1; number <= 4; number++) {
      timers.schedule(id(number), START.plusMillis(number));
    }
    now.set(START.plusSeconds(10));
    timers.start();
    for (var number = 1; number <= 3; number++) {
      assertThat(next()).isEqualTo(id(number));
    }
    timers.schedule(id(5), START.plusSeconds(10));
    assertThat(next()).as("neither 9 nor 4").isEqualTo(id(5));
  }

  @Test
  void whatIsOverdueTakesThePlaceOfTheLatest() throws Exception {
    for (var number = 1; number <= 3; number++) {
      timers.schedule(id(number), START.plusMillis(number));
    }
    timers.schedule(id(4), START.minusSeconds(1));
    now.set(START.plusSeconds(10));
    timers.start();
    assertThat(next()).isEqualTo(id(4));
    assertThat(next()).isEqualTo(id(1));
    assertThat(next()).isEqualTo(id(2));
    timers.schedule(id(5), START.plusSeconds(10));
    assertThat(next()).as("3 has gone").isEqualTo(id(5));
  }

  @Test
  void takesTheSameExecutionAgain() throws Exception {
    timers.start();
    for (var round = 0; round < 100; round++) {
      timers.schedule(id(1), now.get());
      assertThat(next()).isEqualTo(id(1));
    }
  }
}
