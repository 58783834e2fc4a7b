package dev.stepwell.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import dev.stepwell.engine.story.Seed;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

/**
 * The whole engine on several nodes, with everything going wrong. {@code -Dstepwell.seed=N} repeats
 * one simulation; {@code -Dstepwell.simulation.seconds=N} looks longer.
 */
class EngineSimulationTest {
  private static final long LONGEST_SECONDS = Long.getLong("stepwell.simulation.seconds", 30);

  /** A simulation has one fibre that runs at a time; so many of them fill the machine. */
  private static final int AT_A_TIME =
      Seed.isGiven() ? 1 : Runtime.getRuntime().availableProcessors();

  @Test
  void promisesHoldWhateverHappens() throws Exception {
    var end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_SECONDS);
    var first = Seed.choose();
    var next = new AtomicLong(first);
    var isBroken = new AtomicBoolean();
    Callable<Void> simulations =
        () -> {
          do {
            try {
              new Simulation(next.getAndIncrement()).run();
            } catch (AssertionError broken) {
              isBroken.set(true);
              throw broken;
            }
          } while (!Seed.isGiven() && !isBroken.get() && System.nanoTime() < end);
          return null;
        };
    try (var _ = new Complaints();
        var threads = Executors.newFixedThreadPool(AT_A_TIME)) {
      var running = new ArrayList<Callable<Void>>();
      for (var i = 0; i < AT_A_TIME; i++) {
        running.add(simulations);
      }
      for (var ended : threads.invokeAll(running)) {
        ended.get();
      }
    }
    System.out.printf("%,d simulations from seed %d%n", next.get() - first, first);
  }

  @Test
  void aSeedTellsTheSameStoryAgain() {
    var seed = Seed.choose();
    try (var _ = new Complaints()) {
      assertThat(fingerprint(seed))
          .isEqualTo(fingerprint(seed))
          .isNotEqualTo(fingerprint(seed + 1));
    }
  }

  private static long fingerprint(long seed) {
    var simulation = new Simulation(seed);
    simulation.run();
    return simulation.world().trace().fingerprint();
  }
}
