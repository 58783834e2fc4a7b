package dev.stepwell.benchmarks;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ClosedLoopTest {
  private static final Duration LONG = Duration.ofMinutes(10);

  @Test
  void runsEachNumberOnce() throws InterruptedException {
    var numbers = new ConcurrentSkipListSet<Integer>();
    var runs = new AtomicInteger();

    var measured =
        new ClosedLoop(
                1000,
                LONG,
                number -> {
                  numbers.add(number);
                  runs.incrementAndGet();
                })
            .run(7);

    assertThat(runs).hasValue(1000);
    assertThat(numbers).containsExactlyElementsOf(IntStream.range(0, 1000).boxed().toList());
    assertThat(measured.executions()).isEqualTo(1000);
    assertThat(measured.latencies().count()).isEqualTo(1000);
  }

  @Test
  void keepsAsManyGoingAsAsked() throws InterruptedException {
    var together = new CyclicBarrier(5);

    var measured =
        new ClosedLoop(
                50,
                LONG,
                number -> {
                  try {
                    together.await();
                  } catch (java.util.concurrent.BrokenBarrierException e) {
                    throw new IllegalStateException(e);
                  }
                })
            .run(5);

    assertThat(measured.executions()).isEqualTo(50);
  }

  @Test
  void beginsNothingWhenTheTimeIsOver() throws InterruptedException {
    var measured = new ClosedLoop(10, Duration.ZERO, number -> {}).run(2);

    assertThat(measured.executions()).isZero();
  }

  @Test
  void stopsAtTheFirstFailure() {
    var loop =
        new ClosedLoop(
            100,
            LONG,
            number -> {
              if (number == 3) {
                throw new BenchException("the fourth failed");
              }
            });

    assertThatThrownBy(() -> loop.run(1))
        .isInstanceOf(BenchException.class)
        .hasMessage("the fourth failed");
    assertThat(loop.over()).isEqualTo(3);
  }
}
