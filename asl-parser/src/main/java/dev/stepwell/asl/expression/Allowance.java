package dev.stepwell.asl.expression;

import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;

/**
 * What the expressions of one state may take together, so that no definition can hang or exhaust a
 * node, however many expressions it has.
 *
 * <p>Counted are steps, which are the same on every run: values looked at, nodes of JSONata
 * expressions, characters made or read. The thread's processor time is the last resort, for library
 * functions that are slow on values of a size that is allowed; time on the clock would also pass
 * while the process is stopped.
 *
 * <p>Of one thread.
 */
public final class Allowance {
  /** Most steps. */
  public static final long STEPS = 3_000_000;

  /** Characters that count as one step. */
  public static final int CHARACTERS_PER_STEP = 16;

  /** Longest processor time, in milliseconds. */
  public static final long MILLIS = 3_000;

  private static final int STEPS_BETWEEN_LOOKS_AT_THE_TIME = 1_024;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private long spent;
  private long nextLook = STEPS_BETWEEN_LOOKS_AT_THE_TIME;
  private long startNanos;
  private boolean isOutOfTime;

  /**
   * Takes steps.
   *
   * @return false when there are not enough: the evaluation must end
   */
  public boolean spend(long steps) {
    spent += steps;
    if (spent >= nextLook) {
      nextLook = spent + STEPS_BETWEEN_LOOKS_AT_THE_TIME;
      lookAtTheTime();
    }
    return !isExhausted();
  }

  /**
   * Takes the steps of a text.
   *
   * @return false when there are not enough: the evaluation must end
   */
  public boolean spendCharacters(long characters) {
    return spend(1 + characters / CHARACTERS_PER_STEP);
  }

  /** Whether nothing is left. */
  public boolean isExhausted() {
    return spent > STEPS || isOutOfTime;
  }

  /** Steps taken so far. */
  public long spent() {
    return spent;
  }

  /** Why nothing is left, for people. */
  public String excess() {
    return spent > STEPS
        ? "The expressions of the state take more than " + STEPS + " steps"
        : "The expressions of the state take more than " + MILLIS + " ms";
  }

  private void lookAtTheTime() {
    var now = THREADS.getCurrentThreadCpuTime();
    if (startNanos == 0) {
      startNanos = now;
    }
    isOutOfTime |= now - startNanos > MILLIS * 1_000_000;
  }
}
