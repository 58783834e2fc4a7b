package dev.stepwell.engine.thread;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;

class BellTest {
  private static final Duration FOR_EVER = Duration.ofDays(1);
  private static final int RINGS = 20_000;

  private final JvmThreads threads = new JvmThreads();
  private final Bell bell = new Bell(threads);

  @Test
  void aRingWhileNobodyWaitsIsRemembered() throws Exception {
    bell.ring();
    bell.ring();
    var waits =
        CompletableFuture.runAsync(() -> {
          bell.await(FOR_EVER);
          bell.await(Duration.ofNanos(1));
        });
    waits.get(20, TimeUnit.SECONDS);
  }

  @Test
  void noChangeGoesUnseen() throws Exception {
    var changes = new AtomicInteger();
    var loop =
        threads.startVirtual(
            "loop",
            () -> {
              for (var wait = 0; changes.get() < RINGS; wait++) {
                if (wait % 2 == 0) {
                  bell.await();
                } else {
                  bell.await(FOR_EVER);
                }
              }
            });
    for (var change = 0; change < RINGS; change++) {
      changes.incrementAndGet();
      bell.ring();
    }
    assertThat(threads.await(loop.ended(), Duration.ofSeconds(20))).isTrue();
  }

  @Test
  void whoeverIsInterruptedGivesUpWhereHeWaits() throws Exception {
    var givenUp = new CompletableFuture<Boolean>();
    var running =
        threads.startVirtual(
            "waiting",
            () -> {
              try {
                threads.await(new CompletableFuture<>());
                givenUp.complete(false);
              } catch (InterruptedException stop) {
                givenUp.complete(true);
              }
            });
    running.interrupt();
    assertThat(givenUp.get(20, TimeUnit.SECONDS)).isTrue();
    assertThat(threads.await(running.ended(), Duration.ofSeconds(20))).isTrue();
  }
}
