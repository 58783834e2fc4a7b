-- Whoever follows all executions of a machine reads the history rows that start, end or redrive one, in the order of their
-- transactions (docs/adr/0012): committed_in is set for those rows alone.
alter table history add column milestone_of int8;
alter table history add column committed_in xid8;

create index history_milestone on history (milestone_of, committed_in, shard, execution_number)
  where milestone_of is not null;
