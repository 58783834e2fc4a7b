package dev.stepwell.engine;

import dev.stepwell.engine.call.CallRunner;
import dev.stepwell.engine.call.ServiceCaller;
import dev.stepwell.engine.cluster.Membership;
import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.interpreter.ActivityDirectory;
import dev.stepwell.engine.interpreter.CallQueues;
import dev.stepwell.engine.interpreter.Interpreter;
import dev.stepwell.engine.interpreter.RunnableMachine;
import dev.stepwell.engine.lane.Lane;
import dev.stepwell.engine.lane.LaneContext;
import dev.stepwell.engine.lane.Reply;
import dev.stepwell.engine.lane.Submission;
import dev.stepwell.engine.live.Watches;
import dev.stepwell.engine.machine.MachineCatalog;
import dev.stepwell.engine.model.CallOutcome;
import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.IdGenerator;
import dev.stepwell.engine.model.StartedWork;
import dev.stepwell.engine.store.ClusterStore;
import dev.stepwell.engine.store.CommitOutcomeUnknownException;
import dev.stepwell.engine.store.ExecutionStore;
import dev.stepwell.engine.store.StateMachineStore;
import dev.stepwell.engine.store.StoreUnavailableException;
import dev.stepwell.engine.task.DirectTasks;
import dev.stepwell.engine.task.TaskBoard;
import dev.stepwell.engine.task.TaskRef;
import dev.stepwell.engine.task.TaskTokens;
import dev.stepwell.engine.task.TaskTokens.TaskToken;
import dev.stepwell.engine.thread.Threads;
import dev.stepwell.engine.timer.Pump;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * One node's engine: lanes that write, a board where tasks meet pollers, timers, and pumps that
 * find in the store what no memory holds. Any number of engines work on one database; none knows
 * anything that the others could not find out.
 */
public final class Engine implements AutoCloseable {
  private static final Logger LOG = LoggerFactory.getLogger(Engine.class);

  /** How long a node that stops waits for the calls that it has in flight. */
  private static final Duration CALL_PATIENCE = Duration.ofSeconds(10);

  private static final int SCAN_ROWS = 2_000;

  /** What an engine is built on. */
  public record Stores(
      ExecutionStore executions, StateMachineStore stateMachines, ClusterStore cluster) {}

  /**
   * What an engine takes from the machine that it runs on.
   *
   * @param random safe for any thread
   */
  public record Host(
      Threads threads, InstantSource clock, IdGenerator ids, RandomGenerator random) {}

  private final Stores stores;
  private final Threads threads;
  private final InstantSource clock;
  private final TaskTokens tokens;
  private final TaskBoard tasks;
  private final DirectTasks direct;
  private final Claims claims;
  private final Watches watches;
  private final CallRunner calls;
  private final Wakeups wakeups;
  private final Membership membership;
  private final List<Lane> lanes = new ArrayList<>();
  private final List<Pump> pumps;
  private final Pump heartbeat;
  private final Pump inboxPump;
  private final Pump announcePump;
  private final Pump wakeupPump;
  private final Set<String> unannounced = ConcurrentHashMap.newKeySet();
  private final ScanRhythm scanRhythm = new ScanRhythm();
  private @Nullable AutoCloseable hints;

