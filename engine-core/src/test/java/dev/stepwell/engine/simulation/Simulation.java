package dev.stepwell.engine.simulation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeoutException;

/** One life of a few executions, from a seed. */
final class Simulation {
  private static final Duration LEAST_MISFORTUNE = Duration.ofSeconds(5);
  private static final Duration PATIENCE = Duration.ofSeconds(30);
  private static final Duration LONGEST_CALM = Duration.ofMinutes(2);
  private static final Duration LONGEST_POLL = Duration.ofSeconds(25);

  private final long seed;
  private final World world;
  private final List<Worker> workers = new ArrayList<>();

  Simulation(long seed) {
    this.seed = seed;
    this.world = new World(seed);
  }

  /** Lives it through; a failure says how to see it again. */
  void run() {
    var _ = world.outside().startVirtual("director", this::direct);
    try {
      world.scheduler().run();
    } catch (ExecutionException failed) {
      throw report(Objects.requireNonNullElse(failed.getCause(), failed));
    } catch (TimeoutException hangs) {
      throw report(
          new AssertionError("a fibre waits for something else than the scheduler", hangs));
    } catch (InterruptedException stop) {
      throw new AssertionError(stop);
    }
  }

  private AssertionError report(Throwable broken) {
    return new AssertionError(
        "-Dstepwell.seed=%d\n%s\n%s\n%s\n%s"
            .formatted(
                seed,
                broken,
                world.definitions(),
                world.trace().lastLines(),
                world.ledger().histories()),
        broken);
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
      var polling = new Worker(world, "worker" + worker);
      workers.add(polling);
      polling.begin();
    }
    for (var client = 2 + random.nextInt(6); client > 0; client--) {
      var machine = world.stateMachineArns().get(random.nextInt(3));
      // Some share a name, and some of those even the machine and the input.
      var input = random.nextInt(4) == 0 ? "{\"n\": 2}" : World.INPUT;
      world.clientBegins();
      new Client(world).begin(machine, "run-" + random.nextInt(6), input);
    }
    if (random.nextInt(4) == 0) {
      world.clientBegins();
      new Client(world).beginDeletion(world.stateMachineArns().get(random.nextInt(3)));
    }
    var misfortune = new Misfortune(world);
    misfortune.reign(LEAST_MISFORTUNE.plus(world.someTime(40_000)));
    misfortune.ends();
    settle();
    if (random.nextInt(8) == 0) {
      everyPollEnds();
    }
    world.scheduler().end();
  }

  /** Whatever can go on goes on now; what waits for ever is stopped, and then all is over. */
  private void settle() {
    var begin = world.now();
    while (isBusy() && world.now().isBefore(begin.plus(LONGEST_CALM))) {
      world.ledger().chronicles().forEach(world::isWokenInTime);
      world.scheduler().pause(Duration.ofSeconds(2));
      if (world.now().isAfter(begin.plus(PATIENCE))) {
        world.ledger().nothingIsLeftUndone(PATIENCE, world.liveNodeIds());
      }
    }
    assertThat(world.openClients()).as("clients that nobody answers").isZero();
    for (var chronicle : List.copyOf(world.ledger().chronicles())) {
      if (!chronicle.isClosed()) {
        assertThat(world.ledger().isDoomed(chronicle)).as("%s is deleted", chronicle).isFalse();
        world.isInGoodHands(chronicle);
        new Client(world).stop(world.arn(chronicle.header()));
      }
    }
    var stopped = world.now();
    while (!world.ledger().isQuiet() && world.now().isBefore(stopped.plus(PATIENCE))) {
      world.scheduler().pause(Duration.ofSeconds(1));
    }
    world.ledger().everythingHasEnded();
  }

  /** Nobody waits for longer than he asked for, whatever became of his task or his node. */
  private void everyPollEnds() {
    world.scheduler().pause(LONGEST_POLL);
    for (var worker : workers) {
      assertThat(worker.pollEndsBy()).isAfterOrEqualTo(world.now().minusSeconds(2));
    }
  }

  private boolean isBusy() {
    return world.openClients() > 0
        || world.ledger().chronicles().stream().anyMatch(chronicle -> !chronicle.isClosed());
  }
}
