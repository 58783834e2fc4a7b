package dev.stepwell.persistence.postgres;

import static dev.stepwell.persistence.postgres.Statements.instant;

import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.RevisionKey;
import dev.stepwell.engine.store.ExpressStore;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;

/** Express executions that were accepted. */
final class PostgresExpressStore implements ExpressStore {
  private static final String COLUMNS =
      "shard, number, state_machine_id, revision, name, input, started_at, trace_header,"
          + " machine_version, machine_alias";

  static final String REMOVE =
      """
      delete from express_execution e
       using unnest(?::int2[], ?::int8[]) as d (shard, number)
       where e.shard = d.shard and e.number = d.number
      """;

  /** A skip scan: one look at the index for each node. */
  static final String NODES =
      """
      with recursive found as (
        (select node_id from express_execution order by node_id limit 1)
        union all
        select (select e.node_id from express_execution e
                 where e.node_id > f.node_id order by e.node_id limit 1)
          from found f
         where f.node_id is not null)
      select node_id from found where node_id is not null
      """;

  static final String TAKE_OVER =
      """
      update express_execution t
         set node_id = ?
       where (t.shard, t.number) in (
               select e.shard, e.number from express_execution e
                where e.node_id = ? order by e.started_at limit ? for update skip locked)
         and t.node_id = ?
      returning %s
      """
          .formatted(COLUMNS);

  private final Database database;

  PostgresExpressStore(Database database) {
    this.database = database;
  }

  @Override
  public void accept(ExecutionHeader execution, String nodeId) {
    var through = execution.through();
    database.update(
        "insert into express_execution ("
            + COLUMNS
            + ", node_id) values (?, ?, ?, ?, ?, ?, ?, ?, nullif(?, 0), ?, ?)",
        p ->
            p.int2(execution.id().shard())
                .int8(execution.id().number())
                .int8(execution.stateMachine().stateMachineId())
                .int4(execution.stateMachine().revision())
                .text(execution.name())
                .bytea(execution.input().text().getBytes(StandardCharsets.UTF_8))
                .millis(execution.startedAt())
                .text(execution.traceHeader())
                .int4(through == null ? 0 : through.version())
                .text(through == null ? null : through.alias())
                .text(nodeId));
  }

  @Override
  public void remove(Collection<ExecutionId> ids) {
    var shards = new short[ids.size()];
    var numbers = new long[ids.size()];
    var next = 0;
    for (var id : ids) {
      shards[next] = (short) id.shard();
      numbers[next++] = id.number();
    }
    database.update(REMOVE, p -> p.int2s(shards).int8s(numbers));
  }

  @Override
  public List<String> nodes() {
    return database.query(NODES, _ -> {}, row -> row.getString(1));
  }

  @Override
  public List<ExecutionHeader> takeOver(String fromNode, String byNode, int limit) {
    return database
        .updateReturning(
            TAKE_OVER,
            p -> p.text(byNode).text(fromNode).int4(limit).text(fromNode),
            PostgresExpressStore::read)
        .stream()
        .sorted(Comparator.comparing(ExecutionHeader::startedAt))
        .toList();
  }

  private static ExecutionHeader read(ResultSet row) throws SQLException {
    return new ExecutionHeader(
        new ExecutionId(row.getShort(1), row.getLong(2)),
        new RevisionKey(row.getLong(3), row.getInt(4)),
        row.getString(5),
        Payload.ofText(new String(row.getBytes(6), StandardCharsets.UTF_8)),
        instant(row, 7),
        row.getString(8),
        null,
        ExecutionRows.through(row, 9));
  }
}