  public Engine(
      EngineSettings settings,
      Stores stores,
      MachineCatalog machines,
      ActivityDirectory activities,
      CallQueues callQueues,
      Host host,
      Membership membership) {
    this.stores = stores;
    this.threads = host.threads();
    this.clock = host.clock();
    this.membership = membership;
    this.tokens = new TaskTokens(stores.cluster().tokenSecret());
    this.tasks =
        new TaskBoard(
            settings.activityPollers(),
            settings.taskWindow(),
            threads,
            (task, poller) -> claims().claim(task, poller),
            this::waitingTasks,
            this::announceSoon);
    this.direct = new DirectTasks(tasks, tokens, threads, clock, host.ids()::next);
    this.claims = new Claims(tasks, direct, tokens, this::submitInternal);
    this.watches =
        new Watches(stores.executions(), threads, settings.watches(), settings.scanInterval());
    this.calls =
        new CallRunner(threads, membership.nodeId(), this::report, settings.callsInFlight());
    this.wakeups =
        new Wakeups(
            stores.executions(),
            membership,
            host,
            this::submitInternal,
            this::nudgeWakeups,
            SCAN_ROWS,
            settings.timerCapacity());
    var context =
        new LaneContext(
            stores.executions(),
            new Interpreter(
                settings.limits(),
                activities,
                callQueues,
                (id, scheduledEventId, startedEventId) ->
                    tokens.issue(new TaskToken(id, scheduledEventId, startedEventId))),
            settings.limits(),
            machines,
            tasks,
            calls,
            tokens,
            wakeups.timers(),
            threads,
            clock,
            host.ids(),
            host.random(),
            this::nudgeInbox,
            watches,
            settings.laneSettings());
    for (var number = 0; number < settings.lanes(); number++) {
      lanes.add(new Lane(number, context));
    }
    membership.measureBy(new LoadMeter(lanes, tasks, calls, clock)::measure);
    var inbox = new Inbox(stores.executions(), membership, this::submitInternal, SCAN_ROWS);
    var deletions = new Deletions(stores, machines, membership, clock, this::nudgeInbox, SCAN_ROWS);
    var interval = settings.scanInterval();
    this.inboxPump = new Pump(threads, "inbox", interval, inbox::look);
    this.announcePump = new Pump(threads, "announcements", interval, this::announce);
    this.wakeupPump = new Pump(threads, "wakeups", interval, wakeups::look);
    this.pumps =
        List.of(
            inboxPump,
            announcePump,
            wakeupPump,
            new Pump(threads, "task-scan", interval, this::scanTasks),
            new Pump(threads, "calls", interval, this::findOrphans),
            new Pump(threads, "deletions", interval, deletions::advance));
    this.heartbeat = new Pump(threads, "heartbeat", interval, this::beat);
  }

  /**
   * Announces the node, and begins to work.
   *
   * @param services what Task states call
   */
  public void start(ServiceCaller services) {
    calls.callBy(services);
    membership.beat();
    lanes.forEach(Lane::start);
    wakeups.timers().start();
    pumps.forEach(Pump::start);
    watches.start();
    heartbeat.start();
    hints = stores.cluster().listen(tasks::mayHaveMore);
  }

  // ---- the door: nothing else may change an execution ----

  /**
   * Submits a command from outside.
   *
   * @param listener called once, when the outcome is durable, on a lane's thread: it must not block
   */
  public void submit(ExecutionId id, Command command, long knownEventId, Consumer<Reply> listener) {
    var order = new Submission.Order(id, command, knownEventId, 0, listener);
    if (!lane(id).submit(order)) {
      listener.accept(new Reply.Saturated());
    }
  }

  /**
   * Submits the start of an execution.
   *
   * @param isNamed whether the caller chose the name
   */
  public void start(
      ExecutionHeader header, RunnableMachine machine, boolean isNamed, Consumer<Reply> listener) {
    var start = new Submission.Start(header, machine, isNamed, listener);
    if (!lane(header.id()).submit(start)) {
      listener.accept(new Reply.Saturated());
    }
  }

  private Lane lane(ExecutionId id) {
    return lanes.get(id.shard() % lanes.size());
  }

  private void submitInternal(
      ExecutionId id, Command command, long inboxId, Consumer<Reply> listener) {
    var order = new Submission.Order(id, command, 0, inboxId, listener);
    if (!lane(id).submitInternal(order)) {
      listener.accept(new Reply.Saturated());
    }
  }

  /** Where the engine's callers wait for it. */
  public Threads threads() {
    return threads;
  }

  public TaskBoard tasks() {
    return tasks;
  }

  /** Calls that workers take of this node's memory. */
  public DirectTasks directTasks() {
    return direct;
  }

  /** Who waits here for executions to go on. */
  public Watches watches() {
    return watches;
  }

  public TaskTokens tokens() {
    return tokens;
  }

  /** Looks into the inbox soon: something has been put there. */
  public void nudgeInbox() {
    inboxPump.nudge();
  }

