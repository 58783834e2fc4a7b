-- The oldest build that can work with this schema, by the newest schema version that it knows. A migration that an older
-- build cannot live with (because it would write rows without a column that others need, or not find one) raises it.
create table schema_compatibility (
  id          int2 not null primary key check (id = 1),
  least_known int4 not null
);

insert into schema_compatibility values (1, 11);
