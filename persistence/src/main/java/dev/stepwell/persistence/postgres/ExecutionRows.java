package dev.stepwell.persistence.postgres;

import static dev.stepwell.persistence.postgres.Statements.instant;
import static dev.stepwell.persistence.postgres.Statements.nullableInstant;

import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.ParentTask;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.RevisionKey;
import dev.stepwell.engine.model.StartedThrough;
import dev.stepwell.engine.store.Redriven;
import dev.stepwell.engine.store.StoredExecution;
import dev.stepwell.engine.store.StoredExecution.ScopeDocument;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Rows of executions, read whole. */
final class ExecutionRows {
  /** What {@link #read} expects, in its order; the table is named {@code e}. */
  static final String COLUMNS =
      "e.shard, e.number, e.version, e.status, e.state_machine_id, e.revision, e.name, e.input,"
          + " e.trace_header, e.started_at, e.stopped_at, e.next_event_id, e.next_scope_id,"
          + " e.last_event_at, e.wake_at, e.document, e.parent_shard, e.parent_number,"
          + " e.parent_event_id, e.machine_version, e.machine_alias, e.redrive_count,"
          + " e.redriven_at, e.redrive_tokens";

  private ExecutionRows() {}

  static ExecutionId id(ResultSet row) throws SQLException {
    return new ExecutionId(row.getShort(1), row.getLong(2));
  }

  private static @Nullable ParentTask parent(ResultSet row) throws SQLException {
    var shard = row.getShort(17);
    return row.wasNull()
        ? null
        : new ParentTask(new ExecutionId(shard, row.getLong(18)), row.getLong(19));
  }

  /**
   * What the start named.
   *
   * @param column of the version; the alias follows
   */
  static @Nullable StartedThrough through(ResultSet row, int column) throws SQLException {
    var version = row.getInt(column);
    return row.wasNull() ? null : new StartedThrough(version, row.getString(column + 1));
  }

  private static @Nullable Redriven redriven(ResultSet row) throws SQLException {
    var count = row.getInt(22);
    return count == 0 ? null : new Redriven(count, instant(row, 23), row.getBytes(24));
  }

  static StoredExecution read(ResultSet row, List<ScopeDocument> scopes) throws SQLException {
    var header =
        new ExecutionHeader(
            id(row),
            new RevisionKey(row.getLong(5), row.getInt(6)),
            row.getString(7),
            Payload.ofText(new String(row.getBytes(8), StandardCharsets.UTF_8)),
            instant(row, 10),
            row.getString(9),
            parent(row),
            through(row, 20));
    return new StoredExecution(
        header,
        row.getLong(3),
        ExecutionStatus.ofCode(row.getShort(4)),
        row.getLong(12),
        row.getInt(13),
        instant(row, 14),
        nullableInstant(row, 15),
        nullableInstant(row, 11),
        redriven(row),
        row.getBytes(16),
        scopes);
  }
}
