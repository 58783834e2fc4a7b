package dev.stepwell.launcher.process;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * What the workers know of every task that they were handed. Outlasts every server. Safe for many
 * threads.
 */
final class TaskLog {
  /** Whom a task belongs to: an execution has each item once. */
  record Item(String executionArn, String item) {}

  /**
   * One task that a worker was handed.
   *
   * @param id chosen by the worker, part of the output
   * @param attempt 1 for the first task of the item
   */
  record Handed(String id, Item item, String token, int attempt) {}

  private final List<Handed> handed = new ArrayList<>();
  private final Map<Item, Integer> attempts = new HashMap<>();
  private final List<Handed> acknowledged = new ArrayList<>();
  private final Set<String> refused = new HashSet<>();
  private final Map<String, Integer> lateAnswers = new HashMap<>();

  synchronized Handed add(Item item, String token) {
    var task =
        new Handed(
            UUID.randomUUID().toString(), item, token, attempts.merge(item, 1, Integer::sum));
    handed.add(task);
    notifyAll();
    return task;
  }

  /** The service has said that the success counts. */
  synchronized void acknowledge(Handed task) {
    acknowledged.add(task);
  }

  /** The service has said that the success does not count; it was reported once. */
  synchronized void refuse(Handed task) {
    refused.add(task.id());
  }

  /** What the service said to a second outcome for a token; "" when it took it. */
  synchronized void answeredLate(String error) {
    lateAnswers.merge(error, 1, Integer::sum);
  }

  synchronized List<Handed> handed() {
    return List.copyOf(handed);
  }

  synchronized int countHanded() {
    return handed.size();
  }

  synchronized List<Handed> acknowledged() {
    return List.copyOf(acknowledged);
  }

  /** Ids of the tasks whose success was refused at the first attempt to report it. */
  synchronized Set<String> refused() {
    return Set.copyOf(refused);
  }

  synchronized Map<String, Integer> lateAnswers() {
    return Map.copyOf(lateAnswers);
  }

  /** Waits until that many tasks were handed out. */
  synchronized void awaitHanded(int count, Duration patience) throws InterruptedException {
    var deadline = System.nanoTime() + patience.toNanos();
    while (handed.size() < count) {
      var left = Duration.ofNanos(deadline - System.nanoTime()).toMillis();
      if (left <= 0) {
        throw new AssertionError(
            "Only " + handed.size() + " of " + count + " tasks in " + patience);
      }
      wait(left);
    }
  }
}
