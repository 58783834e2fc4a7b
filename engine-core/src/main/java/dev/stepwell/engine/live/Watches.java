package dev.stepwell.engine.live;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.store.ExecutionStore;
import dev.stepwell.engine.store.ExecutionStore.Progress;
import dev.stepwell.engine.thread.Threads;
import dev.stepwell.engine.timer.Pump;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Who watches what on this node. A lane tells of what it has committed; for what other nodes commit
 * the store is asked, for everything that is watched with one statement, however many watch. Safe
 * for any thread.
 */
public final class Watches implements AutoCloseable {
  private final ExecutionStore store;
  private final Threads threads;
  private final int most;
  private final Pump pump;
  private final Map<ExecutionId, List<ExecutionWatch>> executions = new HashMap<>();
  private final Map<Long, List<MachineWatch>> machines = new HashMap<>();
  private int open;
  private boolean closed;

  /** Read by lanes at every commit. */
  private volatile boolean anyExecution;

  private volatile boolean anyMachine;

  /** Milestones of transactions before this one have been told; read by one thread. */
  private long toldUntil;

  /**
   * Nobody watches yet.
   *
   * @param most watches that may be open at a time
   * @param interval how often the store is asked
   */
  public Watches(ExecutionStore store, Threads threads, int most, Duration interval) {
    this.store = store;
    this.threads = threads;
    this.most = most;
    this.pump = new Pump(threads, "watches", interval, this::look);
  }

  public void start() {
    pump.start();
  }

  /**
   * Watches an execution.
   *
   * @return empty when too much is watched, or the node stops
   */
  public Optional<ExecutionWatch> open(ExecutionId id) {
    var watch = new ExecutionWatch(this, id, threads);
    synchronized (this) {
      if (!enter()) {
        return Optional.empty();
      }
      executions.computeIfAbsent(id, _ -> new ArrayList<>(1)).add(watch);
      anyExecution = true;
    }
    // Asked once it is registered: whatever comes later is told.
    try {
      tell(store.progress(List.of(id)), List.of(id));
    } catch (RuntimeException outage) {
      watch.close();
      throw outage;
    }
    return Optional.of(watch);
  }

  /**
   * Watches all executions of a machine.
   *
   * @return empty when too much is watched, or the node stops
   */
  public synchronized Optional<MachineWatch> openMachine(long stateMachineId) {
    if (!enter()) {
      return Optional.empty();
    }
    var watch = new MachineWatch(this, stateMachineId, threads);
    machines.computeIfAbsent(stateMachineId, _ -> new ArrayList<>(1)).add(watch);
    anyMachine = true;
    return Optional.of(watch);
  }

  private boolean enter() {
    if (closed || open == most) {
      return false;
    }
    open++;
    return true;
  }

  synchronized void remove(Watch watch) {
    var removed =
        switch (watch) {
          case ExecutionWatch one -> remove(executions, one.id(), one);
          case MachineWatch one -> remove(machines, one.stateMachineId(), one);
        };
    if (removed) {
      open--;
      anyExecution = !executions.isEmpty();
      anyMachine = !machines.isEmpty();
    }
  }

  private static <K, W> boolean remove(Map<K, List<W>> watched, K key, W watch) {
    var ofKey = watched.get(key);
    if (ofKey == null || !ofKey.remove(watch)) {
      return false;
    }
    if (ofKey.isEmpty()) {
      watched.remove(key);
    }
    return true;
  }

  /** A commit of this node. */
  public void committed(ExecutionId id, long lastEventId, ExecutionStatus status) {
    if (anyExecution) {
      var progress = new Progress(id, lastEventId, status);
      watchesOf(id).forEach(watch -> watch.see(progress));
    }
  }

  /** A commit of this node started, ended or redrove an execution of that machine. */
  public void milestoneCommitted(long stateMachineId) {
    if (anyMachine && !watchesOf(stateMachineId).isEmpty()) {
      pump.nudge();
    }
  }

  /** Asks the store what there is for all of them. */
  private boolean look() {
    if (anyExecution) {
      var ids = executionIds();
      tell(store.progress(ids), ids);
    }
    if (anyMachine) {
      var news = store.milestoneNews(machineIds(), toldUntil);
      toldUntil = news.horizon();
      news.stateMachineIds().forEach(id -> watchesOf(id).forEach(MachineWatch::putNews));
    }
    return false;
  }

  private synchronized List<ExecutionId> executionIds() {
    return List.copyOf(executions.keySet());
  }

  private synchronized Set<Long> machineIds() {
    return Set.copyOf(machines.keySet());
  }

  private void tell(List<Progress> found, List<ExecutionId> asked) {
    var missing = new HashSet<>(asked);
    for (var progress : found) {
      missing.remove(progress.id());
      watchesOf(progress.id()).forEach(watch -> watch.see(progress));
    }
    missing.forEach(id -> watchesOf(id).forEach(Watch::end));
  }

  private synchronized List<ExecutionWatch> watchesOf(ExecutionId id) {
    return List.copyOf(executions.getOrDefault(id, List.of()));
  }

  private synchronized List<MachineWatch> watchesOf(long stateMachineId) {
    return List.copyOf(machines.getOrDefault(stateMachineId, List.of()));
  }

  /** How many are open. */
  public synchronized int countOpen() {
    return open;
  }

  /** Ends all of them, and lets nobody in any more. */
  public void endAll() {
    var all = new ArrayList<Watch>();
    synchronized (this) {
      closed = true;
      executions.values().forEach(all::addAll);
      machines.values().forEach(all::addAll);
    }
    all.forEach(Watch::end);
  }

  @Override
  public void close() {
    endAll();
    pump.close();
  }
}
