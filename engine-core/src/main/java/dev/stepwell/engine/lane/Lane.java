package dev.stepwell.engine.lane;

import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.lane.Committer.Fate;
import dev.stepwell.engine.store.LaneStore;
import dev.stepwell.engine.task.TaskRef;
import dev.stepwell.engine.thread.Threads.Running;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One writer: a thread with a connection of its own. It takes everything that waits, applies it,
 * writes it in one transaction, and only then answers and releases effects. While one commit is on
 * its way the next batch gathers: one command alone waits for nobody, many share a commit.
 */
public final class Lane implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Lane.class);

  private final String name;
  private final LaneContext context;
  private final LaneQueue queue;
  private final StateCache cache;
  private final LaneStore store;
  private final Committer committer;
  private @Nullable Running thread;
  private volatile boolean closing;

  private final AtomicLong commits = new AtomicLong();
  private final AtomicInteger cached = new AtomicInteger();

  public Lane(int number, LaneContext context) {
    this.name = "stepwell-lane-" + number;
    this.context = context;
    this.queue = new LaneQueue(context.settings().queueCapacity(), context.threads());
    this.cache = new StateCache(context.settings().cacheBytes());
    this.store = context.store().openLane();
    this.committer = new Committer(store, context.store(), context.threads(), () -> closing);
  }

  public void start() {
    thread = context.threads().startPlatform(name, this::run);
  }

  /** Takes a request from outside; false when the lane has no room. */
  public boolean submit(Submission submission) {
    return queue.offer(submission);
  }

  /**
   * Takes one of the engine's own commands, whose number is bounded at its source; false when the
   * lane is closing.
   */
  public boolean submitInternal(Submission submission) {
    return queue.offerInternal(submission);
  }

  private void run() {
    while (true) {
      var submissions = queue.take(context.settings().batchSize());
      if (submissions.isEmpty()) {
        return;
      }
      try {
        process(submissions);
      } catch (RuntimeException bug) {
        LOG.error(
            "a batch of {} commands cannot be read; each is tried alone", submissions.size(), bug);
        submissions.forEach(this::processAlone);
      }
    }
  }

  /** One unreadable execution must not take others with it, nor stop the lane. */
  private void processAlone(Submission submission) {
    try {
      process(List.of(submission));
    } catch (RuntimeException bug) {
      LOG.error("execution {} cannot be read", submission.executionId(), bug);
      submission.listener().accept(new Reply.Broken());
    }
  }

  private void process(List<Submission> submissions) {
    var batch = committer.untilAvailable(() -> Batch.prepare(context, cache, store, submissions));
    if (batch == null) {
      submissions.forEach(submission -> submission.listener().accept(new Reply.Saturated()));
      return;
    }
    queue.putBack(batch.postponed());
    var fates = committer.commit(batch.writes());
    for (var pending : batch.pending()) {
      switch (fates.getOrDefault(pending.id(), unwritten(pending))) {
        case COMMITTED -> release(pending);
        case AGAIN -> takeBack(pending, false);
        case DUPLICATE -> takeBack(pending, true);
        case BROKEN -> giveUp(pending);
      }
    }
    batch.answerEarly();
    if (!fates.isEmpty()) {
      commits.incrementAndGet();
      cached.set(cache.size());
    }
  }

  /** Commits so far; those that failed count, too. */
  public long countCommits() {
    return commits.get();
  }

  /** Commands that wait. */
  public int countQueued() {
    return queue.size();
  }

  /** States in memory after the last commit. */
  public int countCached() {
    return cached.get();
  }

  private static Fate unwritten(PendingWrite pending) {
    if (pending.isBroken()) {
      return Fate.BROKEN;
    }
    return pending.isRefusedFromMemory() ? Fate.AGAIN : Fate.COMMITTED;
  }

  private void release(PendingWrite pending) {
    var state = pending.state();
    if (state.isClosed()) {
      cache.remove(pending.id());
    } else if (pending.hasChanges()) {
      cache.put(pending.id(), new StateCache.Versioned(state, pending.nextVersion()));
    }
    context.watches().committed(pending.id(), state.nextEventId() - 1, state.status());
    if (pending.isMilestone()) {
      context.watches().milestoneCommitted(pending.machine().key().stateMachineId());
    }
    if (pending.mustContinue()) {
      continueSoon(pending);
    } else if (state.wakeAt() != null) {
      context.timers().schedule(pending.id(), state.wakeAt());
    }
    for (var action : pending.afterCommit()) {
      try {
        action.run();
      } catch (RuntimeException bug) {
        LOG.error("an effect of execution {} failed", pending.id(), bug);
      }
    }
    pending.tasksEnded().forEach(taskId -> context.calls().cancel(pending.id(), taskId));
    pending.callsToMake().forEach(context.calls()::make);
    if (pending.hasMail()) {
      context.inboxFilled().run();
    }
    for (var task : pending.tasksLeftOpen()) {
      var ref = new TaskRef(pending.id(), task.scheduledEventId());
      context.tasks().offer(task.queue(), ref);
    }
  }

  // If this node dies before, the wake-up time, which has passed, brings another one to it.
  private void continueSoon(PendingWrite pending) {
    var _ =
        queue.offerInternal(
            new Submission.Order(pending.id(), new Command.Continue(), 0, 0, reply -> {}));
  }

  /**
   * Everything is decided anew.
   *
   * @param duplicate the id or name of a new execution is taken
   */
  private void takeBack(PendingWrite pending, boolean duplicate) {
    cache.remove(pending.id());
    pending.reserved().forEach(context.tasks()::giveBack);
    if (closing) {
      pending.submissions().forEach(one -> one.listener().accept(new Reply.Saturated()));
      return;
    }
    var again = new ArrayList<Submission>();
    for (var submission : pending.submissions()) {
      again.add(
          duplicate && submission instanceof Submission.Start start
              ? start.underAnotherId(context.ids().next())
              : submission);
    }
    queue.putBack(again);
  }

  private void giveUp(PendingWrite pending) {
    cache.remove(pending.id());
    pending.reserved().forEach(context.tasks()::giveBack);
    pending.submissions().forEach(one -> one.listener().accept(new Reply.Broken()));
  }

  /** Takes nothing more, serves what waits, and closes the connection. */
  @Override
  public void close() {
    closing = true;
    queue.close();
    context.threads().join(thread);
    store.close();
  }
}
