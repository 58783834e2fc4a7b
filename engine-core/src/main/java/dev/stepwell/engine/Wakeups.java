package dev.stepwell.engine;

import dev.stepwell.engine.cluster.Membership;
import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.lane.Reply;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.store.ExecutionStore;
import dev.stepwell.engine.timer.TimerQueue;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Collection;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Takes the wake-up times of executions from their rows to the timers, and what is due to the
 * lanes.
 */
final class Wakeups {
  /** What is due later than this is left to a later look. */
  private static final Duration LOOK_AHEAD = Duration.ofSeconds(3);

  private final ExecutionStore store;
  private final Membership membership;
  private final InstantSource clock;
  private final Inbox.Door door;
  private final Runnable lookSoon;
  private final int scanRows;
  private final TimerQueue timers;
  private final Set<ExecutionId> waking = ConcurrentHashMap.newKeySet();
  private volatile boolean moreToFind;

  /**
   * Nothing is known yet.
   *
   * @param lookSoon asks for another look
   * @param scanRows how many rows one look takes
   * @param timerCapacity near wake-ups kept in memory
   */
  Wakeups(
      ExecutionStore store,
      Membership membership,
      Engine.Host host,
      Inbox.Door door,
      Runnable lookSoon,
      int scanRows,
      int timerCapacity) {
    this.store = store;
    this.membership = membership;
    this.clock = host.clock();
    this.door = door;
    this.lookSoon = lookSoon;
    this.scanRows = scanRows;
    this.timers = new TimerQueue(host.threads(), clock, LOOK_AHEAD, timerCapacity, this::wake);
  }

  TimerQueue timers() {
    return timers;
  }

  private void wake(ExecutionId id) {
    if (waking.add(id)) {
      door.submit(id, new Command.FireTimer(), 0, reply -> woken(id, reply));
    }
  }

  private void woken(ExecutionId id, Reply reply) {
    waking.remove(id);
    // What fell due while this wake-up was on its way was taken for the same one.
    if (reply instanceof Reply.Committed(var state, _) && state.wakeAt() != null) {
      moreToFind |= !timers.schedule(id, state.wakeAt());
    }
    // A burst is larger than one look: the next look follows when most of this one is done.
    if (moreToFind && waking.size() < scanRows / 4 && timers.isHalfEmpty()) {
      moreToFind = false;
      lookSoon.run();
    }
  }

  /**
   * One look at the rows of this node's shards, and at what other nodes are late with.
   *
   * @return false: what is left comes with the next look
   */
  boolean look() {
    var now = clock.instant();
    look(membership.ownShards(), now.plus(LOOK_AHEAD));
    look(membership.otherShards(), now.minus(LOOK_AHEAD));
    return false;
  }

  private void look(Collection<Integer> shards, Instant until) {
    if (!shards.isEmpty()) {
      var found = store.findWakeups(shards, until, scanRows);
      moreToFind |= found.size() == scanRows;
      for (var wakeup : found) {
        if (!waking.contains(wakeup.id())) {
          moreToFind |= !timers.schedule(wakeup.id(), wakeup.wakeAt());
        }
      }
    }
  }
}
