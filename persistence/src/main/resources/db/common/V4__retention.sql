-- Closed executions in the order of their end, to find those that are to be removed. An execution that runs is not in it, so
-- that it costs one entry at the end of each.
create index execution_stopped_at on execution (shard, stopped_at) where stopped_at is not null;
