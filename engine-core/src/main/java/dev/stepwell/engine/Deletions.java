package dev.stepwell.engine;

import dev.stepwell.engine.cluster.Membership;
import dev.stepwell.engine.codec.CommandCodec;
import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.machine.MachineCatalog;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Finishes what DeleteStateMachine began: aborts what still runs, then removes the executions'
 * rows, then the machine. Used by one pump.
 */
final class Deletions {
  private static final Logger LOG = LoggerFactory.getLogger(Deletions.class);

  private static final Duration GRACE = MachineCatalog.CURRENT_FOR.multipliedBy(3);

  /** A node that has been silent for longer than this is not waited for. */
  private static final Duration LONGEST_STANDSTILL = Duration.ofSeconds(25);

  private final Engine.Stores stores;
  private final MachineCatalog machines;
  private final Membership membership;
  private final InstantSource clock;
  private final Runnable inboxFilled;
  private final int rowsAtOnce;

  /** Machines that had no executions left, and when that was first seen. */
  private final Map<Long, Instant> quietSince = new HashMap<>();

  Deletions(
      Engine.Stores stores,
      MachineCatalog machines,
      Membership membership,
      InstantSource clock,
      Runnable inboxFilled,
      int rowsAtOnce) {
    this.stores = stores;
    this.machines = machines;
    this.membership = membership;
    this.clock = clock;
    this.inboxFilled = inboxFilled;
    this.rowsAtOnce = rowsAtOnce;
  }

  /**
   * One step for each machine that is being deleted.
   *
   * @return whether there is more to do at once
   */
  boolean advance() {
    var more = false;
    for (var machine : stores.stateMachines().findDeleting()) {
      machines.forgetCurrent(machine.name());
      var stop =
          CommandCodec.encode(new Command.StopExecution(null, "The state machine was deleted."));
      if (stores.executions().sendToRunning(machine.id(), stop) > 0) {
        inboxFilled.run();
      } else if (stores.executions().removeClosed(machine.id(), rowsAtOnce) > 0) {
        more = true;
      } else if (hasBeenQuiet(machine.id()) && stores.stateMachines().remove(machine.id())) {
        quietSince.remove(machine.id());
        LOG.info("state machine {} is deleted", machine.name());
      }
    }
    return more;
  }

  /**
   * Another node may believe for a moment that a deleted machine is there, and start an execution;
   * one that stands still believes it until it goes on.
   */
  private boolean hasBeenQuiet(long machineId) {
    var now = clock.instant();
    if (!membership.hasHeardFromAll(LONGEST_STANDSTILL, GRACE)) {
      quietSince.put(machineId, now);
      return false;
    }
    var since = quietSince.putIfAbsent(machineId, now);
    var grace = membership.isShared() ? GRACE : Duration.ZERO;
    return since != null && !now.isBefore(since.plus(grace));
  }
}
