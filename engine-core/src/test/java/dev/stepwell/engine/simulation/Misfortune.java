package dev.stepwell.engine.simulation;

import java.time.Duration;
import java.util.Random;

/** What goes wrong, for a while; then all is well. */
final class Misfortune {
  private final World world;
  private final Random random;

  Misfortune(World world) {
    this.world = world;
    this.random = world.random();
  }

  /** One disaster after the other. */
  void reign(Duration duration) {
    var end = world.now().plus(duration);
    world
        .network()
        .becomes(
            1 + random.nextInt(20_000),
            random.nextInt(3) == 0 ? random.nextInt(150) : 0,
            random.nextInt(3) * 500);
    while (world.now().isBefore(end)) {
      world.scheduler().pause(Duration.ofMillis(1 + random.nextInt(6_000)));
      strike();
    }
  }

  private void strike() {
    var nodes = world.nodes();
    if (nodes.isEmpty()) {
      world.startNode();
      return;
    }
    var node = nodes.get(random.nextInt(nodes.size()));
    var machine = node.machine();
    switch (random.nextInt(9)) {
      case 0, 1 -> {
        world.tell(machine.name(), "crashes");
        node.crash();
      }
      case 2 -> {
        if (node.isUp()) {
          world.tell(machine.name(), "is asked to end");
          node.shutDown();
        }
      }
      case 3, 4 -> {
        if (nodes.size() < 4) {
          world.startNode();
        }
      }
      case 5 -> {
        world.tell(machine.name(), "stands still");
        machine.standStill();
        after(20_000, () -> goOn(machine));
      }
      case 6 -> {
        var ahead = random.nextInt(20_000) - 10_000L;
        world.tell(machine.name(), "has its clock set to " + ahead + " ms ahead");
        machine.setClock(Duration.ofMillis(ahead));
      }
      case 7 -> {
        world.tell(machine.name(), "loses its database");
        world.network().cutOff(machine);
        after(8_000, () -> world.network().reconnect(machine));
      }
      default -> {}
    }
  }

  private void goOn(Machine machine) {
    world.tell(machine.name(), "goes on");
    machine.goOn();
  }

  private void after(int mostMillis, Runnable action) {
    var _ =
        world
            .outside()
            .startVirtual(
                "later",
                () -> {
                  world.scheduler().pause(Duration.ofMillis(1 + random.nextInt(mostMillis)));
                  action.run();
                });
  }

  /** From now on everything works; clocks need not agree, but stand within a second. */
  void ends() {
    world.tell("world", "is calm");
    world.becomesCalm();
    world.network().calmsDown(2_000);
    for (var node : world.nodes()) {
      world.network().reconnect(node.machine());
      node.machine().goOn();
      node.machine().setClock(Duration.ofMillis(random.nextInt(1_000)));
    }
    if (world.nodes().stream().noneMatch(Node::isUp)) {
      world.startNode();
    }
  }
}
