package dev.stepwell.engine.lane;

import dev.stepwell.engine.call.ServiceCall;
import dev.stepwell.engine.codec.CommandCodec;
import dev.stepwell.engine.codec.ExecutionCodec;
import dev.stepwell.engine.codec.RedriveCodec;
import dev.stepwell.engine.codec.ScopeCodec;
import dev.stepwell.engine.command.Command;
import dev.stepwell.engine.effect.Effect;
import dev.stepwell.engine.history.HistoryEvent;
import dev.stepwell.engine.history.HistoryWriter;
import dev.stepwell.engine.interpreter.RunnableMachine;
import dev.stepwell.engine.interpreter.Transition;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.state.ExecutionState;
import dev.stepwell.engine.state.Scope;
import dev.stepwell.engine.store.ExecutionStore.InboxEntry;
import dev.stepwell.engine.store.ExecutionWrite;
import dev.stepwell.engine.store.StoredExecution;
import dev.stepwell.engine.task.PollerTicket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * One execution's part in a batch: several transitions merged into one write, and what is to follow
 * its commit.
 */
final class PendingWrite {
  private final RunnableMachine machine;
  private final ExecutionState base;
  private final long version;
  private final boolean remembered;
  private final LaneContext context;
  private final List<Submission> submissions = new ArrayList<>();
  private final List<Runnable> afterCommit = new ArrayList<>();
  private int deliveries;
  private final List<PollerTicket> reserved = new ArrayList<>();

  private final List<HistoryEvent> events = new ArrayList<>();
  private final Set<Integer> written = new HashSet<>();
  private final Set<Integer> removed = new HashSet<>();
  // In order of scheduling, so that pollers get them so.
  private final Map<Long, ExecutionWrite.OpenTask> tasksAdded = new LinkedHashMap<>();
  private final Set<Long> tasksRemoved = new HashSet<>();
  private final Map<Long, Effect.MakeCall> calls = new LinkedHashMap<>();
  private final List<Long> inboxRemoved = new ArrayList<>();
  private final List<InboxEntry> inboxAdded = new ArrayList<>();
  private ExecutionState state;
  private boolean changed;
  private boolean milestone;
  private boolean refused;
  private boolean mustContinue;
  private boolean broken;

  /**
   * The part of an execution that was read, or is new.
   *
   * @param version of the stored row that {@code base} was read from; 0 for an execution that is
   *     not stored yet
   * @param remembered whether {@code base} is from the cache, and may be stale
   */
  PendingWrite(
      RunnableMachine machine,
      ExecutionState base,
      long version,
      boolean remembered,
      LaneContext context) {
    this.machine = machine;
    this.base = base;
    this.version = version;
    this.remembered = remembered;
    this.context = context;
    this.state = base;
  }

  ExecutionId id() {
    return base.header().id();
  }

  RunnableMachine machine() {
    return machine;
  }

  /** As it will be after the commit. */
  ExecutionState state() {
    return state;
  }

  boolean isNew() {
    return version == 0;
  }

  List<Submission> submissions() {
    return submissions;
  }

  List<PollerTicket> reserved() {
    return reserved;
  }

  void addSubmission(Submission submission) {
    submissions.add(submission);
    if (submission instanceof Submission.Order order && order.inboxId() != 0) {
      inboxRemoved.add(order.inboxId());
      changed = true;
    }
  }

  /** Remembers a poller that gets a task by this commit, or goes back to the line without it. */
  void addReserved(PollerTicket poller) {
    reserved.add(poller);
  }

  void removeReserved(PollerTicket poller) {
    reserved.remove(poller);
  }

  void afterCommit(Runnable action) {
    afterCommit.add(action);
  }

  /** Before all answers: the execution goes on with the task, and waits for no answer. */
  void firstAfterCommit(Runnable delivery) {
    afterCommit.add(deliveries++, delivery);
  }

  List<Runnable> afterCommit() {
    return afterCommit;
  }

  /**
   * A fault of this server stopped a command half-way: nothing of this execution may be written.
   */
  void breakDown() {
    broken = true;
  }

  boolean isBroken() {
    return broken;
  }

  /** A command was refused. */
  void refuse() {
    refused = true;
  }

  /**
   * Whether a command was refused by a state that may be stale, with no write whose version would
   * tell: what another node has scheduled, this one would not find for ever.
   */
  boolean isRefusedFromMemory() {
    return refused && remembered && !changed;
  }

  /** Whether work was left for a command of its own. */
  boolean mustContinue() {
    return mustContinue;
  }

