package dev.stepwell.launcher.process;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;

/**
 * When which fault happens, made from a seed.
 *
 * @param steps in order
 */
record FaultPlan(long seed, List<Step> steps) {
  /**
   * One fault.
   *
   * @param afterTasks how many tasks the workers are handed between the one before and this one
   * @param node the one that it concerns, where it concerns one
   */
  record Step(int afterTasks, Fault fault, int node) {}

  /**
   * Each fault at least once, the others at random.
   *
   * @param tasks between two faults, on average
   */
  static FaultPlan of(long seed, int count, int tasks, int nodes) {
    var random = new Random(seed);
    var all = List.of(Fault.values());
    var faults = new ArrayList<>(all);
    while (faults.size() < count) {
      faults.add(all.get(random.nextInt(all.size())));
    }
    Collections.shuffle(faults, random);
    var steps = new ArrayList<Step>();
    for (var fault : faults) {
      steps.add(new Step(1 + random.nextInt(2 * tasks), fault, random.nextInt(nodes)));
    }
    return new FaultPlan(seed, List.copyOf(steps));
  }
}
