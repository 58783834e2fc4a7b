-- Express executions that have come to their end, for those who look; the document says what became of each. Numbers begin
-- with the time, so that the primary key finds the oldest of a shard.
create table express_ended (
  number           int8 not null,
  state_machine_id int8 not null,
  started_at       int8 not null,
  stopped_at       int8 not null,
  machine_version  int4,
  shard            int2 not null,
  status           int2 not null,
  name             text collate "C" not null,
  machine_alias    text collate "C",
  input            bytea not null,
  document         bytea not null,
  primary key (shard, number)
);

create index express_ended_listing on express_ended (state_machine_id, started_at desc, shard, number);

create index express_ended_listing_by_status on express_ended (state_machine_id, status, started_at desc, shard, number)
  where status <> 2;
