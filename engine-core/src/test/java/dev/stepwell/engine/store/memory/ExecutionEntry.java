package dev.stepwell.engine.store.memory;

import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.store.ExecutionWrite;
import dev.stepwell.engine.store.ExecutionWrite.HistoryChunk;
import dev.stepwell.engine.store.ExecutionWrite.OpenTask;
import dev.stepwell.engine.store.Redriven;
import dev.stepwell.engine.store.StoredExecution;
import dev.stepwell.engine.store.StoredExecution.ScopeDocument;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** One execution with all rows of its own. Contents are copied on the way in and out. */
final class ExecutionEntry {
  private final ExecutionHeader header;
  private long version;
  private ExecutionStatus status;
  private long nextEventId;
  private int nextScopeId;
  private Instant lastEventAt;
  private @Nullable Instant wakeAt;
  private @Nullable Instant stoppedAt;
  private @Nullable Redriven redriven;
  private byte[] document = {};
  private final TreeMap<Integer, byte[]> scopes = new TreeMap<>();
  final TreeMap<Long, HistoryChunk> history = new TreeMap<>();
  final TreeMap<Long, OpenTask> tasks = new TreeMap<>();
  final TreeMap<Long, byte[]> inbox = new TreeMap<>();

  /** A new execution that nothing is written to yet. */
  ExecutionEntry(ExecutionHeader header) {
    this.header =
        new ExecutionHeader(
            header.id(),
            header.stateMachine(),
            header.name(),
            header.input(),
            millis(header.startedAt()),
            header.traceHeader(),
            header.parent(),
            header.through());
    this.status = ExecutionStatus.RUNNING;
    this.lastEventAt = this.header.startedAt();
  }

  /** Whether rows of the write exist already. */
  boolean clashesWith(ExecutionWrite write) {
    var chunk = write.history();
    return (chunk != null && history.containsKey(chunk.firstEventId()))
        || write.tasksAdded().stream().anyMatch(t -> tasks.containsKey(t.scheduledEventId()));
  }

  void apply(ExecutionWrite write) {
    version = write.expectedVersion() + 1;
    status = write.status();
    nextEventId = write.nextEventId();
    nextScopeId = write.nextScopeId();
    lastEventAt = millis(write.lastEventAt());
    wakeAt = nullableMillis(write.wakeAt());
    stoppedAt = nullableMillis(write.stoppedAt());
    if (write.redriven() != null) {
      redriven = copy(write.redriven());
    }
    if (write.document() != null) {
      document = write.document().clone();
    }
    write.scopesWritten().forEach(s -> scopes.put(s.scopeId(), s.document().clone()));
    for (var scopeId : write.scopesRemoved()) {
      scopes.remove(scopeId);
    }
    var chunk = write.history();
    if (chunk != null) {
      history.put(chunk.firstEventId(), copy(chunk));
    }
    write.tasksAdded().forEach(this::addTask);
    for (var scheduledEventId : write.tasksRemoved()) {
      tasks.remove(scheduledEventId);
    }
    for (var inboxId : write.inboxRemoved()) {
      inbox.remove(inboxId);
    }
  }

  private void addTask(OpenTask task) {
    tasks.put(
        task.scheduledEventId(),
        new OpenTask(task.scheduledEventId(), task.queue(), millis(task.scheduledAt())));
  }

  ExecutionHeader header() {
    return header;
  }

  long version() {
    return version;
  }

  ExecutionStatus status() {
    return status;
  }

  @Nullable Instant wakeAt() {
    return wakeAt;
  }

  @Nullable Instant stoppedAt() {
    return stoppedAt;
  }

  @Nullable Redriven redriven() {
    return redriven;
  }

  StoredExecution withScopes() {
    return stored(
        scopes.entrySet().stream()
            .map(scope -> new ScopeDocument(scope.getKey(), scope.getValue().clone()))
            .toList());
  }

  StoredExecution withoutScopes() {
    return stored(List.of());
  }

  private StoredExecution stored(List<ScopeDocument> scopeDocuments) {
    return new StoredExecution(
        header,
        version,
        status,
        nextEventId,
        nextScopeId,
        lastEventAt,
        wakeAt,
        stoppedAt,
        redriven == null ? null : copy(redriven),
        document.clone(),
        scopeDocuments);
  }

  private static Redriven copy(Redriven redriven) {
    return new Redriven(redriven.count(), millis(redriven.at()), redriven.tokens().clone());
  }

  static HistoryChunk copy(HistoryChunk chunk) {
    return new HistoryChunk(
        chunk.firstEventId(), chunk.count(), chunk.mark(), chunk.events().clone());
  }

  private static Instant millis(Instant time) {
    return time.truncatedTo(ChronoUnit.MILLIS);
  }

  private static @Nullable Instant nullableMillis(@Nullable Instant time) {
    return time == null ? null : millis(time);
  }
}
