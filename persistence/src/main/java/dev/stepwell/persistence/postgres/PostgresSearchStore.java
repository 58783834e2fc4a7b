package dev.stepwell.persistence.postgres;

import static dev.stepwell.persistence.postgres.Statements.instant;
import static dev.stepwell.persistence.postgres.Statements.nullableInstant;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.store.ExecutionStore.Position;
import dev.stepwell.engine.store.ExecutionStore.Summary;
import dev.stepwell.engine.store.SearchStore;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Searches among executions, by the indexes that listings have. Only parameters carry what users
 * have written.
 */
final class PostgresSearchStore implements SearchStore {
  private final Database database;
  private final Table table;

  /** Tables of executions that are searched alike. */
  enum Table {
    EXECUTION("execution", "e.redrive_count, e.redriven_at"),
    EXPRESS_ENDED("express_ended", "0, null::int8");

    private final String sqlName;
    private final String redrives;

    Table(String sqlName, String redrives) {
      this.sqlName = sqlName;
      this.redrives = redrives;
    }
  }

  PostgresSearchStore(Database database, Table table) {
    this.database = database;
    this.table = table;
  }

  @Override
  public List<Place> places(
      Collection<Long> stateMachineIds, Range range, @Nullable Position after, int limitEach) {
    return database.query(
        places(table, range, after),
        p -> {
          p.int8s(stateMachineIds.stream().mapToLong(Long::longValue).toArray());
          if (range.version() != null) {
            p.int4(range.version());
          }
          if (range.alias() != null) {
            p.text(range.alias());
          }
          p.millis(range.startedFrom()).millis(range.startedBefore());
          if (after != null) {
            p.millis(after.startedAt()).millis(after.startedAt());
            p.int2(after.id().shard()).int8(after.id().number());
          }
          p.int4(limitEach);
        },
        row -> new Place(row.getLong(3), new Position(instant(row, 4), ExecutionRows.id(row))));
  }

  /** A loop over the machines, each a range of an index; the status as text: it decides which. */
  static String places(Table table, Range range, @Nullable Position after) {
    var status = range.status();
    return """
    select e.shard, e.number, m.id, e.started_at
      from unnest(?::int8[]) as m (id)
     cross join lateral (
           select shard, number, started_at
             from %s
            where state_machine_id = m.id\
    """
            .formatted(table.sqlName)
        + (range.version() == null ? "" : " and machine_version = ?")
        + (range.alias() == null ? "" : " and machine_alias = ?")
        + (status == null ? "" : " and status = " + status.code())
        + " and started_at >= ? and started_at < ?"
        + (after == null
            ? ""
            : " and started_at <= ? and (started_at < ? or (shard, number) > (?, ?))")
        + """
             order by started_at desc, shard, number limit ?) e
         order by e.started_at desc, e.shard, e.number
        """;
  }

  @Override
  public List<Candidate> candidates(List<ExecutionId> ids, Wanted wanted) {
    var shards = new short[ids.size()];
    var numbers = new long[ids.size()];
    for (var i = 0; i < ids.size(); i++) {
      shards[i] = (short) ids.get(i).shard();
      numbers[i] = ids.get(i).number();
    }
    return database.query(
        candidates(table, wanted),
        p -> {
          if (wanted.inInput() != null) {
            p.bytea(wanted.inInput());
          }
          p.int2s(shards).int8s(numbers);
          if (wanted.status() != null) {
            p.int2(wanted.status().code());
          }
          if (wanted.stoppedFrom() != null) {
            p.millis(wanted.stoppedFrom());
          }
          if (wanted.stoppedBefore() != null) {
            p.millis(wanted.stoppedBefore());
          }
          if (wanted.inOutcome() != null) {
            p.bytea(wanted.inOutcome());
          }
          if (wanted.inInput() != null) {
            p.bytea(wanted.inInput()).bytea(Objects.requireNonNull(wanted.inDocument()));
          }
        },
        PostgresSearchStore::read);
  }

  /** Closed executions are in it with their outcomes; the documents of others are not looked at. */
  static String candidates(Table table, Wanted wanted) {
    var conditions = new StringBuilder();
    if (wanted.status() != null) {
      conditions.append(" and e.status = ?");
    }
    if (wanted.stoppedFrom() != null) {
      conditions.append(" and e.stopped_at >= ?");
    }
    if (wanted.stoppedBefore() != null) {
      conditions.append(" and e.stopped_at < ?");
    }
    if (wanted.inOutcome() != null) {
      conditions.append(" and e.stopped_at is not null and position(?::bytea in e.document) > 0");
    }
    if (wanted.inInput() != null) {
      conditions.append(
          " and (position(?::bytea in e.input) > 0"
              + " or (e.stopped_at is not null and position(?::bytea in e.document) > 0))");
    }
    return """
    select e.shard, e.number, e.state_machine_id, e.name, e.status, e.started_at, e.stopped_at,
           e.machine_version, e.machine_alias, %s, %s, %s
      from unnest(?::int2[], ?::int8[]) with ordinality as u (shard, number, place)
      join %s e on e.shard = u.shard and e.number = u.number
     where true%s
     order by u.place
    """
        .formatted(
            table.redrives,
            wanted.inInput() == null ? "false" : "position(?::bytea in e.input) > 0",
            wanted.needsDocument()
                ? "case when e.stopped_at is not null then e.document end"
                : "null::bytea",
            table.sqlName,
            conditions);
  }

  private static Candidate read(ResultSet row) throws SQLException {
    return new Candidate(
        row.getLong(3),
        new Summary(
            ExecutionRows.id(row),
            row.getString(4),
            ExecutionStatus.ofCode(row.getShort(5)),
            instant(row, 6),
            nullableInstant(row, 7),
            row.getInt(10),
            nullableInstant(row, 11),
            ExecutionRows.through(row, 8)),
        row.getBoolean(12),
        row.getBytes(13));
  }
}
