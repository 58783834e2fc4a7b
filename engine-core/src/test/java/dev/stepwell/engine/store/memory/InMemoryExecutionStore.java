package dev.stepwell.engine.store.memory;

import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.StartedThrough;
import dev.stepwell.engine.store.ExecutionName;
import dev.stepwell.engine.store.ExecutionStore;
import dev.stepwell.engine.store.ExecutionWrite.HistoryChunk;
import dev.stepwell.engine.store.LaneStore;
import dev.stepwell.engine.store.StoredExecution;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.NavigableMap;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Executions: what pumps and API ask. */
final class InMemoryExecutionStore implements ExecutionStore {
  private static final Comparator<ExecutionId> BY_ID =
      Comparator.comparingInt(ExecutionId::shard).thenComparingLong(ExecutionId::number);

  static final Comparator<Position> NEWEST_FIRST =
      Comparator.comparing(Position::startedAt).reversed().thenComparing(Position::id, BY_ID);

  private static final long FIRST_TRANSACTION = 700;

  private static final Comparator<MilestonePosition> IN_ORDER_OF_COMMIT =
      Comparator.comparingLong(MilestonePosition::transaction)
          .thenComparing(MilestonePosition::id, BY_ID);

  private final InMemoryDatabase database;

  InMemoryExecutionStore(InMemoryDatabase database) {
    this.database = database;
  }

  @Override
  public LaneStore openLane() {
    return new InMemoryLaneStore(database);
  }

  @Override
  public List<Wakeup> findWakeups(Collection<Integer> shards, Instant until, int limit) {
    return database.locked(() ->
        inShards(shards)
            .flatMap(entry ->
                Stream.ofNullable(entry.wakeAt())
                    .map(wakeAt -> new Wakeup(entry.header().id(), wakeAt)))
            .filter(wakeup -> !wakeup.wakeAt().isAfter(until))
            .sorted(Comparator.comparing(Wakeup::wakeAt).thenComparing(Wakeup::id, BY_ID))
            .limit(limit)
            .toList());
  }

  @Override
  public List<WaitingTask> findWaitingTasks(String queue, int limit) {
    return database.locked(() ->
        database.executions.values().stream()
            .flatMap(entry ->
                entry.tasks.values().stream()
                    .filter(task -> task.queue().equals(queue))
                    .map(task ->
                        new WaitingTask(
                            entry.header().id(), task.scheduledEventId(), task.scheduledAt())))
            .sorted(
                Comparator.comparing(WaitingTask::scheduledAt)
                    .thenComparing(WaitingTask::id, BY_ID)
                    .thenComparingLong(WaitingTask::scheduledEventId))
            .limit(limit)
            .toList());
  }

  @Override
  public int countWaitingTasks(String queue, int most) {
    return findWaitingTasks(queue, most).size();
  }

  @Override
  public List<String> findQueues(String from, String end) {
    return database.locked(() ->
        database.executions.values().stream()
            .flatMap(entry -> entry.tasks.values().stream())
            .map(task -> task.queue())
            .filter(queue -> queue.compareTo(from) >= 0 && queue.compareTo(end) < 0)
            .distinct()
            .sorted()
            .toList());
  }

  @Override
  public List<InboxEntry> findInbox(Collection<Integer> shards, int limit) {
    return database.locked(() ->
        Stream.concat(
                database.inboxOfNobody.stream()
                    .filter(entry -> shards.contains(entry.target().shard())),
                inShards(shards)
                    .flatMap(entry ->
                        entry.inbox.entrySet().stream()
                            .map(row ->
                                new InboxEntry(
                                    entry.header().id(), row.getKey(), row.getValue().clone()))))
            .sorted(
                Comparator.comparingLong(InboxEntry::inboxId)
                    .thenComparing(InboxEntry::target, BY_ID))
            .limit(limit)
            .toList());
  }

  private Stream<ExecutionEntry> inShards(Collection<Integer> shards) {
    return database.executions.values().stream()
        .filter(entry -> shards.contains(entry.header().id().shard()));
  }

  @Override
  public void removeInbox(ExecutionId target, long inboxId) {
    database.locked(() -> {
      var entry = database.executions.get(target);
      return entry == null
          ? database.inboxOfNobody.removeIf(
              stray -> stray.target().equals(target) && stray.inboxId() == inboxId)
          : entry.inbox.remove(inboxId) != null;
    });
  }

  @Override
  public int sendToRunning(long stateMachineId, byte[] command) {
    return database.locked(() -> {
      var inboxId = database.inboxIds.next();
      var running = ofMachine(stateMachineId).filter(entry -> !entry.status().isClosed()).toList();
      running.forEach(entry -> entry.inbox.put(inboxId, command.clone()));
      return running.size();
    });
  }

  private Stream<ExecutionEntry> ofMachine(long stateMachineId) {
    return database.executions.values().stream()
        .filter(entry -> entry.header().stateMachine().stateMachineId() == stateMachineId);
  }

  @Override
  public Optional<StoredExecution> find(ExecutionName name) {
    return database.locked(() ->
        Optional.ofNullable(database.executionsByName.get(name))
            .map(ExecutionEntry::withoutScopes));
  }

