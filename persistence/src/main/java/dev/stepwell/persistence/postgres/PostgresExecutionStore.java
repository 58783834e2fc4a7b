package dev.stepwell.persistence.postgres;

import static dev.stepwell.persistence.postgres.Statements.instant;
import static dev.stepwell.persistence.postgres.Statements.nullableInstant;

import dev.stepwell.engine.model.ExecutionId;
import dev.stepwell.engine.model.ExecutionStatus;
import dev.stepwell.engine.model.IdGenerator;
import dev.stepwell.engine.store.ExecutionName;
import dev.stepwell.engine.store.ExecutionStore;
import dev.stepwell.engine.store.ExecutionWrite.HistoryChunk;
import dev.stepwell.engine.store.LaneStore;
import dev.stepwell.engine.store.StoredExecution;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Executions: what pumps and API ask, on pooled connections. */
final class PostgresExecutionStore implements ExecutionStore {
  /**
   * As text, not as a parameter: the planner must see that the partial index on the status fits.
   */
  private static final String OPEN_STATUSES =
      Arrays.stream(ExecutionStatus.values())
          .filter(status -> !status.isClosed())
          .map(status -> Integer.toString(status.code()))
          .collect(Collectors.joining(", "));

  /**
   * The first of each shard by the order of its index, then the first of those: never more rows
   * than asked for per shard.
   */
  static final String FIND_WAKEUPS =
      """
      select e.shard, e.number, e.wake_at
        from unnest(?::int2[]) as u (shard)
       cross join lateral (
             select shard, number, wake_at
               from execution
              where shard = u.shard and wake_at <= ?
              order by wake_at
              limit ?) e
       order by e.wake_at, e.shard, e.number
       limit ?
      """;

  static final String FIND_WAITING_TASKS =
      """
      select shard, execution_number, scheduled_event_id, scheduled_at
        from task
       where queue = ?
       order by scheduled_at, shard, execution_number, scheduled_event_id
       limit ?
      """;

  /** In the order of the index, or else the planner reads the whole table. */
  static final String COUNT_WAITING_TASKS =
      """
      select count(*)
        from (select 1 from task where queue = ? order by scheduled_at limit ?) t
      """;

  /** From queue to queue by the index, however many tasks they hold. */
  static final String FIND_QUEUES =
      """
      with recursive queues as (
        (select queue from task where queue >= ? and queue < ? order by queue limit 1)
        union all
        select (select t.queue
                  from task t
                 where t.queue > q.queue and t.queue < ?
                 order by t.queue
                 limit 1)
          from queues q
         where q.queue is not null)
      select queue from queues where queue is not null
      """;

  static final String FIND_INBOX =
      """
      select i.shard, i.execution_number, i.inbox_id, i.command
        from unnest(?::int2[]) as u (shard)
       cross join lateral (
             select shard, execution_number, inbox_id, command
               from inbox
              where shard = u.shard
              order by inbox_id
              limit ?) i
       order by i.inbox_id, i.shard, i.execution_number
       limit ?
      """;

  static final String SEND_TO_RUNNING =
      """
      insert into inbox (shard, execution_number, inbox_id, command)
      select shard, number, ?, ?
        from execution
       where state_machine_id = ? and status in (%s)
      """
          .formatted(OPEN_STATUSES);

  static final String FIND =
      """
      select %s
        from execution e
       where e.shard = ? and e.state_machine_id = ? and e.name = ?
      """
          .formatted(ExecutionRows.COLUMNS);

  static final String PROGRESS =
      """
      select e.shard, e.number, e.next_event_id - 1, e.status
        from unnest(?::int2[], ?::int8[]) as u (shard, number)
       cross join lateral (
             select shard, number, next_event_id, status
               from execution
              where shard = u.shard and number = u.number
              limit 1) e
      """;

  /** Ids are dense, so the chunks that hold a range of events are a range of the primary key. */
  static final String READ_HISTORY =
      """
      select first_event_id, event_count, mark, events
        from history
       where shard = ? and execution_number = ? and first_event_id < ?
         and first_event_id + event_count > ?
         and first_event_id >= coalesce((
             select max(first_event_id)
               from history
              where shard = ? and execution_number = ? and first_event_id <= ?), 0)
       order by first_event_id\
      """;

