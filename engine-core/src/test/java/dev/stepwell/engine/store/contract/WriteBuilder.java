package dev.stepwell.engine.store.contract;

import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.ParentTask;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.RevisionKey;
import dev.stepwell.engine.model.Shards;
import dev.stepwell.engine.model.StartedThrough;
import dev.stepwell.engine.store.ExecutionName;
import dev.stepwell.engine.store.ExecutionStore.InboxEntry;
import dev.stepwell.engine.store.ExecutionWrite;
import dev.stepwell.engine.store.ExecutionWrite.HistoryChunk;
import dev.stepwell.engine.store.ExecutionWrite.OpenTask;
import dev.stepwell.engine.store.Redriven;
import dev.stepwell.engine.store.StoredExecution.ScopeDocument;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes as a story: {@code started("a").history(1, 3).task(3, ARN)}, {@code moved(id,
 * 1).closed(SUCCEEDED)}.
 */
public final class WriteBuilder {
  public static final long MACHINE = 7_000_000_000L;
  public static final Instant START = Instant.parse("2026-11-22T10:15:30.123Z");

  private final ExecutionId id;
  private final @Nullable ExecutionHeader inserted;
  private final long expectedVersion;
  private ExecutionStatus status = ExecutionStatus.RUNNING;
  private @Nullable Instant wakeAt;
  private @Nullable Instant stoppedAt;
  private @Nullable Redriven redriven;
  private byte @Nullable [] document;
  private @Nullable HistoryChunk history;
  private final List<ScopeDocument> scopesWritten = new ArrayList<>();
  private final List<OpenTask> tasksAdded = new ArrayList<>();
  private int[] scopesRemoved = {};
  private long[] tasksRemoved = {};
  private long[] inboxRemoved = {};
  private final List<InboxEntry> inboxAdded = new ArrayList<>();

  private WriteBuilder(ExecutionId id, @Nullable ExecutionHeader inserted, long expectedVersion) {
    this.id = id;
    this.inserted = inserted;
    this.expectedVersion = expectedVersion;
  }

  /**
   * The id of the execution of {@link #MACHINE} that has this name: in the shard of its name, and
   * the same every time.
   */
  public static ExecutionId idOf(String name) {
    return new ExecutionId(shardOf(name), 1_000L + name.hashCode());
  }

  public static ExecutionName nameOf(String name) {
    return new ExecutionName(shardOf(name), MACHINE, name);
  }

  public static int shardOf(String name) {
    return Shards.of(MACHINE, name);
  }

  /** A new execution of {@link #MACHINE} that starts at {@link #START}. */
  public static WriteBuilder started(String name) {
    return started(idOf(name), MACHINE, name, START);
  }

  public static WriteBuilder started(
      ExecutionId id, long stateMachineId, String name, Instant startedAt) {
    var header =
        new ExecutionHeader(
            id,
            new RevisionKey(stateMachineId, 3),
            name,
            Payload.ofText("{\"name\":\"" + name + "\",\"price\":1.10,\"sign\":\"€\"}"),
            startedAt,
            null,
            name.startsWith("child") ? new ParentTask(idOf("parent"), 7) : null,
            name.startsWith("through")
                ? new StartedThrough(7, name.equals("through-7") ? null : "PROD")
                : null);
    return new WriteBuilder(id, header, 0).document("root 1 of " + name);
  }

  /** The next step of an execution that is at that version. */
  public static WriteBuilder moved(String name, long expectedVersion) {
    return moved(idOf(name), expectedVersion);
  }

  public static WriteBuilder moved(ExecutionId id, long expectedVersion) {
    return new WriteBuilder(id, null, expectedVersion);
  }

  public WriteBuilder document(String text) {
    document = bytes(text);
    return this;
  }

  public WriteBuilder wakeAt(Instant time) {
    wakeAt = time;
    return this;
  }

  /** Closes the execution a minute after {@link #START}. */
  public WriteBuilder closed(ExecutionStatus closedAs) {
    return closed(closedAs, START.plusSeconds(60));
  }

  public WriteBuilder closed(ExecutionStatus closedAs, Instant at) {
    status = closedAs;
    stoppedAt = at;
    return this;
  }

  /** Redriven so many times, the last one as many minutes after {@link #START}. */
  public WriteBuilder redriven(int count) {
    redriven = new Redriven(count, START.plusSeconds(60L * count), bytes("tokens " + count));
    return this;
  }

  public WriteBuilder scope(int scopeId, String text) {
    scopesWritten.add(new ScopeDocument(scopeId, bytes(text)));
    return this;
  }

  public WriteBuilder removingScopes(int... scopeIds) {
    scopesRemoved = scopeIds;
    return this;
  }

  /** Events whose text tells their ids. */
  public WriteBuilder history(long firstEventId, int count) {
    history =
        new HistoryChunk(
            firstEventId,
            count,
            markOf(firstEventId),
            bytes(firstEventId + ".." + (firstEventId + count - 1)));
    return this;
  }

  /**
   * A waiting task that was scheduled as many milliseconds after {@link #START} as its event's id
   * says.
   */
  public WriteBuilder task(long scheduledEventId, String activityArn) {
    tasksAdded.add(new OpenTask(scheduledEventId, activityArn, START.plusMillis(scheduledEventId)));
    return this;
  }

  public WriteBuilder removingTasks(long... scheduledEventIds) {
    tasksRemoved = scheduledEventIds;
    return this;
  }

  public WriteBuilder removingInbox(long... inboxIds) {
    inboxRemoved = inboxIds;
    return this;
  }

  /** A command for another execution. */
  public WriteBuilder sending(String target, long inboxId, String command) {
    inboxAdded.add(new InboxEntry(idOf(target), inboxId, bytes(command)));
    return this;
  }

  public ExecutionWrite build() {
    return new ExecutionWrite(
        id,
        inserted,
        expectedVersion,
        status,
        100 + expectedVersion,
        10 + (int) expectedVersion,
        START.plusSeconds(expectedVersion),
        wakeAt,
        stoppedAt,
        redriven,
        document,
        List.copyOf(scopesWritten),
        scopesRemoved,
        history,
        List.copyOf(tasksAdded),
        tasksRemoved,
        inboxRemoved,
        List.copyOf(inboxAdded));
  }

  /** The writes of one batch. */
  public static List<ExecutionWrite> batch(WriteBuilder... writes) {
    return List.of(writes).stream().map(WriteBuilder::build).toList();
  }

  /** The mark of every chunk that begins with that event. */
  static long markOf(long firstEventId) {
    return -firstEventId;
  }

  static byte[] bytes(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }
}
