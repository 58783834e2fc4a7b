package dev.stepwell.engine;

import static dev.stepwell.engine.ScanRhythm.ROUNDS_ALONE;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ScanRhythmTest {
  private final ScanRhythm rhythm = new ScanRhythm();

  private long asked(int rounds, boolean isShared) {
    return IntStream.range(0, rounds).filter(_ -> rhythm.isDue(isShared)).count();
  }

  @Test
  void asksInEachRoundBesideOthers() {
    assertThat(asked(100, true)).isEqualTo(100);
  }

  @Test
  void asksAtOnceWhenTheLastOfTheOthersHasGone() {
    var _ = rhythm.isDue(true);
    assertThat(rhythm.isDue(false)).isTrue();
    assertThat(rhythm.isDue(false)).isFalse();
  }

  @Test
  void asksNowAndThenAlone() {
    var _ = rhythm.isDue(false);
    assertThat(asked(ROUNDS_ALONE - 1, false)).isZero();
    assertThat(asked(100 * ROUNDS_ALONE, false)).isEqualTo(100);
  }
}
