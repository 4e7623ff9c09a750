-- what came in and failed again and again is set aside: kept, told, and not tried any more
alter table deliveries add column attempts integer not null default 0;
alter table deliveries add column dead_at text;
create index deliveries_dead on deliveries (source) where dead_at is not null;
