package dev.stepwell.engine.store.memory;

import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.store.CommitOutcomeUnknownException;
import dev.stepwell.engine.store.DuplicateExecutionException;
import dev.stepwell.engine.store.ExecutionName;
import dev.stepwell.engine.store.ExecutionWrite;
import dev.stepwell.engine.store.LaneStore;
import dev.stepwell.engine.store.StoreUnavailableException;
import dev.stepwell.engine.store.StoredExecution;
import dev.stepwell.engine.store.memory.StoreFaults.CommitFault;
import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Collectors;

/** One lane's door. */
final class InMemoryLaneStore implements LaneStore {
  private final InMemoryDatabase database;

  /** Of a commit that its caller does not wait for any more. */
  private List<ExecutionWrite> onTheirWay = List.of();

  InMemoryLaneStore(InMemoryDatabase database) {
    this.database = database;
  }

  @Override
  public List<StoredExecution> load(Collection<ExecutionId> ids) {
    return database.asked(() -> find(database.executions, ids, ExecutionEntry::withScopes));
  }

  @Override
  public List<StoredExecution> findByName(Collection<ExecutionName> names) {
    return database.asked(
        () -> find(database.executionsByName, names, ExecutionEntry::withoutScopes));
  }

  private interface View {
    StoredExecution of(ExecutionEntry entry);
  }

  private static <K> List<StoredExecution> find(
      Map<K, ExecutionEntry> table, Collection<K> keys, View view) {
    return keys.stream().distinct().map(table::get).filter(Objects::nonNull).map(view::of).toList();
  }

  @Override
  public Set<ExecutionId> commit(List<ExecutionWrite> writes) {
    return database.locked(() -> {
      arrive();
      return commitLocked(writes);
    });
  }

  @Override
  public void endLostCommit() {
    database.locked(() -> {
      arrive();
      return true;
    });
  }

  private void arrive() {
    var late = onTheirWay.stream().filter(this::fits).toList();
    onTheirWay = List.of();
    refuseDuplicates(late);
    late.forEach(this::write);
  }

  private Set<ExecutionId> commitLocked(List<ExecutionWrite> writes) {
    if (writes.isEmpty()) {
      return Set.of();
    }
    requireDistinct(writes);
    var fault = database.faults().onCommit(writes);
    if (fault == CommitFault.UNAVAILABLE) {
      throw new StoreUnavailableException("injected", lost());
    }
    if (fault == CommitFault.LOST_BEFORE_COMMIT) {
      throw new CommitOutcomeUnknownException("injected, nothing was written", lost());
    }
    if (fault == CommitFault.LOST_WHILE_COMMITTING) {
      onTheirWay = writes;
      throw new CommitOutcomeUnknownException("injected, still being written", lost());
    }
    var fitting = writes.stream().filter(this::fits).toList();
    refuseDuplicates(fitting);
    fitting.forEach(this::write);
    if (fault == CommitFault.LOST_AFTER_COMMIT) {
      throw new CommitOutcomeUnknownException("injected, everything was written", lost());
    }
    return fitting.stream().map(ExecutionWrite::id).collect(Collectors.toUnmodifiableSet());
  }

  private static void requireDistinct(List<ExecutionWrite> writes) {
    var ids = new HashSet<ExecutionId>();
    for (var write : writes) {
      if (!ids.add(write.id())) {
        throw new IllegalArgumentException("two writes of execution " + write.id());
      }
    }
  }

  private boolean fits(ExecutionWrite write) {
    if (write.inserted() != null) {
      return true;
    }
    var entry = database.executions.get(write.id());
    return entry != null && entry.version() == write.expectedVersion();
  }

  private void refuseDuplicates(List<ExecutionWrite> writes) {
    var names = new HashSet<>(database.executionsByName.keySet());
    for (var write : writes) {
      var entry = database.executions.get(write.id());
      var inserted = write.inserted() != null;
      if (inserted && (entry != null || !names.add(name(write)))) {
        throw new DuplicateExecutionException("exists: " + name(write), lost());
      }
      if (entry != null && entry.clashesWith(write)) {
        throw new DuplicateExecutionException("rows exist: " + write.id(), lost());
      }
    }
  }

  private void write(ExecutionWrite write) {
    if (write.inserted() != null) {
      var entry = new ExecutionEntry(write.inserted());
      database.executions.put(write.id(), entry);
      database.executionsByName.put(name(write), entry);
    }
    var written = Objects.requireNonNull(database.executions.get(write.id()));
    written.apply(write);
    var chunk = write.history();
    if (write.milestone() && chunk != null) {
      database.milestones.add(
          new InMemoryExecutionStore.Turn(written.header(), chunk.firstEventId()));
    }
    for (var mail : write.inboxAdded()) {
      var target = database.executions.get(mail.target());
      if (target == null) {
        database.inboxOfNobody.add(mail);
      } else {
        target.inbox.put(mail.inboxId(), mail.command().clone());
      }
    }
  }

  private static ExecutionName name(ExecutionWrite write) {
    return name(Objects.requireNonNull(write.inserted()));
  }

  static ExecutionName name(ExecutionHeader header) {
    return new ExecutionName(
        header.id().shard(), header.stateMachine().stateMachineId(), header.name());
  }

  private static Exception lost() {
    return new IOException("in-memory store");
  }

  @Override
  public void close() {}
}
