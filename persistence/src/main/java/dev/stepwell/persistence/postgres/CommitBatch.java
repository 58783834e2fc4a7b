package dev.stepwell.persistence.postgres;

import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.ParentTask;
import dev.stepwell.engine.store.ExecutionWrite;
import dev.stepwell.persistence.postgres.CommitShape.Part;
import java.nio.charset.StandardCharsets;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.function.ToLongFunction;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A batch of writes as the arrays of one statement. */
final class CommitBatch {
  /**
   * Rows are locked in this order by every node, so that two batches never wait for each other in a
   * circle.
   */
  private static final Comparator<ExecutionWrite> BY_ID =
      Comparator.<ExecutionWrite>comparingInt(write -> write.id().shard())
          .thenComparingLong(write -> write.id().number());

  private static final Comparator<ExecutionWrite> BY_NAME =
      Comparator.<ExecutionWrite>comparingInt(write -> write.id().shard())
          .thenComparingLong(write -> header(write).stateMachine().stateMachineId())
          .thenComparing(write -> header(write).name());

  private final List<ExecutionWrite> updates;
  private final List<ExecutionWrite> inserts;
  private final Set<Part> parts = EnumSet.noneOf(Part.class);
  private final List<Slices> slices;

  /**
   * Prepares a batch.
   *
   * @param writes at most one per execution
   * @throws IllegalArgumentException when an execution appears twice
   */
  CommitBatch(List<ExecutionWrite> writes) {
    var ids = new HashSet<ExecutionId>();
    for (var write : writes) {
      if (!ids.add(write.id())) {
        throw new IllegalArgumentException("two writes of execution " + write.id());
      }
    }
    updates = writes.stream().filter(w -> w.inserted() == null).sorted(BY_ID).toList();
    inserts = writes.stream().filter(w -> w.inserted() != null).sorted(BY_NAME).toList();
    addIf(!updates.isEmpty(), Part.UPDATES);
    addIf(!inserts.isEmpty(), Part.INSERTS);
    addIf(updates.stream().anyMatch(w -> w.redriven() != null), Part.REDRIVEN);
    addIf(writes.stream().anyMatch(w -> w.history() != null), Part.HISTORY);
    slices =
        Stream.of(
                ScopesWritten.of(all()),
                Ids.ofScopes(all()),
                TasksAdded.of(all()),
                Ids.of(Part.TASKS_REMOVED, all(), ExecutionWrite::tasksRemoved),
                Ids.of(Part.INBOX_REMOVED, all(), ExecutionWrite::inboxRemoved),
                InboxAdded.of(all()))
            .filter(s -> !s.isEmpty())
            .toList();
    slices.forEach(s -> parts.add(s.part()));
  }

  private static ExecutionHeader header(ExecutionWrite write) {
    return Objects.requireNonNull(write.inserted());
  }

  private void addIf(boolean present, Part part) {
    if (present) {
      parts.add(part);
    }
  }

  /** Updates first: an execution's place in it is its place in the slices. */
  private List<ExecutionWrite> all() {
    return Stream.concat(updates.stream(), inserts.stream()).toList();
  }

  Set<Part> parts() {
    return parts;
  }

  String sql() {
    return CommitShape.sql(parts);
  }

  /** The executions that are new; they are written whenever the statement succeeds. */
  Stream<ExecutionId> insertedIds() {
    return inserts.stream().map(ExecutionWrite::id);
  }

  void bind(Parameters parameters) throws SQLException {
    if (!updates.isEmpty()) {
      bindRows(parameters, updates);
      bindRedriven(parameters);
      bindChildren(parameters, updates, 0);
    }
    if (!inserts.isEmpty()) {
      bindRows(parameters, inserts);
      bindHeaders(parameters);
      bindChildren(parameters, inserts, updates.size());
    }
    for (var slice : slices) {
      slice.bind(parameters);
    }
  }

  private static void bindRows(Parameters parameters, List<ExecutionWrite> rows)
      throws SQLException {
    var statuses = new short[rows.size()];
    for (var i = 0; i < statuses.length; i++) {
      statuses[i] = (short) rows.get(i).status().code();
    }
    parameters
        .int2s(shards(rows))
        .int8s(longs(rows, write -> write.id().number()))
        .int8s(longs(rows, ExecutionWrite::expectedVersion))
        .int2s(statuses)
        .int8s(longs(rows, ExecutionWrite::nextEventId))
        .int4s(ints(rows, ExecutionWrite::nextScopeId))
        .int8s(longs(rows, write -> write.lastEventAt().toEpochMilli()))
        .int8s(nullableLongs(rows, write -> millis(write.wakeAt())))
        .int8s(nullableLongs(rows, write -> millis(write.stoppedAt())))
        .byteas(byteas(rows, ExecutionWrite::document));
  }

