package dev.stepwell.engine.service;

import java.util.Optional;
import java.util.function.Supplier;

/** Changes that are decided on what was seen, and decided anew where another was first. */
final class Races {
  /** Others can be first only so often: each time one of them has succeeded. */
  private static final int MAX = 100;

  private Races() {}

  /**
   * Tries until nobody was first.
   *
   * @param attempt looks, decides and writes; empty where what it saw has changed
   */
  static <T> Answer<T> until(Supplier<Optional<Answer<T>>> attempt) {
    for (var race = 0; race < MAX; race++) {
      var answer = attempt.get();
      if (answer.isPresent()) {
        return answer.get();
      }
    }
    return Answer.refused(Refusal.THROTTLED, "Rate exceeded");
  }
}
