-- Functions that have a target of their own; url is null where runtimes attach to Stepwell (target 'runtime').
create table lambda_function (
  timeout_seconds int4 not null,
  name            text collate "C" not null primary key,
  target          text collate "C" not null check (target in ('runtime', 'invoke', 'url')),
  url             text collate "C",
  check ((target = 'runtime') = (url is null))
);

-- What the handler of a function printed while it worked on one attempt of a task.
create table function_log (
  execution_number   int8 not null,
  scheduled_event_id int8 not null,
  printed_at         int8 not null,
  shard              int2 not null,
  is_cut             bool not null,
  function           text collate "C" not null,
  printed            bytea not null,
  primary key (shard, execution_number, scheduled_event_id)
);

-- Documents tell of calls that runtimes take, which older builds cannot read.
update schema_compatibility set least_known = 14;
