package dev.stepwell.persistence.postgres;

import dev.stepwell.engine.store.ExecutionStore.Milestone;
import dev.stepwell.engine.store.ExecutionStore.MilestoneNews;
import dev.stepwell.engine.store.ExecutionStore.MilestonePosition;
import dev.stepwell.engine.store.ExecutionWrite.HistoryChunk;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Commits that start, end or redrive executions, in the order of their transactions. Those of
 * transactions that have begun are not told before all older ones have ended: what becomes visible
 * later comes later in the order.
 */
final class Milestones {
  private static final String HORIZON = "pg_snapshot_xmin(pg_current_snapshot())";

  static final String READ =
      """
      select h.shard, h.execution_number, h.committed_in::text::int8, e.name, h.first_event_id,
             h.event_count, h.mark, h.events
        from (select *
                from history
               where milestone_of = ?
                 and (committed_in, shard, execution_number) > (?::text::xid8, ?::int2, ?::int8)
                 and committed_in < %s
               order by committed_in, shard, execution_number
               limit ?) h
       cross join lateral (
             select name from execution where shard = h.shard and number = h.execution_number limit 1) e
       order by h.committed_in, h.shard, h.execution_number
      """
          .formatted(HORIZON);

  /** One row with the horizon, and one more for each machine. */
  static final String NEWS =
      """
      select %1$s::text::int8, null::int8
       union all
      select 0, u.id
        from unnest(?::int8[]) as u (id)
       where exists (
             select
               from history
              where milestone_of = u.id and committed_in >= ?::text::xid8 and committed_in < %1$s)
      """
          .formatted(HORIZON);

  private final Database database;

  Milestones(Database database) {
    this.database = database;
  }

  List<Milestone> read(long stateMachineId, MilestonePosition after, int limit) {
    return database.query(
        READ,
        p ->
            p.int8(stateMachineId)
                .text(Long.toString(after.transaction()))
                .int2(after.id().shard())
                .int8(after.id().number())
                .int4(limit),
        row ->
            new Milestone(
                new MilestonePosition(row.getLong(3), ExecutionRows.id(row)),
                row.getString(4),
                new HistoryChunk(row.getLong(5), row.getInt(6), row.getLong(7), row.getBytes(8))));
  }

  MilestoneNews news(Set<Long> stateMachineIds, long fromTransaction) {
    var horizon = 0L;
    var found = new HashSet<Long>();
    for (var row :
        database.query(
            NEWS,
            p ->
                p.int8s(stateMachineIds.stream().mapToLong(Long::longValue).toArray())
                    .text(Long.toString(fromTransaction)),
            row -> new long[] {row.getLong(1), row.getLong(2)})) {
      if (row[0] != 0) {
        horizon = row[0];
      } else {
        found.add(row[1]);
      }
    }
    return new MilestoneNews(horizon, Set.copyOf(found));
  }
}
