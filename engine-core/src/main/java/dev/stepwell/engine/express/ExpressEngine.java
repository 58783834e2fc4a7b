package dev.stepwell.engine.express;

import dev.stepwell.engine.call.CallRunner;
import dev.stepwell.engine.call.ServiceCaller;
import dev.stepwell.engine.cluster.Membership;
import dev.stepwell.engine.codec.ExecutionCodec;
import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.interpreter.CallQueues;
import dev.stepwell.engine.interpreter.Interpreter;
import dev.stepwell.engine.interpreter.RunnableMachine;
import dev.stepwell.engine.machine.MachineCatalog;
import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.state.Outcome;
import dev.stepwell.engine.store.ExpressStore;
import dev.stepwell.engine.store.ExpressStore.Ended;
import dev.stepwell.engine.thread.Threads;
import dev.stepwell.engine.thread.Threads.Running;
import dev.stepwell.engine.timer.Pump;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs the executions of Express machines in this node's memory. One that was accepted has a row
 * until it has come to its end: when the node dies another one runs it again, from its beginning,
 * so that it runs at least once. One that somebody waits for has none: it ends with the connection.
 */
public final class ExpressEngine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(ExpressEngine.class);
  private static final int ROWS_AT_ONCE = 1_000;

  /** Of executions that have ended and are not stored yet; those of waiting callers go beyond. */
  private static final long MOST_ENDED_BYTES = 64 << 20;

  private final ExpressStore store;
  private final MachineCatalog machines;
  private final Membership membership;
  private final Interpreter interpreter;
  private final Limits limits;
  private final Settings settings;
  private final InstantSource clock;
  private final CallRunner calls;
  private final Semaphore room;
  private final Threads threads;
  private final Map<ExecutionId, ExpressRun> running = new ConcurrentHashMap<>();
  private final Set<Running> background = ConcurrentHashMap.newKeySet();
  private final Queue<Ended> ended = new ConcurrentLinkedQueue<>();
  private final AtomicLong endedBytes = new AtomicLong();
  private final AtomicLong unlisted = new AtomicLong();
  private final Queue<ExecutionId> forgotten = new ConcurrentLinkedQueue<>();
  private final Pump pump;

  /**
   * How an engine is built.
   *
   * @param mostRuns executions at a time
   * @param mostCalls calls of services at a time
   * @param scanInterval how often the store is searched for what dead nodes have left
   * @param closePatience how long a node that closes waits for what it runs
   */
  public record Settings(
      int mostRuns, int mostCalls, Duration scanInterval, Duration closePatience) {}

  /**
   * An engine that runs nothing yet.
   *
   * @param limits those of Express machines
   */
  public ExpressEngine(
      ExpressStore store,
      MachineCatalog machines,
      Membership membership,
      Limits limits,
      Settings settings,
      Threads threads,
      InstantSource clock) {
    this.store = store;
    this.machines = machines;
    this.membership = membership;
    this.limits = limits;
    this.settings = settings;
    this.threads = threads;
    this.clock = clock;
    this.room = new Semaphore(settings.mostRuns());
    this.calls = new CallRunner(threads, membership.nodeId(), this::report, settings.mostCalls());
    this.interpreter =
        new Interpreter(
            limits,
            activityArn -> false,
            CallQueues.NONE,
            (id, scheduledEventId, startedEventId) -> {
              throw new IllegalStateException("an Express machine has no task tokens");
            });
    this.pump = new Pump(threads, "express", settings.scanInterval(), this::look);
  }

  /**
   * Begins to look after what dead nodes have left.
   *
   * @param services what Task states call
   */
  public void start(ServiceCaller services) {
    calls.callBy(services);
    pump.start();
  }

  private void report(ExecutionId id, Command report) {
    var run = running.get(id);
    if (run != null) {
      run.tell(report);
    }
  }

  /**
   * Accepts an execution, which runs from now on; durable when this returns.
   *
   * @return false when there is no room; nothing was done
   */
  public boolean accept(ExecutionHeader header, RunnableMachine machine) {
    if (!room.tryAcquire()) {
      return false;
    }
    var accepted = false;
    try {
      store.accept(header, membership.nodeId());
      accepted = true;
    } finally {
      if (!accepted) {
        room.release();
      }
    }
    inBackground(header, machine);
    return true;
  }

  private void inBackground(ExecutionHeader header, RunnableMachine machine) {
    var run = threads.startVirtual("express-" + header.id(), () -> runAccepted(header, machine));
    background.add(run);
    var _ = run.ended().whenComplete((_, _) -> background.remove(run));
  }

  private void runAccepted(ExecutionHeader header, RunnableMachine machine) {
    try {
      keep(header, run(header, machine));
    } catch (InterruptedException givenUp) {
      LOG.debug("Express execution {} is left to other nodes", header.id());
    } catch (RuntimeException bug) {
      // Running it again would only meet the same fault.
      LOG.error("Express execution {} of {} broke down", header.id(), machine.arn(), bug);
      forgotten.add(header.id());
    } finally {
      room.release();
    }
  }

  /**
   * Runs an execution that the caller waits for.
   *
   * @return empty when there is no room; nothing was done
   */
  public Optional<Outcome> runToEnd(ExecutionHeader header, RunnableMachine machine)
      throws InterruptedException {
    if (!room.tryAcquire()) {
      return Optional.empty();
    }
    try {
      var outcome = run(header, machine);
      if (endedBytes.get() < MOST_ENDED_BYTES) {
        keep(header, outcome);
      } else {
        unlisted.incrementAndGet();
      }
      return Optional.of(outcome);
    } finally {
      room.release();
    }
  }

  private void keep(ExecutionHeader header, Outcome outcome) {
    var document = ExecutionCodec.encode(outcome, null);
    var end = new Ended(header, outcome.status(), outcome.stoppedAt(), document);
    endedBytes.addAndGet(bytes(end));
    ended.add(end);
  }

  private static long bytes(Ended end) {
    return (long) end.execution().input().text().length() + end.document().length;
  }

  private Outcome run(ExecutionHeader header, RunnableMachine machine) throws InterruptedException {
    var now = clock.instant();
    var timeoutAt = machine.timeoutAt(now, now, limits.executionDuration());
    var run = new ExpressRun(header, machine, timeoutAt, interpreter, calls, clock);
    running.put(header.id(), run);
    try {
      return run.run();
    } finally {
      running.remove(header.id());
    }
  }

  // ---- the pump ----

  private boolean look() {
    var moreHasEnded = storeEnded();
    return takeOver() || moreHasEnded;
  }

  /** Used by one thread at a time. @return whether there is more */
  private boolean storeEnded() {
    var missing = unlisted.getAndSet(0);
    if (missing > 0) {
      LOG.warn("{} Express executions are in no list: the database does not keep up", missing);
    }
    move(forgotten, store::remove);
    move(
        ended,
        ends -> {
          store.end(ends);
          ends.forEach(end -> endedBytes.addAndGet(-bytes(end)));
        });
    return !ended.isEmpty() || !forgotten.isEmpty();
  }

  /** From a queue to the store, some at a time; they stay where the store is away. */
  private static <T> void move(Queue<T> from, Consumer<List<T>> to) {
    var some = new ArrayList<T>();
    for (var next = from.peek(); next != null && some.size() < ROWS_AT_ONCE; next = from.peek()) {
      some.add(from.remove());
    }
    if (!some.isEmpty()) {
      try {
        to.accept(some);
      } catch (RuntimeException outage) {
        from.addAll(some);
        throw outage;
      }
    }
  }

  private boolean takeOver() {
    var owners = store.nodes();
    if (owners.stream().allMatch(membership.nodeId()::equals)) {
      return false;
    }
    // Asked after the owners: a node announces itself before it accepts anything.
    var alive = membership.liveNodes();
    var more = false;
    for (var owner : owners) {
      if (!alive.contains(owner) && !owner.equals(membership.nodeId())) {
        more |= takeOver(owner);
      }
    }
    return more;
  }

  private boolean takeOver(String deadNode) {
    var free = Math.min(room.drainPermits(), ROWS_AT_ONCE);
    var taken = 0;
    try {
      for (var header : store.takeOver(deadNode, membership.nodeId(), free)) {
        taken++;
        runAgain(header);
      }
    } finally {
      room.release(free - taken);
    }
    return taken == free && free > 0;
  }

  private void runAgain(ExecutionHeader header) {
    LOG.info("Express execution {} is run again: its node has died", header.id());
    machines
        .find(header.stateMachine())
        .ifPresentOrElse(
            machine -> inBackground(header, machine),
            () -> {
              LOG.info("Express execution {} is dropped: its machine is gone", header.id());
              forgotten.add(header.id());
              room.release();
            });
  }

  /** Waits a while for what runs; what is left is run again by another node. */
  @Override
  public void close() {
    pump.close();
    var all =
        CompletableFuture.allOf(
            background.stream().map(Running::ended).toArray(CompletableFuture<?>[]::new));
    try {
      var _ = threads.await(all, settings.closePatience());
    } catch (InterruptedException hurry) {
      Thread.currentThread().interrupt();
    }
    background.forEach(Running::interrupt);
    var _ = calls.drain(Duration.ZERO);
    try {
      while (storeEnded()) {}
    } catch (RuntimeException outage) {
      LOG.info("Express executions that ended could not be stored: {}", outage.getMessage());
    }
  }
}
