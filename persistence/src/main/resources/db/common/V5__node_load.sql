-- What a node has to do, as of its heartbeat. The defaults are for nodes of the version before, which do not tell it.
alter table node add column commits int8 not null default 0;
alter table node add column commits_per_second int4 not null default 0;
alter table node add column commands_queued int4 not null default 0;
alter table node add column executions_cached int4 not null default 0;
alter table node add column calls_in_flight int4 not null default 0;
alter table node add column open_polls int4 not null default 0;
