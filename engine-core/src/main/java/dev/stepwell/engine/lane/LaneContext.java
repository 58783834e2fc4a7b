package dev.stepwell.engine.lane;

import dev.stepwell.engine.call.CallRunner;
import dev.stepwell.engine.interpreter.Interpreter;
import dev.stepwell.engine.live.Watches;
import dev.stepwell.engine.machine.MachineCatalog;
import dev.stepwell.engine.model.IdGenerator;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.store.ExecutionStore;
import dev.stepwell.engine.task.TaskBoard;
import dev.stepwell.engine.task.TaskTokens;
import dev.stepwell.engine.thread.Threads;
import dev.stepwell.engine.timer.TimerQueue;
import java.time.InstantSource;
import java.util.random.RandomGenerator;

/** What all lanes of a node share. */
public record LaneContext(
    ExecutionStore store,
    Interpreter interpreter,
    Limits limits,
    MachineCatalog machines,
    TaskBoard tasks,
    CallRunner calls,
    TaskTokens tokens,
    TimerQueue timers,
    Threads threads,
    InstantSource clock,
    IdGenerator ids,
    RandomGenerator random,
    Runnable inboxFilled,
    Watches watches,
    LaneSettings settings) {

  /**
   * How large a lane may grow.
   *
   * @param queueCapacity starts, and as many other requests from outside, that may wait for one
   *     lane
   * @param batchSize submissions that one transaction may hold
   * @param batchCharacters inputs and outputs of states after which a transaction takes no further
   *     submission
   * @param cacheBytes estimated size of the states that one lane keeps
   */
  public record LaneSettings(
      int queueCapacity, int batchSize, long batchCharacters, long cacheBytes) {
    public static final LaneSettings DEFAULTS = new LaneSettings(10_000, 500, 8 << 20, 64L << 20);
  }
}
