package dev.stepwell.persistence.postgres;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.store.BulkStore;
import dev.stepwell.engine.store.ExecutionStore.Position;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Sets of executions to which the same is to be done. */
final class PostgresBulkStore implements BulkStore {
  private static final String SELECT =
      """
      with moved as (
        update bulk
           set step = step + 1, stage = ?, matched = matched + ?, looked_at_started = ?,
               looked_at_shard = ?, looked_at_number = ?
         where id = ? and step = ?
        returning id),
      added as (
        insert into bulk_execution (bulk_id, ordinal, shard, number, execution_arn, outcome)
        select m.id, u.ordinal, u.shard, u.number, u.execution_arn, u.outcome
          from moved m
         cross join unnest(?::int8[], ?::int2[], ?::int8[], ?::text[], ?::text[])
               as u (ordinal, shard, number, execution_arn, outcome))
      select count(*) from moved
      """;

  private static final String PROCESS =
      """
      with moved as (
        update bulk
           set step = step + 1, stage = ?, processed = processed + ?, done = done + ?
         where id = ? and step = ?
        returning id),
      told as (
        update bulk_execution e
           set outcome = u.outcome
          from moved m
         cross join unnest(?::int8[], ?::text[]) as u (ordinal, outcome)
         where e.bulk_id = m.id and e.ordinal = u.ordinal)
      select count(*) from moved
      """;

  private final Database database;

  PostgresBulkStore(Database database) {
    this.database = database;
  }

  @Override
  public void create(String id, String filter, Instant now, Duration keptFor) {
    database.update(
        """
        with old as (
          delete from bulk
           where id = (select id from bulk where created_at < ? order by created_at limit 1)
          returning id),
        gone as (
          delete from bulk_execution e using old where e.bulk_id = old.id)
        insert into bulk (id, filter, created_at, stage, step, matched, processed, done)
        values (?, ?, ?, ?, 0, 0, 0, 0)
        """,
        p ->
            p.millis(now.minus(keptFor))
                .text(id)
                .text(filter)
                .millis(now)
                .text(Stage.SELECTING.name()));
  }

  @Override
  public Optional<Bulk> find(String id) {
    return database.queryOne(
        """
        select id, filter, stage, step, matched, processed, done, looked_at_started,
               looked_at_shard, looked_at_number
          from bulk
         where id = ?
        """,
        p -> p.text(id),
        PostgresBulkStore::read);
  }

  private static Bulk read(ResultSet row) throws SQLException {
    var startedAt = Statements.nullableInstant(row, 8);
    return new Bulk(
        row.getString(1),
        row.getString(2),
        Stage.valueOf(row.getString(3)),
        row.getLong(4),
        startedAt == null
            ? null
            : new Position(startedAt, new ExecutionId(row.getShort(9), row.getLong(10))),
        row.getLong(5),
        row.getLong(6),
        row.getLong(7));
  }

  @Override
  public boolean select(
      Bulk before, Stage after, @Nullable Position lookedAtUntil, List<Item> items) {
    var until = lookedAtUntil == null ? before.lookedAtUntil() : lookedAtUntil;
    return database.updateReturningCount(
            SELECT,
            p ->
                p.text(after.name())
                    .int8(items.size())
                    .nullableInt8(until == null ? null : until.startedAt().toEpochMilli())
                    .nullableInt8(until == null ? null : (long) until.id().shard())
                    .nullableInt8(until == null ? null : until.id().number())
                    .text(before.id())
                    .int8(before.step())
                    .int8s(items.stream().mapToLong(Item::ordinal).toArray())
                    .int2s(shards(items))
                    .int8s(items.stream().mapToLong(item -> item.id().number()).toArray())
                    .texts(items.stream().map(Item::executionArn).toArray(String[]::new))
                    .texts(outcomes(items)))
        == 1;
  }

  @Override
  public boolean process(Bulk before, Stage after, List<Item> items) {
    var done = items.stream().filter(item -> item.outcome().isDone()).count();
    return database.updateReturningCount(
            PROCESS,
            p ->
                p.text(after.name())
                    .int8(items.size())
                    .int8(done)
                    .text(before.id())
                    .int8(before.step())
                    .int8s(items.stream().mapToLong(Item::ordinal).toArray())
                    .texts(outcomes(items)))
        == 1;
  }

  private static short[] shards(List<Item> items) {
    var shards = new short[items.size()];
    for (var i = 0; i < shards.length; i++) {
      shards[i] = (short) items.get(i).id().shard();
    }
    return shards;
  }

  private static String[] outcomes(List<Item> items) {
    return items.stream().map(item -> item.outcome().name()).toArray(String[]::new);
  }

  @Override
  public List<Item> items(String id, long afterOrdinal, int limit) {
    return database.query(
        """
        select shard, number, ordinal, execution_arn, outcome
          from bulk_execution
         where bulk_id = ? and ordinal > ?
         order by ordinal
         limit ?
        """,
        p -> p.text(id).int8(afterOrdinal).int4(limit),
        row ->
            new Item(
                row.getLong(3),
                ExecutionRows.id(row),
                row.getString(4),
                Outcome.valueOf(row.getString(5))));
  }
}
