-- How often an execution was redriven, when last, and the client tokens of the last redrives. The default is for executions that
-- nodes of the version before start.
alter table execution add column redrive_count int4 not null default 0;
alter table execution add column redriven_at int8;
alter table execution add column redrive_tokens bytea;
