-- What people read with SQL: views in a schema of their own, ${views}, with AWS's words. docs/sql.md describes them. The views
-- read the tables with their owner's rights, so that a role needs no more than the schema and the views.

do $do$
begin
  if to_regnamespace('${views}') is null then
    create schema ${views};
  elsif exists (select from pg_class where relnamespace = to_regnamespace('${views}')) then
    raise exception 'Stepwell needs the schema ${views} for its views, and somebody else has tables there:'
      ' give Stepwell a database of its own';
  end if;
exception
  when insufficient_privilege then
    raise exception 'Stepwell needs a schema for its views: let an administrator run'
      ' create schema ${views} authorization %', quote_ident(current_user);
end
$do$;

-- What the ARNs of this installation begin with, up to the type; nodes write it at their start.
create table account (
  id         int2 not null primary key check (id = 1),
  arn_prefix text not null
);

-- A stored value that cannot be read is null: one broken row must not hide the others.
create function ${views}.utf8(bytes bytea) returns text language plpgsql immutable strict as $$
begin
  return convert_from(bytes, 'UTF8');
exception
  when data_exception or program_limit_exceeded then return null;
end
$$;

-- jsonb has no U+0000: it becomes U+FFFD.
create function ${views}.json(bytes bytea) returns jsonb language plpgsql immutable strict as $$
declare
  json text;
begin
  json := convert_from(bytes, 'UTF8');
  if position('\u0000' in json) > 0 then
    json := regexp_replace(json, '(?<!\\)((?:\\\\)*)\\u0000', '\1\\ufffd', 'g');
  end if;
  return json::jsonb;
exception
  when data_exception or program_limit_exceeded then return null;
end
$$;

-- The events of one row of history; nulls where it cannot be read.
create function ${views}.events(bytes bytea, event_count int4) returns jsonb language plpgsql immutable strict as $$
declare
  events jsonb := ${views}.json(bytes);
begin
  if jsonb_typeof(events) = 'array' and jsonb_array_length(events) = event_count then
    return events;
  end if;
  return (select jsonb_agg(null::jsonb) from generate_series(1, event_count));
end
$$;

create function ${views}.event_time(event jsonb) returns timestamptz language sql immutable as $$
  select case when jsonb_typeof(event -> 'timestamp') = 'number'
              then to_timestamp((event ->> 'timestamp')::float8) end
$$;

-- What a scope waits for, where that is done outside: one row or none.
create function ${views}.work(document bytea)
  returns table (state_name text, activity_arn text, scheduled_event_id int8, started_event_id int8, status text,
                 timeout_at timestamptz, heartbeat_seconds int8, heartbeat_at timestamptz)
  language plpgsql immutable strict rows 1 as $$
declare
  scope jsonb := ${views}.json(document);
  work  jsonb := coalesce(scope -> 'task', scope -> 'call');
begin
  if work is null then
    return;
  end if;
  state_name := scope ->> 'visiting';
  activity_arn := work ->> 'activity';
  scheduled_event_id := (work ->> 'scheduled')::int8;
  started_event_id := (work ->> 'started')::int8;
  status := case when work ? 'submitted' then 'SUBMITTED'
                 when work ? 'started' or scope ? 'call' then 'STARTED'
                 else 'SCHEDULED' end;
  timeout_at := to_timestamp((work ->> 'timeoutAt')::float8 / 1000);
  heartbeat_seconds := (work ->> 'heartbeat')::int8;
  heartbeat_at := to_timestamp((work ->> 'heartbeatAt')::float8 / 1000);
  return next;
end
$$;

