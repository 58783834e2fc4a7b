-- Only for PostgreSQL itself; distributed relatives ignore or refuse storage parameters.

-- Room for the next version of a row on its own page: 85 % of the updates touch no index then, instead of 14 %.
alter table execution set (fillfactor = 70);
alter table node set (fillfactor = 50);

-- Rows live for moments: by the default, which waits for a fifth of the table, a hundred thousand dead ones pile up.
alter table task set (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000, autovacuum_vacuum_cost_delay = 0);
alter table inbox set (
  autovacuum_vacuum_scale_factor = 0, autovacuum_vacuum_threshold = 20000, autovacuum_vacuum_cost_delay = 0);
alter table scope set (
  autovacuum_vacuum_scale_factor = 0.02, autovacuum_vacuum_threshold = 20000, autovacuum_vacuum_cost_delay = 0);
