package dev.stepwell.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.story.Seed;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/**
 * The whole engine on several nodes, with everything going wrong. {@code -Dstepwell.seed=N} repeats
 * one simulation; {@code -Dstepwell.simulation.seconds=N} looks longer.
 */
class EngineSimulationTest {
  private static final long LONGEST_SECONDS = Long.getLong("stepwell.simulation.seconds", 20);

  @Test
  void promisesHoldWhateverHappens() {
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
    var seed = Seed.choose();
    do {
      new Simulation(seed++).run();
    } while (!Seed.isGiven() && System.nanoTime() < end);
  }

  @Test
  void aSeedTellsTheSameStoryAgain() {
    var seed = Seed.choose();
    assertThat(fingerprint(seed)).isEqualTo(fingerprint(seed)).isNotEqualTo(fingerprint(seed + 1));
  }

  private static long fingerprint(long seed) {
    var simulation = new Simulation(seed);
    simulation.run();
    return simulation.world().trace().fingerprint();
  }
}