  @Override
  public List<Summary> list(Listing listing, @Nullable Position after, int limit) {
    return database.locked(() ->
        database.executions.values().stream()
            .filter(entry -> isListed(listing, entry))
            .map(InMemoryExecutionStore::summary)
            .filter(row -> after == null || NEWEST_FIRST.compare(row.position(), after) > 0)
            .sorted(Comparator.comparing(Summary::position, NEWEST_FIRST))
            .limit(limit)
            .toList());
  }

  static boolean isListed(Listing listing, ExecutionEntry entry) {
    return entry.header().stateMachine().stateMachineId() == listing.stateMachineId()
        && (listing.status() == null || entry.status() == listing.status())
        && isThrough(listing, entry.header().through());
  }

  private static boolean isThrough(Listing listing, @Nullable StartedThrough through) {
    var version = listing.version();
    var alias = listing.alias();
    return (version == null || (through != null && through.version() == version))
        && (alias == null || (through != null && alias.equals(through.alias())));
  }

  static Summary summary(ExecutionEntry entry) {
    var redriven = entry.redriven();
    return new Summary(
        entry.header().id(),
        entry.header().name(),
        entry.status(),
        entry.header().startedAt(),
        entry.stoppedAt(),
        redriven == null ? 0 : redriven.count(),
        redriven == null ? null : redriven.at(),
        entry.header().through());
  }

  @Override
  public List<Progress> progress(Collection<ExecutionId> ids) {
    return database.locked(() ->
        ids.stream()
            .flatMap(id -> Stream.ofNullable(database.executions.get(id)))
            .map(entry -> new Progress(entry.header().id(), entry.lastEventId(), entry.status()))
            .toList());
  }

  /** One commit is one transaction here, and ends before the next one begins. */
  record Turn(ExecutionHeader header, long firstEventId) {}

  @Override
  public List<Milestone> milestones(long stateMachineId, MilestonePosition after, int limit) {
    return database.locked(() -> {
      var found = new ArrayList<Milestone>();
      for (var index = 0; index < database.milestones.size() && found.size() < limit; index++) {
        var turn = database.milestones.get(index);
        var id = turn.header().id();
        var entry = database.executions.get(id);
        var position = new MilestonePosition(FIRST_TRANSACTION + index, id);
        if (entry != null
            && turn.header().stateMachine().stateMachineId() == stateMachineId
            && IN_ORDER_OF_COMMIT.compare(position, after) > 0) {
          var chunk = Objects.requireNonNull(entry.history.get(turn.firstEventId()));
          found.add(new Milestone(position, turn.header().name(), ExecutionEntry.copy(chunk)));
        }
      }
      return List.copyOf(found);
    });
  }

  @Override
  public MilestoneNews milestoneNews(Set<Long> stateMachineIds, long fromTransaction) {
    return database.locked(() -> {
      var machines = new HashSet<Long>();
      var from = Math.max(0, fromTransaction - FIRST_TRANSACTION);
      for (var index = (int) from; index < database.milestones.size(); index++) {
        machines.add(database.milestones.get(index).header().stateMachine().stateMachineId());
      }
      machines.retainAll(stateMachineIds);
      return new MilestoneNews(
          FIRST_TRANSACTION + database.milestones.size(), Set.copyOf(machines));
    });
  }

  @Override
  public List<HistoryChunk> readHistory(
      ExecutionId id, long fromEventId, boolean reverse, int minEvents) {
    return database.locked(() -> {
      var entry = database.executions.get(id);
      return entry == null
          ? List.of()
          : readHistory(entry.history, fromEventId, reverse, minEvents);
    });
  }

  private static List<HistoryChunk> readHistory(
      NavigableMap<Long, HistoryChunk> history, long fromEventId, boolean reverse, int minEvents) {
    var found = new ArrayList<HistoryChunk>();
    var events = 0L;
    for (var chunk : (reverse ? history.descendingMap() : history).values()) {
      var lastEventId = chunk.firstEventId() + chunk.count() - 1;
      var wanted =
          reverse
              ? Math.min(lastEventId, fromEventId) - chunk.firstEventId() + 1
              : lastEventId - Math.max(chunk.firstEventId(), fromEventId) + 1;
      if (wanted > 0 && events < minEvents) {
        found.add(ExecutionEntry.copy(chunk));
        events += wanted;
      }
    }
    return found;
  }

  @Override
  public int removeClosed(long stateMachineId, int limit) {
    return database.locked(() ->
        remove(ofMachine(stateMachineId).filter(entry -> entry.status().isClosed()).limit(limit)));
  }

  @Override
  public int removeStopped(int shard, Duration age, int limit) {
    return database.locked(() -> {
      var before = database.now().minus(age);
      return remove(
          database.executions.values().stream()
              .filter(entry -> entry.header().id().shard() == shard)
              .filter(entry -> entry.stoppedAt() != null && entry.stoppedAt().isBefore(before))
              .sorted(Comparator.comparing(ExecutionEntry::stoppedAt))
              .limit(limit));
    });
  }

  private int remove(Stream<ExecutionEntry> entries) {
    var headers = entries.map(ExecutionEntry::header).toList();
    for (var header : headers) {
      database.executions.remove(header.id());
      database.functionLogs.remove(header.id());
      database.executionsByName.remove(InMemoryLaneStore.name(header));
    }
    return headers.size();
  }
}
