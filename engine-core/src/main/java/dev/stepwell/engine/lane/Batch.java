package dev.stepwell.engine.lane;

import dev.stepwell.engine.codec.ExecutionCodec;
import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.effect.Effect;
import dev.stepwell.engine.interpreter.RunnableMachine;
import dev.stepwell.engine.interpreter.Transition;
import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.state.ExecutionState;
import dev.stepwell.engine.store.ExecutionName;
import dev.stepwell.engine.store.ExecutionWrite;
import dev.stepwell.engine.store.LaneStore;
import dev.stepwell.engine.store.StoreUnavailableException;
import dev.stepwell.engine.store.StoredExecution;
import dev.stepwell.engine.task.Poll.HandedTask;
import dev.stepwell.engine.task.PollerTicket;
import dev.stepwell.engine.task.TaskTokens.TaskToken;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * What one lane took at once: the commands applied to the states they concern, ready to be written.
 * Changes nothing outside.
 */
final class Batch {
  private static final Logger LOG = LoggerFactory.getLogger(Batch.class);

  private final LaneContext context;
  private final Map<ExecutionId, PendingWrite> pending = new LinkedHashMap<>();
  private final List<Submission> postponed = new ArrayList<>();
  private final List<Runnable> earlyAnswers = new ArrayList<>();
  private long charactersTold;

  private Batch(LaneContext context) {
    this.context = context;
  }

  /**
   * Applies what was taken.
   *
   * @throws StoreUnavailableException when the store could not be asked; nothing has happened
   */
  static Batch prepare(
      LaneContext context, StateCache cache, LaneStore store, List<Submission> submissions) {
    var batch = new Batch(context);
    var orders = new ArrayList<Submission.Order>();
    var starts = new ArrayList<Submission.Start>();
    for (var submission : submissions) {
      switch (submission) {
        case Submission.Order order -> orders.add(order);
        case Submission.Start start -> starts.add(start);
      }
    }
    var states = states(context, cache, store, orders);
    var taken = takenNames(store, starts);
    try {
      orders.forEach(order -> batch.apply(order, states));
      batch.begin(starts, taken);
    } catch (StoreUnavailableException outage) {
      // A decision needed to know whether an activity exists. All will be decided anew.
      batch.giveBackPollers();
      throw outage;
    }
    return batch;
  }

  private void giveBackPollers() {
    pending.values().forEach(write -> write.reserved().forEach(context.tasks()::giveBack));
  }

  Collection<PendingWrite> pending() {
    return pending.values();
  }

  /** What is to be written; executions that broke down are left out. */
  List<ExecutionWrite> writes() {
    var writes = new ArrayList<ExecutionWrite>(pending.size());
    for (var write : pending.values()) {
      if (write.hasChanges() && !write.isBroken()) {
        try {
          writes.add(write.toWrite());
        } catch (RuntimeException bug) {
          LOG.error("execution {} cannot be written", write.id(), bug);
          write.breakDown();
        }
      }
    }
    return writes;
  }

  /** Submissions that must wait for this batch's commit, or would have made it too large. */
  List<Submission> postponed() {
    return postponed;
  }

  /** Gives the answers that need no write; called when the batch can no longer be tried again. */
  void answerEarly() {
    earlyAnswers.forEach(Runnable::run);
  }

  // ---- what the commands need to know ----

  /**
   * A stored execution with the revision that it runs.
   *
   * @param remembered whether it is from the cache, and may be stale
   */
  private record Known(
      RunnableMachine machine, ExecutionState state, long version, boolean remembered) {}

  private static Map<ExecutionId, Known> states(
      LaneContext context, StateCache cache, LaneStore store, List<Submission.Order> orders) {
    var states = new HashMap<ExecutionId, Known>();
    var unknown = new LinkedHashMap<ExecutionId, Boolean>();
    for (var order : orders) {
      var cached = cache.find(order.executionId());
      if (cached == null || cached.state().nextEventId() <= order.knownEventId()) {
        unknown.put(order.executionId(), true);
      } else {
        var machine = context.machines().require(cached.state().header().stateMachine());
        states.put(order.executionId(), new Known(machine, cached.state(), cached.version(), true));
      }
    }
    if (!unknown.isEmpty()) {
      for (var stored : store.load(unknown.keySet())) {
        var header = stored.header();
        var machine = context.machines().require(header.stateMachine());
        var state = ExecutionCodec.decode(stored, timeoutAt(context, stored, machine));
        states.put(header.id(), new Known(machine, state, stored.version(), false));
      }
    }
    return states;
  }

  private static Instant timeoutAt(
      LaneContext context, StoredExecution stored, RunnableMachine machine) {
    var startedAt = stored.header().startedAt();
    var redriven = stored.redriven();
    return machine.timeoutAt(
        startedAt,
        redriven == null ? startedAt : redriven.at(),
        context.limits().executionDuration());
  }

