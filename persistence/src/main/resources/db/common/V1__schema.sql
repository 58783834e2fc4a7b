-- Plain types, no sequences, no foreign keys; every table of executions begins its primary key with the shard, so that the
-- same schema can be distributed by that column. Times are milliseconds since 1970 (UTC). Columns are ordered by
-- alignment, widest first.

-- An execution that a task has started knows that task: parent_shard, parent_number, parent_event_id.
create table execution (
  number           int8 not null,
  version          int8 not null,
  state_machine_id int8 not null,
  started_at       int8 not null,
  next_event_id    int8 not null,
  last_event_at    int8 not null,
  wake_at          int8,
  stopped_at       int8,
  parent_number    int8,
  parent_event_id  int8,
  revision         int4 not null,
  next_scope_id    int4 not null,
  shard            int2 not null,
  status           int2 not null,
  parent_shard     int2,
  name             text collate "C" not null,
  trace_header     text,
  input            bytea not null,
  document         bytea not null,
  primary key (shard, number)
);

create unique index execution_name on execution (shard, state_machine_id, name);

create index execution_listing on execution (state_machine_id, started_at desc, shard, number);

-- Succeeded executions (status 2) are most of them: the listing of all finds them without an index of their own, and an
-- execution leaves this index when it succeeds.
create index execution_listing_by_status on execution (state_machine_id, status, started_at desc, shard, number)
  where status <> 2;

create index execution_wake_at on execution (shard, wake_at) where wake_at is not null;

-- Scopes below the root scope, which is in execution.document.
create table scope (
  execution_number int8 not null,
  scope_id         int4 not null,
  shard            int2 not null,
  document         bytea not null,
  primary key (shard, execution_number, scope_id)
);

-- One row per persisted step: the events first_event_id … first_event_id + event_count - 1 as a JSON array. The mark is
-- random: by it a writer knows its own row again when a connection was lost in mid-commit.
create table history (
  execution_number int8 not null,
  first_event_id   int8 not null,
  mark             int8 not null,
  event_count      int4 not null,
  shard            int2 not null,
  events           bytea not null,
  primary key (shard, execution_number, first_event_id)
);

-- Activity tasks that wait for a poller, in the queue of their activity (its ARN); calls of services that a node has in
-- flight, in the queue of that node.
create table task (
  execution_number   int8 not null,
  scheduled_event_id int8 not null,
  scheduled_at       int8 not null,
  shard              int2 not null,
  queue              text collate "C" not null,
  primary key (shard, execution_number, scheduled_event_id)
);

create index task_waiting on task (queue, scheduled_at);

-- Commands owed to an execution.
create table inbox (
  execution_number int8 not null,
  inbox_id         int8 not null,
  shard            int2 not null,
  command          bytea not null,
  primary key (shard, execution_number, inbox_id)
);

create index inbox_waiting on inbox (shard, inbox_id);

create table state_machine (
  id               int8 not null primary key,
  created_at       int8 not null,
  current_revision int4 not null,
  deleting         boolean not null,
  name             text collate "C" not null unique,
  type             text not null,
  attributes       text not null
);

create table state_machine_revision (
  state_machine_id int8 not null,
  created_at       int8 not null,
  revision         int4 not null,
  revision_id      text,
  definition       text not null,
  role_arn         text not null,
  settings         text not null,
  primary key (state_machine_id, revision)
);

create table activity (
  name       text collate "C" not null primary key,
  created_at int8 not null,
  attributes text not null
);

create table node (
  node_id      text collate "C" not null primary key,
  address      text not null,
  started_at   int8 not null,
  heartbeat_at int8 not null
);

create table cluster (
  id           int2 not null primary key check (id = 1),
  token_secret bytea not null
);