-- Every shard there is: true of each row, it lets the index on shard, machine and name serve those who know only the latter two.
create view ${views}.execution as
select a.arn_prefix || 'execution:' || m.name || ':' || e.name as execution_arn,
       a.arn_prefix || 'stateMachine:' || m.name as state_machine_arn,
       a.arn_prefix || 'stateMachine:' || m.name || ':' || e.machine_version as state_machine_version_arn,
       a.arn_prefix || 'stateMachine:' || m.name || ':' || e.machine_alias as state_machine_alias_arn,
       m.name as state_machine_name,
       e.name,
       case e.status
         when 1 then 'RUNNING'
         when 2 then 'SUCCEEDED'
         when 3 then 'FAILED'
         when 4 then 'TIMED_OUT'
         when 5 then 'ABORTED'
         when 6 then 'PENDING_REDRIVE'
       end as status,
       to_timestamp(e.started_at / 1000.0::float8) as started_at,
       to_timestamp(e.stopped_at / 1000.0::float8) as stopped_at,
       to_timestamp(e.last_event_at / 1000.0::float8) as last_event_at,
       e.next_event_id - 1 as last_event_id,
       ${views}.utf8(e.input) as input,
       case when e.status = 2 then ${views}.json(e.document) ->> 'output' end as output,
       case when e.status in (3, 4, 5) then ${views}.json(e.document) ->> 'error' end as error,
       case when e.status in (3, 4, 5) then ${views}.json(e.document) ->> 'cause' end as cause,
       e.trace_header,
       e.shard,
       e.number
  from execution e
  left join state_machine m on m.id = e.state_machine_id
  left join account a on a.id = 1
 where e.shard = any ('{ 0,  1,  2,  3,  4,  5,  6,  7,  8,  9, 10, 11, 12, 13, 14, 15,
                        16, 17, 18, 19, 20, 21, 22, 23, 24, 25, 26, 27, 28, 29, 30, 31,
                        32, 33, 34, 35, 36, 37, 38, 39, 40, 41, 42, 43, 44, 45, 46, 47,
                        48, 49, 50, 51, 52, 53, 54, 55, 56, 57, 58, 59, 60, 61, 62, 63}'::int2[]);

create view ${views}.history_event as
select a.arn_prefix || 'execution:' || m.name || ':' || e.name as execution_arn,
       h.first_event_id + c.position - 1 as event_id,
       (c.event ->> 'previousEventId')::int8 as previous_event_id,
       c.event ->> 'type' as type,
       ${views}.event_time(c.event) as timestamp,
       (select value from jsonb_each(nullif(c.event, 'null')) where key like '%EventDetails') as details,
       h.shard,
       h.execution_number as number
  from history h
  left join execution e on e.shard = h.shard and e.number = h.execution_number
  left join state_machine m on m.id = e.state_machine_id
  left join account a on a.id = 1
 cross join lateral jsonb_array_elements(${views}.events(h.events, h.event_count))
       with ordinality as c (event, position);

create view ${views}.open_task as
select w.activity_arn,
       a.arn_prefix || 'execution:' || m.name || ':' || e.name as execution_arn,
       w.state_name,
       w.status,
       coalesce(
         to_timestamp(t.scheduled_at / 1000.0::float8),
         (select ${views}.event_time(
                   ${views}.events(h.events, h.event_count) -> (w.scheduled_event_id - h.first_event_id)::int4)
            from history h
           where h.shard = d.shard and h.execution_number = d.number and h.first_event_id <= w.scheduled_event_id
           order by h.first_event_id desc
           limit 1)) as scheduled_at,
       (select ${views}.event_time(
                 ${views}.events(h.events, h.event_count) -> (w.started_event_id - h.first_event_id)::int4)
          from history h
         where h.shard = d.shard and h.execution_number = d.number and h.first_event_id <= w.started_event_id
         order by h.first_event_id desc
         limit 1) as started_at,
       w.timeout_at,
       w.heartbeat_seconds,
       w.heartbeat_at,
       w.scheduled_event_id,
       d.shard,
       d.number
  from (select shard, number, document from execution where status = 1
         union all
        select shard, execution_number, document from scope) d
 cross join lateral ${views}.work(d.document) w
  left join execution e on e.shard = d.shard and e.number = d.number
  left join state_machine m on m.id = e.state_machine_id
  left join account a on a.id = 1
  left join task t on t.shard = d.shard and t.execution_number = d.number
                  and t.scheduled_event_id = w.scheduled_event_id;

-- From an ARN to the key of the tables, by the index of names.
create function ${views}.find_execution(arn text) returns table (shard int2, number int8) language sql stable as $$
  select e.shard, e.number
    from ${views}.execution e
   where e.state_machine_name = split_part(arn, ':', 7) and e.name = split_part(arn, ':', 8) and e.execution_arn = arn
