package dev.stepwell.worker;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.api.RepeatedTest;

class BackoffTest {
  @RepeatedTest(20)
  void doublesUpToTheMaximumAndStartsAnewAfterASuccess() {
    var backoff = new Backoff(new Backoff.Bounds(Duration.ofMillis(100), Duration.ofMillis(350)));
    assertThat(backoff.next()).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
    assertThat(backoff.next()).isBetween(Duration.ofMillis(100), Duration.ofMillis(200));
    assertThat(backoff.next()).isBetween(Duration.ofMillis(175), Duration.ofMillis(350));
    assertThat(backoff.next()).isBetween(Duration.ofMillis(175), Duration.ofMillis(350));
    backoff.reset();
    assertThat(backoff.next()).isBetween(Duration.ofMillis(50), Duration.ofMillis(100));
  }
}
