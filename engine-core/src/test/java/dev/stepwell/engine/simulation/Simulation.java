package dev.stepwell.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;

/** One life of a few executions, from a seed. */
final class Simulation {
  private static final Duration PATIENCE = Duration.ofSeconds(90);
  private static final Duration LONGEST_CALM = Duration.ofSeconds(150);

  private final long seed;
  private final World world;

  Simulation(long seed) {
    this.seed = seed;
    this.world = new World(seed);
  }

  /** Lives it through; a failure says how to see it again. */
  void run() {
    var _ = world.outside().startVirtual("director", this::direct);
    try {
      world.scheduler().run();
    } catch (Exception | AssertionError broken) {
      throw new AssertionError(
          "-Dstepwell.seed=%d\n%s\n%s\n%s\n%s"
              .formatted(
                  seed,
                  broken,
                  world.definitions(),
                  world.trace().lastLines(),
                  world.ledger().histories()),
          broken);
    }
  }

  World world() {
    return world;
  }

  private void direct() {
    var random = world.random();
    for (var node = 1 + random.nextInt(3); node > 0; node--) {
      world.startNode();
    }
    for (var worker = 1 + random.nextInt(3); worker > 0; worker--) {
      new Worker(world, "worker" + worker).begin();
    }
    for (var client = 2 + random.nextInt(6); client > 0; client--) {
      var machine = world.stateMachineArns().get(random.nextInt(3));
      // Some share a name, and some of those even the machine and the input.
      var input = random.nextInt(4) == 0 ? "{\"n\": 2}" : World.INPUT;
      world.clientBegins();
      new Client(world).begin(machine, "run-" + random.nextInt(6), input);
    }
    var misfortune = new Misfortune(world);
    misfortune.reign(Duration.ofSeconds(20 + random.nextInt(40)));
    misfortune.ends();
    settle();
    world.scheduler().end();
  }

  /** Whatever can go on goes on now; what waits for ever is stopped, and then all is over. */
  private void settle() {
    var begin = world.now();
    while (isBusy() && world.now().isBefore(begin.plus(LONGEST_CALM))) {
      world.scheduler().pause(Duration.ofSeconds(5));
      if (world.now().isAfter(begin.plus(PATIENCE))) {
        world.ledger().nothingIsLeftUndone(PATIENCE, world.liveNodeIds());
      }
    }
    assertThat(world.openClients()).as("clients that nobody answers").isZero();
    for (var chronicle : List.copyOf(world.ledger().chronicles())) {
      if (!chronicle.isClosed()) {
        world.mayWaitForEver(chronicle);
        new Client(world).stop(world.arn(chronicle.header()));
      }
    }
    var stopped = world.now();
    while (!world.ledger().isQuiet() && world.now().isBefore(stopped.plus(PATIENCE))) {
      world.scheduler().pause(Duration.ofSeconds(1));
    }
    world.ledger().everythingHasEnded();
  }

  private boolean isBusy() {
    return world.openClients() > 0
        || world.ledger().chronicles().stream().anyMatch(chronicle -> !chronicle.isClosed());
  }
}