  void merge(Transition.Applied applied) {
    changed |= !applied.changesNothing(state);
    state = applied.state();
    events.addAll(applied.events());
    for (var event : applied.events()) {
      milestone |= event.type().isMilestone();
    }
    written.addAll(applied.scopesWritten());
    written.removeAll(applied.scopesRemoved());
    removed.addAll(applied.scopesRemoved());
    for (var effect : applied.effects()) {
      switch (effect) {
        case Effect.OfferTask(var taskId, var queue, var scheduledAt) ->
            tasksAdded.put(taskId, new ExecutionWrite.OpenTask(taskId, queue, scheduledAt));
        case Effect.MakeCall call -> {
          var taskId = call.scheduledEventId();
          calls.put(taskId, call);
          tasksAdded.put(
              taskId,
              new ExecutionWrite.OpenTask(taskId, context.calls().queue(), call.scheduledAt()));
        }
        case Effect.WithdrawTask(var taskId) -> {
          calls.remove(taskId);
          // A task that is taken in the very batch that schedules it never becomes a row.
          if (tasksAdded.remove(taskId) == null) {
            tasksRemoved.add(taskId);
          }
        }
        case Effect.TellParent(var parent, var outcome) ->
            send(
                parent.executionId(),
                CommandCodec.encode(new Command.ReportChild(parent.scheduledEventId(), outcome)));
        case Effect.StopChild(var child) ->
            send(child, CommandCodec.encode(new Command.StopExecution(null, null)));
        case Effect.AskJob(var taskId, var job) ->
            afterCommit(() -> context.calls().ask(id(), taskId, job));
        case Effect.StopJob(var taskId, var job) ->
            afterCommit(() -> context.calls().stop(id(), taskId, job));
        case Effect.ContinueLater() -> mustContinue = true;
        case Effect.DeliverTask _ -> {}
      }
    }
  }

  private void send(ExecutionId target, byte[] command) {
    inboxAdded.add(new InboxEntry(target, context.ids().next(), command));
  }

  /** Whether this commit puts something into the inboxes of others. */
  boolean hasMail() {
    return !inboxAdded.isEmpty();
  }

  /** Tasks that this commit leaves waiting for a worker. */
  Collection<ExecutionWrite.OpenTask> tasksLeftOpen() {
    return calls.isEmpty()
        ? tasksAdded.values()
        : tasksAdded.values().stream()
            .filter(task -> !calls.containsKey(task.scheduledEventId()))
            .toList();
  }

  /** Calls to be made once this is committed. */
  List<ServiceCall> callsToMake() {
    if (calls.isEmpty()) {
      return List.of();
    }
    var arn = machine.executionArn(base.header());
    return calls.values().stream()
        .map(call ->
            new ServiceCall(
                id(),
                call.scheduledEventId(),
                arn,
                call.resourceArn(),
                call.parameters(),
                call.roleArn()))
        .toList();
  }

  /** Tasks and calls of earlier commits that nobody is to work on any more. */
  Iterable<Long> tasksEnded() {
    return tasksRemoved;
  }

  boolean hasChanges() {
    return changed;
  }

  /** Version of the row after the commit. */
  long nextVersion() {
    return version + 1;
  }

  ExecutionWrite toWrite() {
    var outcome = state.outcome();
    return new ExecutionWrite(
        id(),
        isNew() ? base.header() : null,
        version,
        state.status(),
        state.nextEventId(),
        state.nextScopeId(),
        state.lastEventAt(),
        state.wakeAt(),
        outcome == null ? null : outcome.stoppedAt(),
        state.redrives().equals(base.redrives()) ? null : RedriveCodec.encode(state.redrives()),
        rootDocument(),
        scopeDocuments(),
        removed.stream().mapToInt(Integer::intValue).filter(id -> id != Scope.ROOT_ID).toArray(),
        historyChunk(),
        isMilestone(),
        List.copyOf(tasksAdded.values()),
        tasksRemoved.stream().mapToLong(Long::longValue).toArray(),
        inboxRemoved.stream().mapToLong(Long::longValue).toArray(),
        List.copyOf(inboxAdded));
  }

  /** Whether this commit starts, ends or redrives the execution. */
  boolean isMilestone() {
    return milestone;
  }

  private byte @Nullable [] rootDocument() {
    var outcome = state.outcome();
    var root = state.open().get(Scope.ROOT_ID);
    if (outcome != null) {
      return ExecutionCodec.encode(outcome, root);
    }
    return root != null && written.contains(Scope.ROOT_ID) ? ScopeCodec.encode(root) : null;
  }

  private List<StoredExecution.ScopeDocument> scopeDocuments() {
    var documents = new ArrayList<StoredExecution.ScopeDocument>();
    for (var id : written) {
      var open = state.open().get(id);
      var finished = state.finished().get(id);
      if (id != Scope.ROOT_ID && open != null) {
        documents.add(new StoredExecution.ScopeDocument(id, ScopeCodec.encode(open)));
      } else if (finished != null) {
        documents.add(new StoredExecution.ScopeDocument(id, ScopeCodec.encodeFinished(finished)));
      }
    }
    return documents;
  }

  private ExecutionWrite.@Nullable HistoryChunk historyChunk() {
    return events.isEmpty()
        ? null
        : new ExecutionWrite.HistoryChunk(
            events.getFirst().id(),
            events.size(),
            context.random().nextLong(),
            HistoryWriter.write(events));
  }
}
