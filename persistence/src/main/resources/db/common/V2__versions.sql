-- changes counts what happened to a machine's versions and aliases: whoever writes one names the count at which it looked.
alter table state_machine add column changes int8 not null default 0;
alter table state_machine add column last_version int4 not null default 0;

create table state_machine_version (
  state_machine_id int8 not null,
  created_at       int8 not null,
  version          int4 not null,
  revision         int4 not null,
  description      text,
  primary key (state_machine_id, version)
);

create unique index state_machine_version_revision on state_machine_version (state_machine_id, revision);

-- An alias leads to one version or two; weight is the share of the first one in percent.
create table state_machine_alias (
  state_machine_id int8 not null,
  created_at       int8 not null,
  updated_at       int8 not null,
  version          int4 not null,
  weight           int4 not null,
  second_version   int4,
  name             text collate "C" not null,
  description      text,
  primary key (state_machine_id, name)
);

-- What a start named: the version, and the alias that chose it.
alter table execution add column machine_version int4;
alter table execution add column machine_alias text collate "C";

create index execution_listing_by_version on execution (state_machine_id, machine_version, started_at desc, shard, number)
  where machine_version is not null;
create index execution_listing_by_alias on execution (state_machine_id, machine_alias, started_at desc, shard, number)
  where machine_alias is not null;