  static final String LAST_EVENT_ID =
      """
      select first_event_id + event_count - 1
        from history
       where shard = ? and execution_number = ?
       order by first_event_id desc
       limit 1
      """;

  /** What is chosen, with everything of theirs. */
  private static final String REMOVE =
      """
      with chosen as materialized (
        select shard, number
          from execution
         where %s),
      gone as (
        delete from execution e
         using chosen c
         where e.shard = c.shard and e.number = c.number and e.status not in (%s)
        returning e.shard, e.number),
      scopes as (
        delete from scope t using gone g where t.shard = g.shard and t.execution_number = g.number),
      chunks as (
        delete from history t using gone g where t.shard = g.shard and t.execution_number = g.number),
      tasks as (
        delete from task t using gone g where t.shard = g.shard and t.execution_number = g.number),
      commands as (
        delete from inbox t using gone g where t.shard = g.shard and t.execution_number = g.number),
      logs as (
        delete from function_log t using gone g
         where t.shard = g.shard and t.execution_number = g.number)
      select count(*) from gone
      """;

  static final String REMOVE_CLOSED =
      REMOVE.formatted(
          "state_machine_id = ? and status not in (%s) order by started_at desc limit ?"
              .formatted(OPEN_STATUSES),
          OPEN_STATUSES);

  /** By the database's clock: one node whose clock is wrong must not remove what others need. */
  static final String REMOVE_STOPPED =
      REMOVE.formatted(
          "shard = ? and stopped_at < %s - ? order by stopped_at limit ? for update skip locked"
              .formatted(Database.NOW_MILLIS),
          OPEN_STATUSES);

  private final PostgresSettings settings;
  private final Database database;
  private final IdGenerator inboxIds;
  private final Milestones milestones;

  PostgresExecutionStore(PostgresSettings settings, Database database, IdGenerator inboxIds) {
    this.settings = settings;
    this.database = database;
    this.inboxIds = inboxIds;
    this.milestones = new Milestones(database);
  }

  @Override
  public LaneStore openLane() {
    return new PostgresLaneStore(new LaneConnection(settings));
  }

  @Override
  public List<Wakeup> findWakeups(Collection<Integer> shards, Instant until, int limit) {
    return database.query(
        FIND_WAKEUPS,
        p -> p.int2s(shorts(shards)).millis(until).int4(limit).int4(limit),
        row -> new Wakeup(ExecutionRows.id(row), instant(row, 3)));
  }

  @Override
  public List<WaitingTask> findWaitingTasks(String queue, int limit) {
    return database.query(
        FIND_WAITING_TASKS,
        p -> p.text(queue).int4(limit),
        row -> new WaitingTask(ExecutionRows.id(row), row.getLong(3), instant(row, 4)));
  }

  @Override
  public int countWaitingTasks(String queue, int most) {
    return database
        .queryOne(COUNT_WAITING_TASKS, p -> p.text(queue).int4(most), row -> row.getInt(1))
        .orElseThrow();
  }

  @Override
  public List<String> findQueues(String from, String end) {
    return database.query(
        FIND_QUEUES, p -> p.text(from).text(end).text(end), row -> row.getString(1));
  }

  @Override
  public List<InboxEntry> findInbox(Collection<Integer> shards, int limit) {
    return database.query(
        FIND_INBOX,
        p -> p.int2s(shorts(shards)).int4(limit).int4(limit),
        row -> new InboxEntry(ExecutionRows.id(row), row.getLong(3), row.getBytes(4)));
  }

  @Override
  public void removeInbox(ExecutionId target, long inboxId) {
    database.update(
        "delete from inbox where shard = ? and execution_number = ? and inbox_id = ?",
        p -> p.int2(target.shard()).int8(target.number()).int8(inboxId));
  }

  @Override
  public int sendToRunning(long stateMachineId, byte[] command) {
    return database.update(
        SEND_TO_RUNNING, p -> p.int8(inboxIds.next()).bytea(command).int8(stateMachineId));
  }

  @Override
  public Optional<StoredExecution> find(ExecutionName name) {
    return database.queryOne(
        FIND,
        p -> p.int2(name.shard()).int8(name.stateMachineId()).text(name.name()),
        row -> ExecutionRows.read(row, List.of()));
  }