  private void bindRedriven(Parameters parameters) throws SQLException {
    if (parts.contains(Part.REDRIVEN)) {
      parameters
          .int8s(
              nullableLongs(
                  updates, w -> w.redriven() == null ? null : (long) w.redriven().count()))
          .int8s(
              nullableLongs(updates, w -> w.redriven() == null ? null : millis(w.redriven().at())))
          .byteas(byteas(updates, w -> w.redriven() == null ? null : w.redriven().tokens()));
    }
  }

  private void bindHeaders(Parameters parameters) throws SQLException {
    parameters
        .int8s(longs(inserts, write -> header(write).stateMachine().stateMachineId()))
        .int4s(ints(inserts, write -> header(write).stateMachine().revision()))
        .texts(texts(inserts, write -> header(write).name()))
        .byteas(
            byteas(inserts, write -> header(write).input().text().getBytes(StandardCharsets.UTF_8)))
        .texts(texts(inserts, write -> header(write).traceHeader()))
        .int8s(longs(inserts, write -> header(write).startedAt().toEpochMilli()))
        .int8s(parents(parent -> parent.executionId().shard()))
        .int8s(parents(parent -> parent.executionId().number()))
        .int8s(parents(ParentTask::scheduledEventId))
        .int8s(
            nullableLongs(
                inserts,
                write -> {
                  var through = header(write).through();
                  return through == null ? null : (long) through.version();
                }))
        .texts(
            texts(
                inserts,
                write -> {
                  var through = header(write).through();
                  return through == null ? null : through.alias();
                }));
  }

  private @Nullable Long[] parents(ToLongFunction<ParentTask> field) {
    return nullableLongs(
        inserts,
        write -> {
          var parent = header(write).parent();
          return parent == null ? null : field.applyAsLong(parent);
        });
  }

  private void bindChildren(Parameters parameters, List<ExecutionWrite> rows, int firstRow)
      throws SQLException {
    if (parts.contains(Part.HISTORY)) {
      parameters
          .int8s(nullableLongs(rows, w -> w.history() == null ? null : w.history().firstEventId()))
          .int4s(ints(rows, w -> w.history() == null ? 0 : w.history().count()))
          .int8s(longs(rows, w -> w.history() == null ? 0 : w.history().mark()))
          .byteas(byteas(rows, w -> w.history() == null ? null : w.history().events()));
    }
    for (var slice : slices) {
      parameters.int4s(slice.from(firstRow, rows.size())).int4s(slice.to(firstRow, rows.size()));
    }
  }

  private static short[] shards(List<ExecutionWrite> rows) {
    var result = new short[rows.size()];
    for (var i = 0; i < result.length; i++) {
      result[i] = (short) rows.get(i).id().shard();
    }
    return result;
  }

  private static int[] ints(List<ExecutionWrite> rows, ToIntFunction<ExecutionWrite> field) {
    return rows.stream().mapToInt(field).toArray();
  }

  private static long[] longs(List<ExecutionWrite> rows, ToLongFunction<ExecutionWrite> field) {
    return rows.stream().mapToLong(field).toArray();
  }

  private static @Nullable Long[] nullableLongs(
      List<ExecutionWrite> rows, Function<ExecutionWrite, @Nullable Long> field) {
    var result = new @Nullable Long[rows.size()];
    for (var i = 0; i < result.length; i++) {
      result[i] = field.apply(rows.get(i));
    }
    return result;
  }

  private static @Nullable String[] texts(
      List<ExecutionWrite> rows, Function<ExecutionWrite, @Nullable String> field) {
    var result = new @Nullable String[rows.size()];
    for (var i = 0; i < result.length; i++) {
      result[i] = field.apply(rows.get(i));
    }
    return result;
  }

  private interface BytesField {
    byte @Nullable [] of(ExecutionWrite write);
  }

  private static byte[] @Nullable [] byteas(List<ExecutionWrite> rows, BytesField field) {
    var result = new byte[rows.size()] @Nullable [];
    for (var i = 0; i < result.length; i++) {
      result[i] = field.of(rows.get(i));
    }
    return result;
  }

  private static @Nullable Long millis(@Nullable Instant time) {
    return time == null ? null : time.toEpochMilli();
  }
}
