-- Sets of executions to which the same is done, in steps; every write names the step that it builds on.
create table bulk (
  created_at          int8 not null,
  step                int8 not null,
  matched             int8 not null,
  processed           int8 not null,
  done                int8 not null,
  looked_at_started   int8,
  looked_at_number    int8,
  looked_at_shard     int2,
  stage               text not null,
  id                  text collate "C" not null primary key,
  filter              text not null
);

create table bulk_execution (
  ordinal       int8 not null,
  number        int8 not null,
  shard         int2 not null,
  outcome       text not null,
  bulk_id       text collate "C" not null,
  execution_arn text not null,
  primary key (bulk_id, ordinal)
);