  @Override
  public List<Summary> list(Listing listing, @Nullable Position after, int limit) {
    return database.query(
        listing(listing, after),
        p -> {
          p.int8(listing.stateMachineId());
          if (listing.version() != null) {
            p.int4(listing.version());
          }
          if (listing.alias() != null) {
            p.text(listing.alias());
          }
          if (after != null) {
            p.millis(after.startedAt()).millis(after.startedAt());
            p.int2(after.id().shard()).int8(after.id().number());
          }
          p.int4(limit);
        },
        row ->
            new Summary(
                ExecutionRows.id(row),
                row.getString(3),
                ExecutionStatus.ofCode(row.getShort(4)),
                instant(row, 5),
                nullableInstant(row, 6),
                row.getInt(9),
                nullableInstant(row, 10),
                ExecutionRows.through(row, 7)));
  }

  /** The status as text again: it decides which index serves. */
  static String listing(Listing listing, @Nullable Position after) {
    var status = listing.status();
    return """
    select shard, number, name, status, started_at, stopped_at, machine_version, machine_alias,
           redrive_count, redriven_at
      from execution
     where state_machine_id = ?
    """
        + (listing.version() == null ? "" : " and machine_version = ?")
        + (listing.alias() == null ? "" : " and machine_alias = ?")
        + (status == null ? "" : " and status = " + status.code())
        + (after == null
            ? ""
            : " and started_at <= ? and (started_at < ? or (shard, number) > (?, ?))")
        + " order by started_at desc, shard, number limit ?";
  }

  @Override
  public List<Progress> progress(Collection<ExecutionId> ids) {
    return database.query(
        PROGRESS,
        p ->
            p.int2s(shorts(ids.stream().map(ExecutionId::shard).toList()))
                .int8s(ids.stream().mapToLong(ExecutionId::number).toArray()),
        row ->
            new Progress(
                ExecutionRows.id(row), row.getLong(3), ExecutionStatus.ofCode(row.getShort(4))));
  }

  @Override
  public List<Milestone> milestones(long stateMachineId, MilestonePosition after, int limit) {
    return milestones.read(stateMachineId, after, limit);
  }

  @Override
  public MilestoneNews milestoneNews(Set<Long> stateMachineIds, long fromTransaction) {
    return milestones.news(stateMachineIds, fromTransaction);
  }

  @Override
  public List<HistoryChunk> readHistory(
      ExecutionId id, long fromEventId, boolean reverse, int minEvents) {
    if (!reverse) {
      return readHistory(id, fromEventId, fromEventId + minEvents, false);
    }
    var lastEventId =
        database.queryOne(
            LAST_EVENT_ID, p -> p.int2(id.shard()).int8(id.number()), row -> row.getLong(1));
    if (lastEventId.isEmpty()) {
      return List.of();
    }
    var last = Math.min(fromEventId, lastEventId.get());
    return readHistory(id, last - minEvents + 1, last + 1, true);
  }

  /** Chunks that hold events of {@code first … end - 1}. */
  private List<HistoryChunk> readHistory(ExecutionId id, long first, long end, boolean reverse) {
    return database.query(
        READ_HISTORY + (reverse ? " desc" : ""),
        p ->
            p.int2(id.shard())
                .int8(id.number())
                .int8(end)
                .int8(first)
                .int2(id.shard())
                .int8(id.number())
                .int8(first),
        row -> new HistoryChunk(row.getLong(1), row.getInt(2), row.getLong(3), row.getBytes(4)));
  }

  @Override
  public int removeClosed(long stateMachineId, int limit) {
    return database.updateReturningCount(REMOVE_CLOSED, p -> p.int8(stateMachineId).int4(limit));
  }

  @Override
  public int removeStopped(int shard, Duration age, int limit) {
    return database.updateReturningCount(
        REMOVE_STOPPED, p -> p.int2(shard).int8(age.toMillis()).int4(limit));
  }

  private static short[] shorts(Collection<Integer> values) {
    var result = new short[values.size()];
    var next = 0;
    for (var value : values) {
      result[next++] = value.shortValue();
    }
    return result;
  }
}