  private static ExecutionName name(ExecutionHeader header) {
    return new ExecutionName(
        header.id().shard(), header.stateMachine().stateMachineId(), header.name());
  }

  private static Map<ExecutionName, StoredExecution> takenNames(
      LaneStore store, List<Submission.Start> starts) {
    var names =
        starts.stream()
            .filter(Submission.Start::isNamed)
            .map(start -> name(start.header()))
            .distinct()
            .toList();
    var taken = new HashMap<ExecutionName, StoredExecution>();
    if (!names.isEmpty()) {
      store.findByName(names).forEach(found -> taken.put(name(found.header()), found));
    }
    return taken;
  }

  // ---- applying ----

  private void begin(List<Submission.Start> starts, Map<ExecutionName, StoredExecution> taken) {
    var begun = new HashMap<ExecutionName, ExecutionId>();
    for (var start : starts) {
      var by = taken.get(name(start.header()));
      if (isFull()) {
        postponed.add(start);
      } else if (by != null) {
        earlyAnswers.add(() -> start.listener().accept(new Reply.NameTaken(by)));
      } else if (start.isNamed()
          && begun.putIfAbsent(name(start.header()), start.executionId()) != null) {
        // A namesake begins in this very batch; the answer depends on whether it commits.
        postponed.add(start);
      } else {
        var startedAt = start.header().startedAt();
        var longest = context.limits().executionDuration();
        var base =
            ExecutionState.beforeStart(
                start.header(), start.machine().timeoutAt(startedAt, startedAt, longest));
        var write = new PendingWrite(start.machine(), base, 0, false, context);
        pending.put(start.executionId(), write);
        submit(write, start, new Command.StartExecution());
      }
    }
  }

  private boolean isFull() {
    return charactersTold >= context.settings().batchCharacters();
  }

  private void apply(Submission.Order order, Map<ExecutionId, Known> states) {
    if (isFull()) {
      postponed.add(order);
      return;
    }
    var write = pending.get(order.executionId());
    if (write == null) {
      var known = states.get(order.executionId());
      if (known == null) {
        earlyAnswers.add(() -> order.listener().accept(new Reply.NotFound()));
        return;
      }
      write =
          new PendingWrite(
              known.machine(), known.state(), known.version(), known.remembered(), context);
      pending.put(order.executionId(), write);
    }
    submit(write, order, order.command());
  }

  private void submit(PendingWrite write, Submission submission, Command command) {
    write.addSubmission(submission);
    try {
      decide(write, submission, command);
    } catch (StoreUnavailableException outage) {
      throw outage;
    } catch (RuntimeException bug) {
      LOG.error("a command for execution {} cannot be applied", write.id(), bug);
      write.breakDown();
    }
  }

  private void decide(PendingWrite write, Submission submission, Command command) {
    if (write.isBroken()) {
      return;
    }
    switch (context.interpreter().apply(write.machine(), write.state(), command, now())) {
      case Transition.Rejected(var reason) -> {
        write.refuse();
        write.afterCommit(() -> submission.listener().accept(new Reply.Refused(reason)));
      }
      case Transition.Applied applied -> {
        charactersTold += applied.charactersTold();
        write.merge(applied);
        write.afterCommit(() ->
            submission.listener().accept(new Reply.Committed(applied.state(), applied.effects())));
        applied.effects().forEach(effect -> handOver(write, effect));
      }
    }
  }

  /** Gives a task to a poller that waits here already: scheduled and started in one commit. */
  private void handOver(PendingWrite write, Effect effect) {
    if (effect instanceof Effect.OfferTask(var taskId, var queue, _)) {
      var poller = context.tasks().reserve(queue).orElse(null);
      if (poller != null) {
        startTask(write, taskId, poller);
      }
    }
  }

  private void startTask(PendingWrite write, long taskId, PollerTicket poller) {
    write.addReserved(poller);
    var command = new Command.StartTask(taskId, poller.workerName());
    var delivery =
        delivery(context.interpreter().apply(write.machine(), write.state(), command, now()));
    if (delivery == null) {
      // The task was over in the same step.
      write.removeReserved(poller);
      context.tasks().giveBack(poller);
      return;
    }
    write.merge(delivery.applied());
    var token = new TaskToken(write.id(), taskId, delivery.task().startedEventId());
    write.firstAfterCommit(() -> {
      var task = delivery.task();
      poller.deliver(
          new HandedTask(
              context.tokens().issue(token),
              task.input().text(),
              task.resourceArn(),
              task.answerBy()));
    });
  }

  private record Delivery(Transition.Applied applied, Effect.DeliverTask task) {}

  private static @Nullable Delivery delivery(Transition transition) {
    if (transition instanceof Transition.Applied applied) {
      for (var effect : applied.effects()) {
        if (effect instanceof Effect.DeliverTask task) {
          return new Delivery(applied, task);
        }
      }
    }
    return null;
  }

  private Instant now() {
    return context.clock().instant();
  }
}