$$;

comment on schema ${views} is 'What Stepwell keeps, in AWS''s words, to read with SQL';
comment on function ${views}.find_execution(text) is
  'The key of the execution of that ARN, for the columns shard and number of every view';

comment on view ${views}.execution is 'Standard executions, one row each, as DescribeExecution has them';
comment on column ${views}.execution.execution_arn is
  'executionArn; made of other columns, so do not search by it: find_execution does';
comment on column ${views}.execution.state_machine_arn is 'stateMachineArn, unqualified';
comment on column ${views}.execution.state_machine_version_arn is 'The version that was started; null where none was named';
comment on column ${views}.execution.state_machine_alias_arn is 'The alias that was started; null where none was named';
comment on column ${views}.execution.state_machine_name is 'Name of the state machine';
comment on column ${views}.execution.name is 'Name of the execution; with state_machine_name, found by an index';
comment on column ${views}.execution.status is 'RUNNING, SUCCEEDED, FAILED, TIMED_OUT, ABORTED or PENDING_REDRIVE';
comment on column ${views}.execution.started_at is 'startDate';
comment on column ${views}.execution.stopped_at is 'stopDate; null while it runs';
comment on column ${views}.execution.last_event_at is 'Time of its newest event';
comment on column ${views}.execution.last_event_id is 'Id of its newest event, which is their number';
comment on column ${views}.execution.input is 'JSON text of the input';
comment on column ${views}.execution.output is 'JSON text of the output; null unless SUCCEEDED';
comment on column ${views}.execution.error is 'Error name; null where there is none';
comment on column ${views}.execution.cause is 'Cause of the error; null where there is none';
comment on column ${views}.execution.trace_header is 'traceHeader as given at the start';
comment on column ${views}.execution.shard is 'First half of the key, 0 to 63';
comment on column ${views}.execution.number is 'Second half of the key';

comment on view ${views}.history_event is 'Events of Standard executions, one row each, as GetExecutionHistory has them';
comment on column ${views}.history_event.execution_arn is 'The execution; do not search by it: find_execution does';
comment on column ${views}.history_event.event_id is 'id: from 1 on, without gaps';
comment on column ${views}.history_event.previous_event_id is 'previousEventId';
comment on column ${views}.history_event.type is 'type, such as TaskStateEntered; null where what is stored cannot be read';
comment on column ${views}.history_event.timestamp is 'timestamp, to the millisecond';
comment on column ${views}.history_event.details is
  'The …EventDetails of the event, such as {"name": …, "input": …}; null where it has none. U+0000 is shown as U+FFFD';
comment on column ${views}.history_event.shard is 'First half of the key of the execution';
comment on column ${views}.history_event.number is 'Second half of the key of the execution';

comment on view ${views}.open_task is 'Work of running executions that is done outside: by a worker or a service';
comment on column ${views}.open_task.activity_arn is 'The activity; null for a call of a service';
comment on column ${views}.open_task.execution_arn is 'The execution; do not search by it: find_execution does';
comment on column ${views}.open_task.state_name is 'The Task state';
comment on column ${views}.open_task.status is
  'SCHEDULED: waits for a worker; STARTED: a worker has it, or a node is calling the service; SUBMITTED: the service has answered, and the end comes later';
comment on column ${views}.open_task.scheduled_at is 'Time of its …Scheduled event';
comment on column ${views}.open_task.started_at is 'Time of its ActivityStarted event; null while it waits, and for calls';
comment on column ${views}.open_task.timeout_at is 'When TimeoutSeconds end; null without';
comment on column ${views}.open_task.heartbeat_seconds is 'HeartbeatSeconds; null without';
comment on column ${views}.open_task.heartbeat_at is 'When the next sign of life is due; null while none is';
comment on column ${views}.open_task.scheduled_event_id is 'event_id of its …Scheduled event: with shard and number, its key';
comment on column ${views}.open_task.shard is 'First half of the key of the execution';
comment on column ${views}.open_task.number is 'Second half of the key of the execution';
