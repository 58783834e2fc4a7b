package dev.stepwell.engine.express;

import dev.stepwell.engine.call.CallRunner;
import dev.stepwell.engine.call.ServiceCaller;
import dev.stepwell.engine.cluster.Membership;
import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.interpreter.Interpreter;
import dev.stepwell.engine.interpreter.RunnableMachine;
import dev.stepwell.engine.machine.MachineCatalog;
import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.Limits;
import dev.stepwell.engine.state.Outcome;
import dev.stepwell.engine.store.ExpressStore;
import dev.stepwell.engine.thread.Threads;
import dev.stepwell.engine.thread.Threads.Running;
import dev.stepwell.engine.timer.Pump;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Map;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Semaphore;
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
  private final Queue<ExecutionId> ended = new ConcurrentLinkedQueue<>();
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

  private void report(ExecutionId id, Command.ReportCall report) {
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
      var _ = run(header, machine);
      ended.add(header.id());
    } catch (InterruptedException givenUp) {
      LOG.debug("Express execution {} is left to other nodes", header.id());
    } catch (RuntimeException bug) {
      // Running it again would only meet the same fault.
      LOG.error("Express execution {} of {} broke down", header.id(), machine.arn(), bug);
      ended.add(header.id());
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
      return Optional.of(run(header, machine));
    } finally {
      room.release();
    }
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
    var moreToForget = forgetEnded();
    return takeOver() || moreToForget;
  }

  private boolean forgetEnded() {
    var ids = new ArrayList<ExecutionId>();
    for (var id = ended.peek(); id != null && ids.size() < ROWS_AT_ONCE; id = ended.peek()) {
      ids.add(ended.remove());
    }
    if (!ids.isEmpty()) {
      try {
        store.remove(ids);
      } catch (RuntimeException outage) {
        ended.addAll(ids);
        throw outage;
      }
    }
    return !ended.isEmpty();
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
              ended.add(header.id());
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
      while (forgetEnded()) {}
    } catch (RuntimeException outage) {
      LOG.info("ended Express executions could not be forgotten: {}", outage.getMessage());
    }
  }
}
