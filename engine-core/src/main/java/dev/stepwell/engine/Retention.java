package dev.stepwell.engine;

import dev.stepwell.engine.cluster.Membership;
import dev.stepwell.engine.store.ExecutionStore;
import dev.stepwell.engine.store.ExpressStore;
import dev.stepwell.engine.thread.Threads;
import dev.stepwell.engine.timer.Pump;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Removes executions that have been closed for long enough: shard by shard, the earliest stop
 * first, in batches so small and so far apart that those who run do not notice. Each node looks
 * after its own shards; two nodes at the same shard for a moment do no harm. Express executions go
 * with their machine, too.
 */
public final class Retention implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

  /** Executions of either kind at a time; with {@link #PAUSE}, 2,000 a second of a node. */
  static final int BATCH = 200;

  private static final Duration PAUSE = Duration.ofMillis(100);

  /** After a round over all shards that found little. */
  static final Duration REST = Duration.ofMinutes(1);

  private final ExecutionStore executions;
  private final ExpressStore express;
  private final Membership membership;
  private final InstantSource clock;
  private final Duration keptFor;
  private final Pump pump;
  private Instant restsUntil = Instant.MIN;
  private int nextShard;
  private long removed;

  /**
   * Begins with {@link #start}.
   *
   * @param keptFor from an execution's end to its removal
   */
  public Retention(
      ExecutionStore executions,
      ExpressStore express,
      Membership membership,
      Threads threads,
      InstantSource clock,
      Duration keptFor) {
    this.executions = executions;
    this.express = express;
    this.membership = membership;
    this.clock = clock;
    this.keptFor = keptFor;
    this.pump = new Pump(threads, "retention", PAUSE, this::advance);
  }

  public void start() {
    pump.start();
  }

  /** Removes one batch, unless there was nothing to remove lately. Used by one thread. */
  boolean advance() {
    if (clock.instant().isBefore(restsUntil)) {
      return false;
    }
    var shards = membership.ownShards();
    while (nextShard < shards.size()) {
      var shard = shards.get(nextShard);
      var found = executions.removeStopped(shard, keptFor, BATCH);
      var foundExpress = express.removeEnded(shard, keptFor, BATCH);
      removed += found + foundExpress;
      if (found == BATCH || foundExpress == BATCH) {
        return false;
      }
      nextShard++;
      if (found > 0 || foundExpress > 0) {
        return false;
      }
    }
    // One node is enough: this goes by machines, not by shards.
    if (shards.contains(0) && express.removeEndedOfNoMachine(BATCH) == BATCH) {
      return false;
    }
    if (removed > 0) {
      LOG.info("{} executions that ended more than {} ago were removed", removed, keptFor);
    }
    removed = 0;
    nextShard = 0;
    restsUntil = clock.instant().plus(REST);
    return false;
  }

  @Override
  public void close() {
    pump.close();
  }
}
