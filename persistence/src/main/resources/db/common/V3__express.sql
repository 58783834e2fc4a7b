-- Express executions that were accepted and have not come to their end, and the node that runs each in its memory.
create table express_execution (
  number           int8 not null,
  state_machine_id int8 not null,
  started_at       int8 not null,
  revision         int4 not null,
  machine_version  int4,
  shard            int2 not null,
  node_id          text collate "C" not null,
  name             text collate "C" not null,
  machine_alias    text collate "C",
  trace_header     text,
  input            bytea not null,
  primary key (shard, number)
);

create index express_execution_node on express_execution (node_id, started_at);
