package dev.stepwell.engine;

/**
 * In which of its rounds a node asks the store for tasks that other nodes have written. For one
 * thread.
 *
 * <p>A node that believes itself alone asks now and then, too: one that was taken for dead may have
 * come to itself, written a task, and died before anybody heard of it.
 */
final class ScanRhythm {
  static final int ROUNDS_ALONE = 10;

  private int roundsAlone;

  /**
   * Whether this round asks.
   *
   * @param isShared whether this node knows of others
   */
  boolean isDue(boolean isShared) {
    roundsAlone = isShared ? 0 : roundsAlone % ROUNDS_ALONE + 1;
    // The first round alone, because the last of the others may have gone since the one before.
    return roundsAlone <= 1;
  }
}