  private void nudgeWakeups() {
    wakeupPump.nudge();
  }

  // ---- tasks ----

  private Claims claims() {
    return claims;
  }

  private List<TaskRef> waitingTasks(String activityArn, int limit) {
    return stores.executions().findWaitingTasks(activityArn, limit).stream()
        .map(task -> new TaskRef(task.id(), task.scheduledEventId()))
        .toList();
  }

  /**
   * The guarantee behind the hints: what other nodes, or nodes that have died, have written is
   * asked for wherever somebody waits.
   */
  private boolean scanTasks() {
    tasks.lookAgain();
    var isDue = scanRhythm.isDue(membership.isShared());
    if (claims.haveFailed() || isDue) {
      tasks.mayHaveMoreEverywhere();
    }
    return false;
  }

  private void announceSoon(String activityArn) {
    if (membership.isShared() && unannounced.add(activityArn)) {
      announcePump.nudge();
    }
  }

  /**
   * One notification for whatever came together meanwhile: notifying is too dear to be done per
   * task.
   */
  private boolean announce() {
    var activities = Set.copyOf(unannounced);
    if (!activities.isEmpty()) {
      unannounced.removeAll(activities);
      stores.cluster().announceTasks(activities);
    }
    return false;
  }

  // ---- calls ----

  private void report(ExecutionId id, Command report) {
    submitInternal(
        id,
        report,
        0,
        reply -> {
          if (reply instanceof Reply.Saturated || reply instanceof Reply.Broken) {
            LOG.warn("the outcome of a call of execution {} could not be stored: {}", id, reply);
          }
          if ((reply instanceof Reply.Refused || reply instanceof Reply.NotFound)
              && report instanceof Command.ReportCall call) {
            stopUnwanted(id, call);
          }
        });
  }

  /** The task was over before its execution or job had begun, or is gone with its machine. */
  private void stopUnwanted(ExecutionId id, Command.ReportCall call) {
    switch (call.started()) {
      case StartedWork.Child(var child) ->
          submitInternal(child, new Command.StopExecution(null, null), 0, stopped -> {});
      case StartedWork.Job job -> calls.stop(id, call.scheduledEventId(), job);
      case null -> {}
    }
  }

  /** Calls whose node has died are not made again: nobody knows how far they came. */
  private boolean findOrphans() {
    var queues = stores.executions().findQueues(CallRunner.FIRST_QUEUE, CallRunner.END_OF_QUEUES);
    if (queues.stream().allMatch(calls.queue()::equals)) {
      return false;
    }
    // Asked after the queues: a node announces itself before its first call.
    var alive = membership.liveNodes();
    for (var queue : queues) {
      if (!alive.contains(CallRunner.nodeOf(queue))) {
        for (var task : stores.executions().findWaitingTasks(queue, SCAN_ROWS)) {
          report(task.id(), new Command.ReportCall(task.scheduledEventId(), CallOutcome.unknown()));
        }
      }
    }
    return false;
  }

  // ---- cluster ----

  private boolean beat() {
    membership.beat();
    return false;
  }

  /** Takes no more commands, serves what waits, and ends every open poll. */
  @Override
  public void close() {
    tasks.close();
    watches.close();
    pumps.forEach(Pump::close);
    wakeups.timers().close();
    var left = calls.drain(CALL_PATIENCE);
    if (left > 0) {
      LOG.warn(
          "{} calls were still in flight after {}; their outcome is unknown", left, CALL_PATIENCE);
    }
    lanes.forEach(Lane::close);
    // Who falls silent while its calls are in flight counts as dead, and their outcomes as unknown.
    heartbeat.close();
    closeHints();
    try {
      membership.leave();
    } catch (StoreUnavailableException | CommitOutcomeUnknownException outage) {
      LOG.info("left without telling the other nodes: {}", outage.getMessage());
    }
  }

  private void closeHints() {
    var open = hints;
    if (open != null) {
      try {
        open.close();
      } catch (Exception broken) {
        LOG.debug("closing the hints failed", broken);
      }
    }
  }
}
