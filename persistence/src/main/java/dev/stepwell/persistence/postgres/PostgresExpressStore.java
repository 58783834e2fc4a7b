package dev.stepwell.persistence.postgres;

import static dev.stepwell.persistence.postgres.Statements.instant;
import static dev.stepwell.persistence.postgres.Statements.nullableInstant;

import dev.stepwell.engine.model.ExecutionHeader;
import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.IdGenerator;
import dev.stepwell.engine.model.Payload;
import dev.stepwell.engine.model.RevisionKey;
import dev.stepwell.engine.store.ExpressStore;
import dev.stepwell.engine.store.SearchStore;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/** Express executions that were accepted, and those that have ended. */
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

  static final String END =
      """
      with ended as materialized (
        select *
          from unnest(?::int2[], ?::int8[], ?::int8[], ?::int8[], ?::int8[], ?::int8[], ?::int2[],
                      ?::text[], ?::text[], ?::bytea[], ?::bytea[])
               as u (shard, number, state_machine_id, started_at, stopped_at, machine_version,
                     status, name, machine_alias, input, document)),
      gone as (
        delete from express_execution e
         using ended d
         where e.shard = d.shard and e.number = d.number)
      insert into express_ended (
        shard, number, state_machine_id, started_at, stopped_at, machine_version, status, name,
        machine_alias, input, document)
      select shard, number, state_machine_id, started_at, stopped_at, machine_version::int4, status,
             name, machine_alias, input, document
        from ended
      on conflict (shard, number) do nothing
      """;

  static final String REMOVE_ENDED =
      """
      with chosen as materialized (
        select shard, number
          from express_ended
         where shard = ? and number < (%s - ?) << %d
         order by number
         limit ?
           for update skip locked),
      gone as (
        delete from express_ended e
         using chosen c
         where e.shard = c.shard and e.number = c.number
        returning 1)
      select count(*) from gone
      """
          .formatted(Database.NOW_MILLIS, IdGenerator.TIME_SHIFT);

  /**
   * A skip scan finds the machines; those that are gone have no name by which a search finds them.
   */
  static final String REMOVE_ENDED_OF_NO_MACHINE =
      """
      with recursive found as (
        (select state_machine_id as id from express_ended order by state_machine_id limit 1)
        union all
        select (select e.state_machine_id from express_ended e
                 where e.state_machine_id > f.id order by e.state_machine_id limit 1)
          from found f
         where f.id is not null),
      chosen as materialized (
        select e.shard, e.number
          from found f
         cross join lateral (
               select shard, number from express_ended
                where state_machine_id = f.id order by started_at desc limit ?) e
         where (select m.id from state_machine m where m.id = f.id) is null
         limit ?),
      gone as (
        delete from express_ended e
         using chosen c
         where e.shard = c.shard and e.number = c.number
        returning 1)
      select count(*) from gone
      """;

  /** One that runs again has ended for all who look. */
  static final String FIND =
      """
      (select status, started_at, stopped_at, input, machine_version, machine_alias, document
         from express_ended
        where shard = ? and number = ?)
      union all
      (select %d::int2, started_at, null, input, machine_version, machine_alias, null
         from express_execution
        where shard = ? and number = ?)
      order by stopped_at nulls last limit 1
      """
          .formatted(ExecutionStatus.RUNNING.code());

  private final Database database;
  private final SearchStore ended;

  PostgresExpressStore(Database database) {
    this.database = database;
    this.ended = new PostgresSearchStore(database, PostgresSearchStore.Table.EXPRESS_ENDED);
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
  public void end(Collection<Ended> executions) {
    if (executions.isEmpty()) {
      return;
    }
    var rows = List.copyOf(executions);
    var shards = new short[rows.size()];
    var statuses = new short[rows.size()];
    var versions = new @Nullable Long[rows.size()];
    var aliases = new @Nullable String[rows.size()];
    var inputs = new byte[rows.size()] @Nullable [];
    var documents = new byte[rows.size()] @Nullable [];
    for (var i = 0; i < rows.size(); i++) {
      var execution = rows.get(i).execution();
      var through = execution.through();
      shards[i] = (short) execution.id().shard();
      statuses[i] = (short) rows.get(i).status().code();
      versions[i] = through == null ? null : (long) through.version();
      aliases[i] = through == null ? null : through.alias();
      inputs[i] = execution.input().text().getBytes(StandardCharsets.UTF_8);
      documents[i] = rows.get(i).document();
    }
    database.update(
        END,
        p ->
            p.int2s(shards)
                .int8s(longs(rows, end -> end.execution().id().number()))
                .int8s(longs(rows, end -> end.execution().stateMachine().stateMachineId()))
                .int8s(longs(rows, end -> end.execution().startedAt().toEpochMilli()))
                .int8s(longs(rows, end -> end.stoppedAt().toEpochMilli()))
                .int8s(versions)
                .int2s(statuses)
                .texts(rows.stream().map(end -> end.execution().name()).toArray(String[]::new))
                .texts(aliases)
                .byteas(inputs)
                .byteas(documents));
  }

  private static long[] longs(List<Ended> rows, ToLongFunction<Ended> field) {
    return rows.stream().mapToLong(field).toArray();
  }

  @Override
  public Optional<Seen> find(ExecutionId id) {
    return database.queryOne(
        FIND,
        p -> p.int2(id.shard()).int8(id.number()).int2(id.shard()).int8(id.number()),
        row ->
            new Seen(
                ExecutionStatus.ofCode(row.getShort(1)),
                instant(row, 2),
                nullableInstant(row, 3),
                Payload.ofText(new String(row.getBytes(4), StandardCharsets.UTF_8)),
                ExecutionRows.through(row, 5),
                row.getBytes(7)));
  }

  @Override
  public SearchStore ended() {
    return ended;
  }

  @Override
  public int removeEnded(int shard, Duration age, int limit) {
    return database.updateReturningCount(
        REMOVE_ENDED, p -> p.int2(shard).int8(age.toMillis()).int4(limit));
  }

  @Override
  public int removeEndedOfNoMachine(int limit) {
    return database.updateReturningCount(
        REMOVE_ENDED_OF_NO_MACHINE, p -> p.int4(limit).int4(limit));
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
