package dev.stepwell.engine.task;

import dev.stepwell.engine.store.StoreUnavailableException;
import dev.stepwell.engine.thread.Threads;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** One activity's line of pollers and window of waiting tasks. */
final class ActivityQueue {
  private static final int REFILL_TASKS = 1_000;

  private record Match(TaskRef task, PollerTicket poller) {}

  private final String activityArn;
  private final int maxPollers;
  private final int maxWindow;
  private final Threads threads;
  private final TaskBoard.Claimer claimer;
  private final TaskBoard.Refill refill;

  private final Deque<PollerTicket> pollers = new ArrayDeque<>();
  private final Deque<TaskRef> tasks = new ArrayDeque<>();
  private final Set<TaskRef> known = new HashSet<>();
  // Offered while the store is being read: they come after what the read finds.
  private final List<TaskRef> offeredMeanwhile = new ArrayList<>();
  private int openPolls;
  // At first nobody knows what the store holds.
  private boolean storeMayHaveMore = true;
  private boolean refilling;
  private boolean closed;

  ActivityQueue(
      String activityArn,
      int maxPollers,
      int maxWindow,
      Threads threads,
      TaskBoard.Claimer claimer,
      TaskBoard.Refill refill) {
    this.activityArn = activityArn;
    this.maxPollers = maxPollers;
    this.maxWindow = maxWindow;
    this.threads = threads;
    this.claimer = claimer;
    this.refill = refill;
  }

  boolean arrive(Poll poll) {
    synchronized (this) {
      if (openPolls >= maxPollers) {
        return false;
      }
      openPolls++;
      if (closed) {
        poll.tickets().forEach(PollerTicket::dismiss);
        return true;
      }
      pollers.addAll(poll.tickets());
    }
    match();
    return true;
  }

  synchronized void leave(Poll poll) {
    for (var ticket : poll.tickets()) {
      if (pollers.remove(ticket)) {
        ticket.dismiss();
      }
    }
  }

  synchronized Optional<PollerTicket> reserve() {
    return tasks.isEmpty() && !storeMayHaveMore && !refilling
        ? Optional.ofNullable(nextConnected())
        : Optional.empty();
  }

  void giveBack(PollerTicket poller) {
    synchronized (this) {
      if (closed || !poller.isConnected()) {
        poller.dismiss();
        return;
      }
      pollers.addFirst(poller);
    }
    match();
  }

  synchronized int countOpenPolls() {
    return openPolls;
  }

  synchronized void pollSettled() {
    openPolls--;
  }

  /**
   * A committed task waits for a worker.
   *
   * @return whether somebody waits here
   */
  boolean offer(TaskRef task) {
    boolean anybody;
    synchronized (this) {
      anybody = !pollers.isEmpty();
      if (storeMayHaveMore || tasks.size() >= maxWindow) {
        // The rows are the truth; keeping to their order matters more than knowing this one.
        storeMayHaveMore = true;
      } else if (refilling) {
        offeredMeanwhile.add(task);
      } else {
        add(task);
      }
    }
    match();
    return anybody;
  }

  /**
   * A task waits that is in no store.
   *
   * @return false when there is no room for it
   */
  boolean offerDirect(TaskRef task) {
    synchronized (this) {
      if (closed || tasks.size() >= maxWindow) {
        return false;
      }
      add(task);
    }
    match();
    return true;
  }

  void mayHaveMore() {
    synchronized (this) {
      storeMayHaveMore = true;
    }
    match();
  }

  synchronized void close() {
    closed = true;
    while (!pollers.isEmpty()) {
      pollers.removeFirst().dismiss();
    }
  }

  private void add(TaskRef task) {
    if (known.add(task)) {
      tasks.addLast(task);
    }
  }

  /** Brings waiting pollers and waiting tasks together; claims outside the lock. */
  void match() {
    var matches = new ArrayList<Match>();
    boolean needsRefill;
    synchronized (this) {
      while (!tasks.isEmpty() && !pollers.isEmpty()) {
        var poller = nextConnected();
        if (poller != null) {
          var task = tasks.removeFirst();
          known.remove(task);
          matches.add(new Match(task, poller));
        }
      }
      needsRefill = storeMayHaveMore && tasks.isEmpty() && !pollers.isEmpty() && !refilling;
      refilling |= needsRefill;
    }
    for (var match : matches) {
      claimer.claim(match.task(), match.poller());
    }
    if (needsRefill) {
      threads.startVirtual("refill " + activityArn, this::refill);
    }
  }

  private void refill() {
    synchronized (this) {
      storeMayHaveMore = false;
    }
    List<TaskRef> found;
    try {
      found = refill.read(activityArn, REFILL_TASKS);
    } catch (StoreUnavailableException outage) {
      readFailed();
      return;
    } catch (RuntimeException bug) {
      readFailed();
      throw bug;
    }
    synchronized (this) {
      refilling = false;
      found.forEach(this::add);
      offeredMeanwhile.forEach(this::add);
      offeredMeanwhile.clear();
      storeMayHaveMore |= found.size() == REFILL_TASKS;
    }
    match();
  }

  /** The next look tries again. */
  private synchronized void readFailed() {
    storeMayHaveMore = true;
    refilling = false;
  }

  private @Nullable PollerTicket nextConnected() {
    while (!pollers.isEmpty()) {
      var poller = pollers.removeFirst();
      if (poller.isConnected()) {
        return poller;
      }
      poller.dismiss();
    }
    return null;
  }
}
